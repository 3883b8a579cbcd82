import { draftsFor } from '../../pipelines/answers/drafts.js';
import { loadAnswers } from '../../pipelines/answers/load.js';
import { loadAnswersConfig } from '../config/answer-files.js';
import type { Config } from '../config/load.js';
import { type AnswerDraft, draftKinds } from '../core/answer-draft.js';
import type { Clock } from '../core/clock.js';
import type { ConfigProblem } from '../core/config-file.js';
import type { Incident } from '../core/incident.js';
import type { Analysis } from './analysis.js';

/** The drafts of an incident as it stands when somebody asks. */
export function draftsOver(
  { taxonomy, calendar }: Pick<Config, 'taxonomy' | 'calendar'>,
  { answerTemplates, router }: Pick<Analysis, 'answerTemplates' | 'router'>,
  clock: Clock,
): (incident: Incident) => AnswerDraft[] {
  const phoneOf = (id: string): string | null => router.organisation(id)?.contacts.phones[0] ?? null;
  return (incident) => draftsFor(answerTemplates, incident, { taxonomy, calendar, phoneOf }, clock.now());
}

export interface AnswersCheck {
  /** Templates that can be used, by what they say. */
  kinds: Record<string, number>;
  /** Templates that fit some incidents only. */
  particular: number;
  problems: ConfigProblem[];
}

/**
 * Checks the templates of a configuration; no service is needed. A kind for which some incident would find no draft is a problem too.
 * @throws AppError E_CONFIG_INVALID when the taxonomy cannot be read
 */
export function checkAnswersOf(configDir: string): AnswersCheck {
  const { taxonomy, files, problems } = loadAnswersConfig(configDir);
  const loaded = loadAnswers(files, taxonomy);
  const all = [...problems, ...loaded.problems];
  const isGeneral = ({ groups, topics, nature }: Analysis['answerTemplates'][number]): boolean =>
    groups === undefined && topics === undefined && nature === undefined;
  for (const kind of draftKinds) {
    if (loaded.templates.some((template) => template.kind === kind && isGeneral(template))) continue;
    const message = `no template of the kind «${kind}» fits everything: add one without groups, topics and nature`;
    all.push({ file: 'config/answers', line: null, field: 'templates', message, fatal: false });
  }
  return {
    kinds: Object.fromEntries(
      draftKinds.map((kind) => [kind, loaded.templates.filter((template) => template.kind === kind).length]),
    ),
    particular: loaded.templates.filter((template) => !isGeneral(template)).length,
    problems: all,
  };
}
