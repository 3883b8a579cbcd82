import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from 'citty';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { classify } from '../../../src/cli/commands/classify.js';
import { train } from '../../../src/cli/commands/executors/train.js';
import { parseWheres } from '../../../src/cli/train-executors.js';
import { inventedRows } from '../../support/invented-executors.js';

let folder: string;
const path = (name: string): string => join(folder, name);
const write = (name: string, values: readonly (object | string)[]): string => {
  writeFileSync(
    path(name),
    values.map((value) => `${typeof value === 'string' ? value : JSON.stringify(value)}\n`).join(''),
  );
  return path(name);
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otklik-executors-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs a command without the model and gives its output, its complaints and its exit code. */
async function run(command: typeof train | typeof classify, ...words: string[]) {
  const written = { out: '', err: '' };
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written.out += String(chunk);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    written.err += String(chunk);
    return true;
  });
  await runCommand(command as typeof train, { rawArgs: [...words, '--rules-only'] });
  vi.restoreAllMocks();
  return { ...written, code: process.exitCode ?? undefined };
}

const rows = inventedRows(15);
const mixed = [...rows, { text: 'Без исполнителя', source: 'elsewhere' }];

describe('otklik executors train', () => {
  it('learns from the lines that are meant, writes a folder and says what it is good for', async () => {
    const ran = await run(
      train,
      '--in',
      write('rows.jsonl', mixed),
      '--where',
      'source=invented',
      '--out',
      path('model'),
    );
    expect(ran.code).toBeUndefined();
    expect(ran.err).toContain('60 texts to learn from');
    expect(ran.out).toMatch(/executors-[0-9a-f]{12}\n {2}60 texts, \d+ without near duplicates, 4 executors/);
    expect(ran.out).toContain('rules alone');
    expect(readFileSync(path('model/executors.json'), 'utf8')).toContain('Горсвет Заречья');
  }, 60_000);

  it('gives the same bytes again', async () => {
    await run(train, '--in', write('rows.jsonl', mixed), '--where=source=invented', '--out', path('again'));
    for (const file of ['executors.json', 'executors.bin'])
      expect(readFileSync(path(`again/${file}`)).equals(readFileSync(path(`model/${file}`)))).toBe(true);
  }, 60_000);

  it('says with --json what came out', async () => {
    const { out } = await run(
      train,
      '--in',
      path('rows.jsonl'),
      '--where',
      'source=invented',
      '--out',
      path('again'),
      '--json',
    );
    expect(JSON.parse(out)).toMatchObject({ texts: 60, executors: 4, thin: [], figures: { plain: { texts: 60 } } });
  }, 60_000);

  it('names lines that cannot be learnt from, with what they lack, and writes nothing', async () => {
    const from = write('bad.jsonl', [
      ...rows,
      '{"text":',
      { text: 'Яма', source: 'invented' },
      { text: ' ', executor: 'А' },
    ]);
    const { err, code } = await run(train, '--in', from, '--out', path('none'));
    expect(code).toBe(2);
    expect(err).toContain('3 lines cannot be learnt from, nothing was written: mend or remove them');
    expect(err).toMatch(/bad\.jsonl:61 is not JSON/);
    expect(err).toMatch(/bad\.jsonl:62 executor: /);
    expect(err).toMatch(/bad\.jsonl:63 text: must not be empty/);
    expect(existsSync(path('none'))).toBe(false);
  });

  it('refuses too little, conditions that nothing meets, and those it does not understand', async () => {
    const from = path('rows.jsonl');
    expect((await run(train, '--in', from, '--where', 'source=moon', '--out', path('none'))).err).toContain(
      'none of 61 lines of',
    );
    expect((await run(train, '--in', from, '--where', 'kursk', '--out', path('none'))).err).toContain(
      'write field=value',
    );
    expect((await run(train, '--in', write('one.jsonl', rows.slice(0, 3)), '--out', path('none'))).err).toContain(
      'too few to learn from',
    );
    expect((await run(train, '--in', write('empty.jsonl', []), '--out', path('none'))).err).toContain('has no lines');
    expect((await run(train, '--in', path('absent.jsonl'), '--out', path('none'))).code).toBe(2);
    expect(existsSync(path('none'))).toBe(false);
  }, 60_000);

  it('takes all conditions', () => {
    expect(parseWheres(['--where', 'a=1', '--in', 'x', '--where=b=c=d'])).toEqual([
      { field: 'a', value: '1' },
      { field: 'b', value: 'c=d' },
    ]);
  });
});

describe('otklik classify --executors', () => {
  const answer = async (...words: string[]) => {
    const from = write('texts.jsonl', [
      { id: 1, text: '<p>Снова ямы, асфальт и колея возле школы</p>' },
      { id: 2, text: 'Ура' },
      { id: 3, text: 'Протечка: крыша, подъезд, подвал', context_municipality: 'Курск' },
    ]);
    const ran = await run(classify, '--in', from, '--out', path('out.jsonl'), '--executors', path('model'), ...words);
    const lines = readFileSync(path('out.jsonl'), 'utf8').trim().split('\n');
    return { ...ran, values: lines.map((line) => JSON.parse(line)) };
  };

  it('names executors by what was learnt, whatever the text is held for', async () => {
    const { values, code } = await answer();
    expect(code).toBeUndefined();
    expect(values.map(({ executors_ranked: ranked }) => ranked.length)).toEqual([4, 4, 4]);
    expect(values[0]).toMatchObject({ executor: 'Дорожный комитет' });
    expect(values[0].executors_ranked[0]).toBe('Дорожный комитет');
    expect(values[2].executors_ranked[0]).toBe('Жилищная инспекция');
    expect(values[0].explain).toBeUndefined();
  }, 60_000);

  it('explains with probabilities, words and the revision', async () => {
    const { values } = await answer('--explain');
    const { suggestion, revisions } = values[0].explain;
    expect(suggestion.ranked[0]).toMatchObject({ executorName: 'Дорожный комитет' });
    expect(suggestion.ranked[0].probability).toBeGreaterThanOrEqual(suggestion.sureFrom);
    expect(suggestion.words.map(({ text }: { text: string }) => text)).toContain('ямы');
    expect(revisions.executors).toBe(suggestion.revision);
    const unsure = values[1];
    expect(unsure.executor === null).toBe(unsure.explain.suggestion.ranked[0].probability < suggestion.sureFrom);
  }, 60_000);

  it('refuses a folder that is missing, broken or of something else', async () => {
    const { err, code } = await run(classify, '--in', path('texts.jsonl'), '--out', '-', '--executors', path('absent'));
    expect(code).toBe(1);
    expect(err).toMatch(/cannot read .*absent.*name a folder that «otklik executors train» made \(E_MODEL_MISSING\)/);
    writeFileSync(path('again/executors.bin'), 'x');
    const broken = await run(classify, '--in', path('texts.jsonl'), '--out', '-', '--executors', path('again'));
    expect(broken.err).toMatch(/executors\.bin cannot be used: it has 1 bytes instead of \d+.*\(E_MODEL_ALTERED\)/);
  }, 60_000);
});
