import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openKeptResults, programRevision } from '../../../src/config/kept-results.js';
import { loadConfig } from '../../../src/config/load.js';
import { readConfigFile } from '../../../src/config/yaml.js';
import type { KeptResults } from '../../../src/core/kept.js';

let folder: string;
let kept: KeptResults;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'otklik-kept-'));
  kept = openKeptResults(join(folder, 'kept'), 10, 'program');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const files = (): string[] => readdirSync(join(folder, 'kept'));
const onlyFile = (): string => join(folder, 'kept', files()[0] ?? '');

describe('results that are kept between starts', () => {
  it('come back as they were, with maps, typed arrays, infinite numbers and shared objects', () => {
    const shared = { words: ['яма'] };
    const result = {
      first: shared,
      second: shared,
      map: new Map([['а', 1]]),
      bytes: Uint8Array.of(1, 2),
      most: Infinity,
    };
    kept.put('rules', 'key', result);
    const known = kept.get('rules', 'key') as typeof result;
    expect(known).toEqual(result);
    expect(known.first).toBe(known.second);
    expect([kept.has('rules', 'key'), kept.has('places', 'key'), kept.has('rules', 'other')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('are not those of another program, kind or key', () => {
    kept.put('rules', 'key', 1);
    const other = openKeptResults(join(folder, 'kept'), 10, 'other program');
    expect([other.get('rules', 'key'), kept.get('places', 'key'), kept.get('rules', 'key2')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each([
    ['is torn', (bytes: Buffer) => bytes.subarray(0, bytes.length - 3)],
    ['is empty', () => Buffer.alloc(0)],
    ['has one bit changed', (bytes: Buffer) => bytes.map((byte, at) => (at === bytes.length - 2 ? byte ^ 1 : byte))],
    ['is of another kind altogether', () => Buffer.from('{"a": 1}'.repeat(10))],
  ])('are known no more when their file %s, and are kept again', (_what, change) => {
    kept.put('rules', 'key', { a: 'яма' });
    writeFileSync(onlyFile(), change(readFileSync(onlyFile())));
    expect(kept.get('rules', 'key')).toBeUndefined();
    kept.put('rules', 'key', { a: 'яма' });
    expect(kept.get('rules', 'key')).toEqual({ a: 'яма' });
  });

  it('are made anew each time where the folder cannot be written', () => {
    writeFileSync(join(folder, 'file'), '');
    const blocked = openKeptResults(join(folder, 'file', 'below'), 10, 'program');
    blocked.put('rules', 'key', 1);
    expect([blocked.has('rules', 'key'), blocked.get('rules', 'key')]).toEqual([false, undefined]);
  });

  it('may be written by several at once: each reads a whole result', () => {
    const other = openKeptResults(join(folder, 'kept'), 10, 'program');
    for (let round = 0; round < 20; round++) {
      kept.put('rules', 'key', { text: 'яма'.repeat(1000) });
      other.put('rules', 'key', { text: 'яма'.repeat(1000) });
      expect(other.get('rules', 'key')).toEqual(kept.get('rules', 'key'));
    }
    expect(files()).toHaveLength(1);
  });

  it('do not grow without end', () => {
    for (let at = 0; at < 30; at++) kept.put('rules', String(at), at);
    expect(files()).toHaveLength(10);
    expect(kept.get('rules', '29')).toBe(29);
  });
});

describe('the revision of the program', () => {
  it('changes with the packages', () => {
    expect(programRevision('{}')).toBe(programRevision('{}'));
    expect(programRevision('{}')).not.toBe(programRevision('{"dependencies": {}}'));
  });
});

describe('the configuration by way of what was parsed before', () => {
  const many = (): KeptResults => openKeptResults(join(folder, 'kept'), 300, 'program');

  it('is the same as by way of the parser, with the line of every value', { timeout: 30_000 }, () => {
    const plain = loadConfig('config').config;
    for (const { config } of [loadConfig('config', many()), loadConfig('config', many())]) {
      expect(config.taxonomy).toEqual(plain.taxonomy);
      for (const kind of ['ruleFiles', 'placeFiles', 'routingFiles'] as const) {
        expect(config[kind].map(({ path, data }) => [path, data])).toEqual(
          plain[kind].map(({ path, data }) => [path, data]),
        );
        config[kind].forEach((file, at) => {
          const paths = [...pathsOf(file.data)];
          expect(paths.map((path) => file.lineAt(path))).toEqual(paths.map((path) => plain[kind][at]?.lineAt(path)));
        });
      }
    }
    expect(files().length).toBeGreaterThan(20);
  });

  it('knows the text of a file by its hash', () => {
    const file = join(folder, 'some.yaml');
    const read = (text: string) => {
      writeFileSync(file, text);
      return readConfigFile(file, folder, { kept }).file;
    };
    const first = read('a: 1\nlist:\n  - x\n  - y: 2\n');
    const again = read('a: 1\nlist:\n  - x\n  - y: 2\n');
    expect(again?.hash).toBe(first?.hash);
    expect([first, again].map((one) => one?.lineAt(['list', 1, 'y']))).toEqual([4, 4]);
    expect(read('a: 1\nlist:\n  - x\n\n  - y: 2\n')?.hash).not.toBe(first?.hash);
  });

  it('is parsed again when the file is torn after it was found', () => {
    const file = join(folder, 'some.yaml');
    writeFileSync(file, 'a: 1\nb: [x, y]\n');
    readConfigFile(file, folder, { kept });
    const known = readConfigFile(file, folder, { kept }).file;
    writeFileSync(onlyFile(), 'torn');
    expect([known?.data, known?.lineAt(['b', 1])]).toEqual([{ a: 1, b: ['x', 'y'] }, 2]);
  });

  it('keeps no file with errors', () => {
    const file = join(folder, 'broken.yaml');
    writeFileSync(file, 'a: [1');
    for (let round = 0; round < 2; round++) expect(readConfigFile(file, folder, { kept }).problems).toHaveLength(1);
    expect(kept.has('yaml', 'a: [1')).toBe(false);
  });
});

/** The paths of all values, and of some that are missing. */
function* pathsOf(data: unknown, above: PropertyKey[] = []): Generator<PropertyKey[]> {
  yield above;
  yield [...above, 'missing', 7];
  if (typeof data !== 'object' || data === null) return;
  for (const [key, value] of Object.entries(data))
    yield* pathsOf(value, [...above, Array.isArray(data) ? Number(key) : key]);
}
