import { defineCommand } from 'citty';
import { settleLabel } from '../../../app/labels-settle.js';
import { loadRuleConfig } from '../../../config/rule-files.js';
import { systemClock } from '../../../core/clock.js';
import { AppError } from '../../../core/errors.js';
import { type Answer, labelKindSchema, notAsked } from '../../../core/label.js';
import type { Taxonomy } from '../../../core/taxonomy.js';
import { urgencySchema } from '../../../core/verdict.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { byOption, personAtWork } from '../../person.js';
import { withStore } from '../../store-access.js';

export const settle = defineCommand({
  meta: { name: 'settle', description: 'Gives the last word on a text on which people disagree.' },
  args: {
    id: { type: 'positional', required: true, description: 'the text, as «otklik label agreement» lists it' },
    as: { type: 'string', description: 'the person whose answer is right', valueHint: 'person' },
    not: { type: 'boolean', default: false, description: 'it is no incident' },
    group: { type: 'string', description: 'it is an incident of this group', valueHint: 'group' },
    topic: { type: 'string', description: 'and of this topic', valueHint: 'topic' },
    kind: { type: 'string', description: labelKindSchema.options.join(', '), valueHint: 'kind' },
    urgency: { type: 'string', description: urgencySchema.options.join(', '), valueHint: 'urgency' },
    note: { type: 'string', description: 'why', valueHint: 'text' },
    by: byOption,
  },
  run: guarded(async ({ args }) => {
    const { taxonomy } = loadRuleConfig(openEnv().OTKLIK_CONFIG_DIR);
    const given = args.as === undefined ? answerOf(args, taxonomy) : { as: args.as };
    if (args.as !== undefined && (args.not || args.group !== undefined || args.topic !== undefined))
      throw new AppError('E_INPUT_INVALID', '--as takes an answer whole: leave --not, --group and --topic out');
    const by = { who: personAtWork(args.by), note: args.note ?? null, nowMs: systemClock.now() };
    const settled = await withStore((store) => settleLabel(store.labels, args.id, given, by));
    const said = settled.incident
      ? [settled.group ?? 'incident', settled.topic].filter(Boolean).join(' › ')
      : 'no incident';
    process.stdout.write(`${args.id} is settled: ${said}\n`);
  }),
});

interface Given {
  not: boolean;
  group?: string | undefined;
  topic?: string | undefined;
  kind?: string | undefined;
  urgency?: string | undefined;
}

function answerOf({ not, group, topic, kind, urgency }: Given, taxonomy: Taxonomy): Answer {
  if (not) {
    if ([group, topic, kind, urgency].every((each) => each === undefined)) return { incident: false, ...notAsked };
    throw new AppError('E_INPUT_INVALID', 'what is no incident (--not) has no group, topic, kind or urgency');
  }
  if (group === undefined)
    throw new AppError('E_INPUT_INVALID', 'say what it is: --as PERSON, --not, or --group GROUP');
  const entry = taxonomy.groups.find(({ code }) => code === group);
  if (entry === undefined)
    throw new AppError(
      'E_INPUT_INVALID',
      `--group «${group}»: use one of ${taxonomy.groups.map(({ code }) => code).join(', ')}`,
    );
  if (topic !== undefined && !entry.topics.some(({ id }) => id === topic))
    throw new AppError(
      'E_INPUT_INVALID',
      `--topic «${topic}»: topics of ${group} are ${entry.topics.map(({ id }) => id).join(', ')}`,
    );
  return {
    incident: true,
    group: entry.code,
    alt: null,
    topic: topic ?? null,
    kind: oneOf('kind', kind, labelKindSchema.options),
    urgency: oneOf('urgency', urgency, urgencySchema.options),
  };
}

function oneOf<T extends string>(name: string, given: string | undefined, options: readonly T[]): T | null {
  if (given === undefined) return null;
  const found = options.find((option) => option === given);
  if (found !== undefined) return found;
  throw new AppError('E_INPUT_INVALID', `--${name} «${given}»: use one of ${options.join(', ')}`);
}
