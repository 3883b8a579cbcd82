import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.js';

const input = ['Яма на дороге у школы в Омске', 'Спасибо за концерт', 'Во дворе не горят фонари']
  .map((text, at) => `${JSON.stringify({ id: String(at), text })}\n`)
  .join('');
const folder = mkdtempSync(join(tmpdir(), 'otklik-start-'));
const config = join(folder, 'config');
beforeAll(() => cpSync('config', config, { recursive: true }));
afterAll(() => rmSync(folder, { recursive: true }));

const classify = async (state: string) => {
  const { code, stdout, stderr } = await runCli(['classify', '--in', '-', '--out', '-', '--explain', '--rules-only'], {
    env: { OTKLIK_CONFIG_DIR: config, OTKLIK_STATE_DIR: state },
    input,
  });
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
};
const keptFiles = (state: string): string[] =>
  ['config', 'compiled'].flatMap((name) =>
    readdirSync(join(state, 'cache', name)).map((file) => join(state, 'cache', name, file)),
  );

describe('a start from what earlier starts made', () => {
  const state = join(folder, 'state');

  it('answers byte for byte as the first one, also when two start at once on an empty folder', async () => {
    const [first, beside] = await Promise.all([classify(state), classify(state)]);
    expect(JSON.parse(first.split('\n')[0] ?? '')).toMatchObject({
      incident: true,
      group: 'roads',
      settlement: 'Омск',
    });
    expect(beside).toBe(first);
    expect(await classify(state)).toBe(first);
    expect(keptFiles(state).filter((file) => !/\/[a-z]+-[0-9a-f]{64}\.bin$/.test(file))).toEqual([]);
  });

  it('does not trust files that were altered', async () => {
    const before = await classify(state);
    for (const file of keptFiles(state)) {
      const bytes = readFileSync(file);
      const at = bytes.length >> 1;
      bytes[at] = (bytes[at] ?? 0) ^ 4;
      writeFileSync(file, bytes);
    }
    expect(await classify(state)).toBe(before);
  });

  it('works where nothing can be kept', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await classify(join(folder, 'file'))).toBe(await classify(state));
  });

  it('takes an edited rule at once', async () => {
    const before = await classify(state);
    const pack = join(config, 'rules', 'own.yaml');
    writeFileSync(
      pack,
      "rules:\n  - id: own.concert\n    target: urgent\n    weight: 3\n    query: концерт\n    match: ['Концерт']\n    noMatch: ['Яма']\n",
    );
    const after = (await classify(state)).split('\n').map((line) => (line === '' ? null : JSON.parse(line)));
    expect(after[1]).toMatchObject({ urgency: 'urgent' });
    expect(after[1].explain.verdict.evidence).toContainEqual(expect.objectContaining({ id: 'own.concert' }));
    rmSync(pack);
    expect(await classify(state)).toBe(before);
  });
});
