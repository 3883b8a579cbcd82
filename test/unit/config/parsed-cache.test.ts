import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load.js';
import { openParsedCache } from '../../../src/config/parsed-cache.js';
import { readConfigFile } from '../../../src/config/yaml.js';

describe('what was parsed before', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'otklik-parsed-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gives the same configuration as the parser', () => {
    const plain = loadConfig('config');
    const first = loadConfig('config', folder);
    const second = loadConfig('config', folder);
    const data = ({ config }: typeof plain) => config.ruleFiles.concat(config.placeFiles).map((file) => file.data);
    expect(readdirSync(folder).length).toBeGreaterThan(20);
    expect(data(first)).toEqual(data(plain));
    expect(data(second)).toEqual(data(plain));
    expect(second.config.taxonomy).toEqual(plain.config.taxonomy);
  });

  it('still knows the line of a value', () => {
    const file = join(folder, 'some.yaml');
    writeFileSync(file, 'a: 1\nlist:\n  - x\n  - y: 2\n');
    const cache = openParsedCache(join(folder, 'kept'));
    const lines = () => readConfigFile(file, folder, { cache }).file?.lineAt(['list', 1, 'y']);
    expect([lines(), lines()]).toEqual([4, 4]);
  });

  it('is made anew when it is torn, and left alone when it cannot be written', () => {
    const cache = openParsedCache(folder);
    cache.put('a: 1', { a: 1 });
    expect(cache.get('a: 1')).toEqual({ data: { a: 1 } });
    const [name = ''] = readdirSync(folder);
    writeFileSync(join(folder, name), '{"a":');
    expect(cache.get('a: 1')).toBeNull();
    const blocked = openParsedCache(join(folder, name, 'below-a-file'));
    blocked.put('b: 2', { b: 2 });
    expect(blocked.get('b: 2')).toBeNull();
  });

  it('does not keep what JSON would change, nor a file with errors', () => {
    const cache = openParsedCache(folder);
    cache.put('a: .inf', { a: Number.POSITIVE_INFINITY });
    expect(readdirSync(folder)).toEqual([]);
    const file = join(folder, 'broken.yaml');
    writeFileSync(file, 'a: [1');
    expect(readConfigFile(file, folder, { cache }).problems).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['broken.yaml']);
  });

  it('does not grow without end', () => {
    const cache = openParsedCache(folder);
    for (let at = 0; at < 310; at++) cache.put(`a: ${at}`, { a: at });
    expect(readdirSync(folder).length).toBeLessThanOrEqual(300);
  });
});
