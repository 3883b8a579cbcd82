import { defineCommand } from 'citty';
import { z } from 'zod';
import { normalisedText } from '../../../pipelines/text/normalised.js';
import { type ReadText, readText } from '../../../pipelines/text/read.js';
import { plainStem } from '../../../pipelines/text/stem.js';
import type { Token } from '../../../pipelines/text/tokens.js';
import { AppError } from '../../core/errors.js';
import { guarded } from '../failure.js';
import { readJsonLines, refuseBadLines, writeJsonLines } from '../json-lines.js';
import { formatTable } from '../table.js';

const lineSchema = z.object({ id: z.union([z.string(), z.number()]), text: z.string() });
const batchSize = 500;

/** One token as it is written; offsets are UTF-16 units of the original text. This contract stays. */
interface TextToken {
  /** The piece of the original text. */
  text: string;
  /** By Snowball and the irregular words. */
  stem: string;
  start: number;
  end: number;
  sentence: number;
  form?: string;
  /** What rules compare: the stem, or the one that all forms of the word's family share. */
  family?: string;
  kind?: string;
  clause?: number;
  parts?: { text: string; stem: string; start: number; end: number }[];
}

export const text = defineCommand({
  meta: {
    name: 'text',
    description: 'Shows what the text engine makes of a text or a file of texts; needs no services.',
  },
  args: {
    in: { type: 'string', description: 'JSON lines {id, text}; - for standard input', valueHint: 'file' },
    out: {
      type: 'string',
      description: 'JSON lines {id, normalised, masked, tokens}, one a line; - for standard output',
      valueHint: 'file',
    },
    text: { type: 'string', description: 'one text, shown as a table' },
    full: { type: 'boolean', default: false, description: 'add form, family, kind, clause and parts of each token' },
  },
  run: guarded(async ({ args }) => {
    const isFile = args.in !== undefined || args.out !== undefined;
    if (isFile === (args.text !== undefined))
      throw new AppError('E_INPUT_INVALID', 'name either one text (--text "…") or files (--in FILE --out FILE)');
    if (args.text !== undefined) {
      process.stdout.write(`${describe(args.text)}\n`);
      return;
    }
    if (args.in === undefined || args.out === undefined)
      throw new AppError(
        'E_INPUT_INVALID',
        'a file needs both --in FILE and --out FILE (- for standard input and output)',
      );
    await readFile(args.in, args.out, args.full);
  }),
});

async function readFile(from: string, to: string, full: boolean): Promise<void> {
  const output = writeJsonLines(to, from);
  const bad: string[] = [];
  let batch: object[] = [];
  let count = 0;
  for await (const { id, text: raw } of readJsonLines(from, lineSchema, (problem) => bad.push(problem))) {
    const read = readText(raw);
    const tokens = read.analysis.tokens.map((token) => tokenOf(raw, read, token, full));
    batch.push({ id, normalised: normalisedText(read.whole), masked: read.masked, tokens });
    count++;
    if (batch.length < batchSize) continue;
    await output.write(batch);
    batch = [];
  }
  await output.write(batch);
  await output.close();
  if (to !== '-') process.stderr.write(`${count} texts read into ${to}\n`);
  refuseBadLines(bad);
}

function tokenOf(raw: string, { map }: ReadText, token: Token, full: boolean): TextToken {
  const place = (stretch: { start: number; end: number }) => map.toOriginal(stretch.start, stretch.end);
  const { start, end } = place(token);
  const short = { text: raw.slice(start, end), stem: stemOf(token), start, end, sentence: token.sentence };
  if (!full) return short;
  const long = { ...short, form: token.text, family: token.stem, kind: token.kind, clause: token.clause };
  if (token.parts === undefined) return long;
  return { ...long, parts: token.parts.map((part) => ({ text: part.text, stem: part.stem, ...place(part) })) };
}

function stemOf(token: Token): string {
  if (token.kind !== 'word') return token.stem;
  return token.parts?.map((part) => plainStem(part.text)).join('-') ?? plainStem(token.text);
}

/** The reading of one text for people. */
function describe(raw: string): string {
  const read = readText(raw);
  const rows = read.analysis.tokens.map((token) => {
    const { text: piece, stem, start, end, sentence } = tokenOf(raw, read, token, false);
    const family = token.stem === stem ? '' : token.stem;
    return [piece, token.text, stem, family, token.kind, `${start}-${end}`, String(sentence), String(token.clause)];
  });
  const table = formatTable(['text', 'form', 'stem', 'family', 'kind', 'offsets', 'sentence', 'clause'], rows);
  return `normalised  ${normalisedText(read.whole)}\nmasked      ${read.masked}\n\n${rows.length === 0 ? 'no tokens' : table}`;
}
