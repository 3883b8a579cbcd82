import { type AnswerDraft, gapsIn } from '../../src/core/answer-draft.js';
import type { Incident } from '../../src/core/incident.js';
import { finalDay } from './final-day.js';
import { fillIn, namesIn } from './render.js';
import type { AnswerTemplate } from './schema.js';
import { type AnswerContext, valuesOf } from './variables.js';

/**
 * The drafts of all templates that fit the incident, the most particular first: by topic, by group, by nature, then those for everything; of equals
 * the first in the files.
 */
export function draftsFor(
  templates: readonly AnswerTemplate[],
  incident: Incident,
  context: AnswerContext,
  nowMs: number,
): AnswerDraft[] {
  const values = valuesOf(incident, context, nowMs);
  return templates
    .filter((template) => fits(template, incident))
    .toSorted((one, other) => weightOf(other) - weightOf(one))
    .map((template) => {
      const text = fillIn(template.text, values);
      const names = namesIn(template.text);
      return {
        templateId: template.id,
        name: template.name,
        kind: template.kind,
        text,
        gaps: gapsIn(text),
        finalBy: names.includes('срок') ? finalDay(incident, context.calendar, nowMs) : null,
      };
    });
}

function fits({ groups, topics, nature }: AnswerTemplate, incident: Pick<Incident, 'group' | 'topic' | 'nature'>) {
  return (
    (groups === undefined || (incident.group !== null && groups.includes(incident.group))) &&
    (topics === undefined || (incident.topic !== null && topics.includes(incident.topic))) &&
    (nature === undefined || nature === incident.nature)
  );
}

function weightOf({ groups, topics, nature }: AnswerTemplate): number {
  return (topics ? 4 : 0) + (groups ? 2 : 0) + (nature ? 1 : 0);
}
