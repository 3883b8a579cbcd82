import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.js';

const line = `${JSON.stringify({ id: '1', text: 'Яма на дороге у школы, когда починят?' })}\n`;
const classify = ['classify', '--in', '-', '--out', '-'];

describe('a command that reads texts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'otklik-model-'));
  const altered = join(folder, 'altered');
  beforeAll(() => {
    cpSync('test/fixtures/tiny-model', altered, { recursive: true });
    const path = join(altered, 'shipped', 'encoder.onnx');
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(path, bytes);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('refuses to start without the model, naming the file and what to do', async () => {
    const { code, stdout, stderr } = await runCli(classify, {
      env: { OTKLIK_MODELS_DIR: join(folder, 'nowhere') },
      input: line,
    });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/nowhere\/manifest\.json is not there.*--rules-only.*E_MODEL_MISSING/s);
  });

  it('refuses to start with a file in which one bit differs', async () => {
    const { code, stderr } = await runCli(classify, { env: { OTKLIK_MODELS_DIR: altered }, input: line });
    expect(code).toBe(1);
    expect(stderr).toMatch(/encoder\.onnx is not the one that was shipped.*--rules-only.*E_MODEL_ALTERED/s);
  });

  it.each([
    ['the option', ['--rules-only'], {}],
    ['the environment', [], { OTKLIK_RULES_ONLY: 'true' }],
  ])('works by rules alone when %s says so, whatever the files are', async (_what, more, env) => {
    const { code, stdout } = await runCli([...classify, ...more], {
      env: { OTKLIK_MODELS_DIR: altered, ...env },
      input: line,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      id: '1',
      incident: true,
      group: 'roads',
      kind: null,
      urgency: 'ordinary',
      unsure: false,
    });
  });
});
