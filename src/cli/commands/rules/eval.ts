import { defineCommand } from 'citty';
import { evaluateTexts } from '../../../app/rules-eval.js';
import { type AnalysedText, analysed, type LabelledText } from '../../../app/rules-labelled.js';
import { openWorkbench } from '../../../app/rules-workbench.js';
import { systemClock } from '../../../core/clock.js';
import { AppError } from '../../../core/errors.js';
import { colourOption, createColours } from '../../colours.js';
import { openEnv, printProblems } from '../../environment.js';
import { guarded } from '../../failure.js';
import { createProgress } from '../../progress.js';
import { openFileTexts, textArgs } from '../../rule-texts.js';
import { type By, byChoices, formatEvaluation } from '../../rules-figures.js';
import { parseSince } from '../../since.js';

export const evaluate = defineCommand({
  meta: { name: 'eval', description: 'Measures the rules on labelled texts: precision, recall, confusions, cost.' },
  args: {
    on: textArgs.on,
    since: {
      type: 'string',
      description: 'instead: posts of the store that operators decided on in the last days («30d»)',
      valueHint: 'days',
    },
    by: { type: 'string', description: `one table alone: ${byChoices.join(', ')}`, valueHint: 'table' },
    'min-support': {
      type: 'string',
      default: '1',
      description: 'leave out rows that stand on fewer texts',
      valueHint: 'n',
    },
    json: { type: 'boolean', default: false, description: 'the whole report as one JSON object' },
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    const by = parseBy(args.by);
    const minSupport = Number(args['min-support']);
    if (!Number.isInteger(minSupport) || minSupport < 0)
      throw new AppError('E_INPUT_INVALID', `--min-support «${args['min-support']}» is no number: use 0 or more`);
    if ((args.on === undefined) === (args.since === undefined))
      throw new AppError('E_INPUT_INVALID', 'name where the labels come from: either --on FILE or --since 30d');
    const startedMs = performance.now();
    const workbench = openWorkbench(openEnv().OTKLIK_CONFIG_DIR);
    printProblems(workbench.problems);
    const file = args.on === undefined ? null : openFileTexts(args.on, workbench.taxonomy);
    const progress = createProgress('texts');
    const texts = file === null ? fromStore(args.since ?? '') : eachAnalysed(file.walk());
    const report = await evaluateTexts(workbench, texts, progress.at);
    progress.end();
    if (report.texts === 0) {
      file?.tellLeftOut();
      throw new AppError('E_INPUT_INVALID', 'there is no text to measure on');
    }
    const ms = Math.round(performance.now() - startedMs);
    if (args.json) process.stdout.write(`${JSON.stringify({ ...report, ms })}\n`);
    else {
      const shown = formatEvaluation(report, { by, minSupport }, createColours(process.stdout, args.color));
      process.stdout.write(`${shown}\n`);
      process.stderr.write(`measured in ${(ms / 1_000).toFixed(1)} s\n`);
    }
    file?.tellLeftOut();
  }),
});

function parseBy(written: string | undefined): By | null {
  if (written === undefined) return null;
  const found = byChoices.find((each) => each === written);
  if (found === undefined)
    throw new AppError('E_INPUT_INVALID', `--by «${written}»: use one of ${byChoices.join(', ')}`);
  return found;
}

async function* eachAnalysed(texts: AsyncIterable<LabelledText>): AsyncGenerator<AnalysedText> {
  for await (const text of texts) yield analysed(text);
}

async function* fromStore(written: string): AsyncGenerator<AnalysedText> {
  const since = parseSince(written, systemClock.now());
  // Loaded here, so that measuring on a file starts without the client of the store.
  const { decidedPosts } = await import('../../../app/decided-labels.js');
  const { openStore } = await import('../../../app/store-only.js');
  const store = await openStore(openEnv(), { creates: false });
  try {
    yield* decidedPosts(store, since);
  } finally {
    await store.close();
  }
}
