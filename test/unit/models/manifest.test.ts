import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeModel } from '../../../models/describe-model.js';
import { modelFile, readManifest, readManifestAlone } from '../../../models/manifest.js';

const tiny = 'test/fixtures/tiny-model';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'otklik-model-'));
  cpSync(tiny, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the manifest of the models', () => {
  it('vouches for files that are as they were shipped', async () => {
    const manifest = await readManifest(folder);
    expect(modelFile(folder, manifest, 'encoder')).toBe(join(folder, 'shipped/encoder.onnx'));
  });

  it('is what its writer makes of the same files', async () => {
    const manifest = await readManifestAlone(folder);
    const { id, licence, labels, encoder } = manifest;
    expect(
      await describeModel(folder, { id, licence, labels, width: encoder.width, longest: encoder.longest }),
    ).toEqual(manifest);
  });

  it('gives the shipped set the name that verdicts carry: version 0 and the revision of its content', async () => {
    writeFileSync(join(folder, 'shipped/set.json'), JSON.stringify({ revision: '1a2b3c4d5e6f' }));
    const { id, licence, labels } = await readManifestAlone(folder);
    const made = await describeModel(folder, { id, licence, labels, width: 8, longest: 32 });
    expect(made.set).toEqual({ revision: 'v0-1a2b3c4d5e6f' });
    expect(made.linear).toBeNull();
    expect(made.files.map(({ role }) => role)).toEqual(['encoder', 'tokenizer', 'gate', 'set']);
  });

  it.each(['encoder', 'gate'])(
    'refuses a file (%s) in which one byte was changed, and says which and what to do',
    async (role) => {
      const path = join(folder, `shipped/${role}.onnx`);
      const bytes = readFileSync(path);
      bytes[2000] = (bytes[2000] ?? 0) ^ 1;
      writeFileSync(path, bytes);
      await expect(readManifest(folder)).rejects.toMatchObject({
        code: 'E_MODEL_ALTERED',
        retry: false,
        message: expect.stringMatching(new RegExp(`${role}\\.onnx.*SHA-256.*git checkout -- models.*--rules-only`)),
      });
    },
  );

  it('looks only at the files that are asked for', async () => {
    rmSync(join(folder, 'shipped/encoder.onnx'));
    await expect(readManifest(folder, ['tokenizer'])).resolves.toMatchObject({ id: 'tiny' });
    await expect(readManifest(folder)).rejects.toMatchObject({
      code: 'E_MODEL_MISSING',
      message: expect.stringMatching(/encoder\.onnx is not there.*--rules-only/),
    });
  });

  it('refuses a file that was cut short without reading it', async () => {
    writeFileSync(join(folder, 'shipped/tokenizer.json'), '{}');
    await expect(readManifest(folder)).rejects.toMatchObject({
      code: 'E_MODEL_ALTERED',
      message: expect.stringMatching(/tokenizer\.json.*2 bytes instead of/),
    });
  });

  it('is missing or broken in a sentence of its own', async () => {
    writeFileSync(join(folder, 'manifest.json'), '{"id": 5}');
    await expect(readManifest(folder)).rejects.toMatchObject({
      code: 'E_MODEL_ALTERED',
      message: expect.stringMatching(/manifest\.json.*no manifest of a model/),
    });
    rmSync(join(folder, 'manifest.json'));
    await expect(readManifest(folder)).rejects.toMatchObject({ code: 'E_MODEL_MISSING' });
  });

  it('names no file outside its folder', async () => {
    const text = readFileSync(join(folder, 'manifest.json'), 'utf8');
    writeFileSync(join(folder, 'manifest.json'), text.replace('shipped/encoder.onnx', '../encoder.onnx'));
    await expect(readManifest(folder)).rejects.toMatchObject({ code: 'E_MODEL_ALTERED' });
  });

  it('says when a part is not shipped at all', async () => {
    const manifest = await readManifest(folder);
    expect(() => modelFile(folder, manifest, 'linear')).toThrow(/names no file for «linear»/);
  });
});
