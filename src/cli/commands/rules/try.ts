import { defineCommand } from 'citty';
import { z } from 'zod';
import { type OpenedQuery, openQuery } from '../../../app/rules-try.js';
import { AppError } from '../../../core/errors.js';
import { type Colours, colourOption, createColours } from '../../colours.js';
import { openEnv, printProblems } from '../../environment.js';
import { guarded } from '../../failure.js';
import { highlight, quoted } from '../../highlight.js';
import { readJsonLines, refuseBadLines, writeJsonLines } from '../../json-lines.js';
import { count } from '../../plural.js';

/** The id is handed on as it came. */
const lineSchema = z.object({ id: z.union([z.string(), z.number()]), text: z.string() });
const batchSize = 500;

export const tryQuery = defineCommand({
  meta: { name: 'try', description: 'Tries one query on a text or on a file of texts; needs no services.' },
  args: {
    query: { type: 'positional', required: true, description: 'the query, in quotes; docs/rules.md has the language' },
    text: { type: 'string', description: 'one text' },
    in: { type: 'string', description: 'JSON lines {id, text}; - for standard input', valueHint: 'file' },
    out: {
      type: 'string',
      description: 'JSON lines {id, matched, words: [{text, start, end}]}, one a line; - for standard output',
      valueHint: 'file',
    },
    json: { type: 'boolean', default: false, description: 'with --text: the answer as one JSON object' },
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    const isFile = args.in !== undefined || args.out !== undefined;
    if (isFile === (args.text !== undefined))
      throw new AppError('E_INPUT_INVALID', 'name either one text (--text "…") or files (--in FILE --out FILE)');
    const opened = await openQuery(args.query, openEnv().OTKLIK_CONFIG_DIR);
    printProblems(opened.problems);
    if (args.text !== undefined) {
      const answer = opened.tryOn(args.text);
      const colours = createColours(process.stdout, args.color);
      const shown = args.json ? JSON.stringify(answer) : describe(args.text, answer, colours);
      process.stdout.write(`${shown}\n`);
      return;
    }
    if (args.in === undefined || args.out === undefined)
      throw new AppError(
        'E_INPUT_INVALID',
        'a file needs both --in FILE and --out FILE (- for standard input and output)',
      );
    await tryOnFile(opened, args.in, args.out);
  }),
});

async function tryOnFile({ tryOn }: OpenedQuery, from: string, to: string): Promise<void> {
  const startedMs = performance.now();
  const output = writeJsonLines(to, from);
  const bad: string[] = [];
  let batch: object[] = [];
  let texts = 0;
  let matched = 0;
  for await (const { id, text } of readJsonLines(from, lineSchema, (problem) => bad.push(problem))) {
    const answer = tryOn(text);
    texts++;
    if (answer.matched) matched++;
    if (batch.push({ id, ...answer }) < batchSize) continue;
    await output.write(batch);
    batch = [];
  }
  await output.write(batch);
  await output.close();
  const ms = Math.round(performance.now() - startedMs);
  const share = texts === 0 ? '' : ` (${((100 * matched) / texts).toFixed(1)} %)`;
  process.stderr.write(`${matched} of ${count(texts, 'text')} matched${share} in ${ms} ms\n`);
  refuseBadLines(bad);
}

function describe(text: string, { matched, words }: ReturnType<OpenedQuery['tryOn']>, colours: Colours): string {
  const verdict = matched ? colours.green('✓ matches') : colours.red('✗ does not match');
  const on = words.length === 0 ? '' : ` on ${quoted(words)}`;
  return `${highlight(text, words, colours)}\n${verdict}${on}`;
}
