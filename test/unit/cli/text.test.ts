import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from 'citty';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { text } from '../../../src/cli/commands/text.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otklik-text-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs the command and gives its output, its complaints and its exit code. */
async function run(...words: string[]): Promise<{ out: string; err: string; code: number | string | undefined }> {
  const written = { out: '', err: '' };
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written.out += String(chunk);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    written.err += String(chunk);
    return true;
  });
  await runCommand(text, { rawArgs: words });
  return { ...written, code: process.exitCode ?? undefined };
}

async function readLines(input: string, ...words: string[]) {
  const [from, to] = [join(folder, 'in.jsonl'), join(folder, 'out.jsonl')];
  writeFileSync(from, input);
  const ran = await run('--in', from, '--out', to, ...words);
  const lines = readFileSync(to, 'utf8').trimEnd().split('\n');
  return { ...ran, from, values: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('otklik text', () => {
  it('writes what the engine sees, offsets in the original text', async () => {
    const raw = 'Нет <b>cвета</b> 🔥, кв. 45';
    const { values, code } = await readLines(`${JSON.stringify({ id: 7, text: raw })}\n`);
    expect(code).toBeUndefined();
    expect(values).toEqual([
      {
        id: 7,
        normalised: 'нет света огонь, [квартира]',
        masked: 'Нет cвета 🔥, [квартира]',
        tokens: [
          { text: 'Нет', stem: 'нет', start: 0, end: 3, sentence: 0 },
          { text: 'cвета', stem: 'свет', start: 7, end: 12, sentence: 0 },
          { text: '🔥', stem: 'огон', start: 17, end: 19, sentence: 0 },
          { text: 'кв. 45', stem: '[квартира]', start: 21, end: 27, sentence: 0 },
        ],
      },
    ]);
    for (const { text: piece, start, end } of (values[0] as { tokens: { text: string; start: number; end: number }[] })
      .tokens)
      expect(raw.slice(start, end)).toBe(piece);
  });
  it('says more with --full', async () => {
    const { values } = await readLines('{"id":"a","text":"Тротуар-то, да"}\n', '--full');
    expect(values[0]?.tokens).toEqual([
      {
        text: 'Тротуар-то',
        stem: 'тротуар-то',
        start: 0,
        end: 10,
        sentence: 0,
        form: 'тротуар-то',
        family: 'тротуар-то',
        kind: 'word',
        clause: 0,
        parts: [
          { text: 'тротуар', stem: 'тротуар', start: 0, end: 7 },
          { text: 'то', stem: 'то', start: 8, end: 10 },
        ],
      },
      { text: 'да', stem: 'да', start: 12, end: 14, sentence: 0, form: 'да', family: 'да', kind: 'word', clause: 1 },
    ]);
  });
  it('gives the stems of Snowball but for irregular words, and with --full the family that rules compare', async () => {
    const { values } = await readLines('{"id":"a","text":"Упал, упасть: люди и лампочек"}\n', '--full');
    const tokens = values[0]?.tokens as { stem: string; family: string }[];
    expect(tokens.map(({ stem, family }) => `${stem} ${family}`)).toEqual([
      'упа упаст',
      'упаст упаст',
      'человек человек',
      'и и',
      'лампочек лампочк',
    ]);
  });
  it('names the lines that it can not read and does the others', async () => {
    const { values, code, err, from } = await readLines(
      '{"id":"1","text":"Яма"}\nяма\n\n{"id":"2"}\n{"id":"3","text":""}\n',
    );
    expect(values.map(({ id }) => id)).toEqual(['1', '3']);
    expect(code).toBe(2);
    expect(err).toContain(`${from}:2 is not JSON`);
    expect(err).toContain(`${from}:4 text:`);
  });
  it('shows one text as a table', async () => {
    const { out } = await run('--text', 'В0да идёт');
    expect(out).toMatch(/normalised {2}вода идет\nmasked {6}В0да идёт/);
    expect(out).toMatch(/В0да +вода +вод +word +0-4 +0 +0\nидёт +идет +идт +word +5-9 +0 +0\n/);
  });
  it.each([[[]], [['--in', 'x']], [['--text', 'а', '--in', 'x']], [['--in', 'no-such-file', '--out', '-']]])(
    'refuses %j',
    async (words) => {
      expect((await run(...words)).code).toBe(2);
    },
  );
});
