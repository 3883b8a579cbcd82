import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.js';
import { inventedRows } from '../support/invented-executors.js';

let folder: string;
const path = (name: string): string => join(folder, name);
const jsonLines = (values: readonly object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');
const input = jsonLines([
  { id: '1', text: 'Снова ямы, асфальт и колея возле школы, щебень на обочине' },
  { id: '2', text: 'Темнота: фонари, лампа и освещение вечером' },
]);
const named = (stdout: string): unknown[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).executors_ranked[0]);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otklik-executors-'));
  writeFileSync(path('rows.jsonl'), jsonLines(inventedRows(12)));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('executors train, then classify --executors', () => {
  it('learns with the shipped model, and names with it and without it', async () => {
    const trained = await runCli([
      'executors',
      'train',
      '--in',
      path('rows.jsonl'),
      '--where',
      'source=invented',
      '--out',
      path('model'),
    ]);
    expect(trained.stderr).toContain('48 texts to learn from');
    expect(trained.code).toBe(0);
    expect(trained.stdout).toMatch(/rules alone[\s\S]*with the model/);
    const classify = ['classify', '--in', '-', '--out', '-', '--executors', path('model')];
    const wanted = ['Дорожный комитет', 'Горсвет Заречья'];
    expect(named((await runCli(classify, { input })).stdout)).toEqual(wanted);
    expect(named((await runCli([...classify, '--rules-only'], { input })).stdout)).toEqual(wanted);
  }, 120_000);

  it('are missed when the folder is gone', async () => {
    const { stderr, code } = await runCli(['classify', '--in', '-', '--out', '-', '--executors', path('gone')], {
      input,
    });
    expect(code).toBe(1);
    expect(stderr).toContain('name a folder that «otklik executors train» made');
  }, 60_000);
});
