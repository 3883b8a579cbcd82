import { defineCommand } from 'citty';
import { draftsOver } from '../../../app/answers.js';
import { incidentBy } from '../../../app/incident-logs.js';
import { openStore } from '../../../app/store-only.js';
import type { AnswerDraft } from '../../../core/answer-draft.js';
import { systemClock } from '../../../core/clock.js';
import { AppError } from '../../../core/errors.js';
import { type Colours, colourOption, createColours } from '../../colours.js';
import { openConfig } from '../../context.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { printable } from '../../highlight.js';

export const draft = defineCommand({
  meta: { name: 'draft', description: 'Drafts of an answer to an incident. Nothing is published or written.' },
  args: {
    id: { type: 'positional', required: true, description: 'number or id of the incident' },
    template: { type: 'string', description: 'the text of this template alone', valueHint: 'ID' },
    json: { type: 'boolean', default: false, description: 'the drafts as JSON' },
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    const env = openEnv();
    const { config, analysis } = openConfig(env);
    const store = await openStore(env, { creates: false });
    try {
      const incident = await incidentBy(store.incidents, args.id);
      const all = draftsOver(config, analysis, systemClock)(incident);
      const chosen = args.template === undefined ? all : [draftNamed(all, args.template)];
      const [only] = chosen;
      const text = args.json
        ? JSON.stringify(chosen, null, 2)
        : args.template !== undefined && only !== undefined
          ? only.text
          : chosen.map((one) => described(one, createColours(process.stdout, args.color))).join('\n\n');
      process.stdout.write(`${text}\n`);
    } finally {
      await store.close();
    }
  }),
});

function draftNamed(drafts: readonly AnswerDraft[], id: string): AnswerDraft {
  const found = drafts.find(({ templateId }) => templateId === id);
  if (found !== undefined) return found;
  const ids = drafts.map(({ templateId }) => templateId).join(', ') || 'none';
  throw new AppError('E_INPUT_INVALID', `--template ${id}: no such template fits the incident; those that do: ${ids}`);
}

function described({ templateId, name, kind, text, gaps }: AnswerDraft, colours: Colours): string {
  const toFill = gaps.length === 0 ? [] : [colours.yellow(`не заполнено: ${printable(gaps.join(', '))}`)];
  return [`${colours.bold(printable(name))} ${colours.dim(`${templateId}, ${kind}`)}`, printable(text), ...toFill].join(
    '\n',
  );
}
