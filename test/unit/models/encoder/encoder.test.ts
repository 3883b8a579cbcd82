import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { type Encoder, openEncoder } from '../../../../models/encoder/encoder.js';
import { type EncoderOptions, shareCores } from '../../../../models/encoder/start-pool.js';
import { readySpareThread } from '../../../../models/encoder/worker-thread.js';
import { readText } from '../../../../pipelines/text/read.js';
import { halfBits, halfValue } from '../../../../src/core/float16.js';

const tiny = 'test/fixtures/tiny-model';
const analysisOf = (raw: string) => readText(raw).analysis;
const texts = Array.from({ length: 120 }, (_, at) => `${'яма во дворе '.repeat(1 + (at % 4))}дом ${at}`);
const analyses = texts.map(analysisOf);
const opened: Encoder[] = [];

const open = async (options: Partial<EncoderOptions> = {}): Promise<Encoder> => {
  const encoder = await openEncoder({ folder: tiny, workers: 1, intraOpThreads: 1, ...options });
  opened.push(encoder);
  return encoder;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((encoder) => encoder.close()));
});

describe('the encoder', () => {
  it('answers in the order of the texts, a few batches for many of them', async () => {
    const encoder = await open();
    const together = await encoder.encode(analyses);
    const last = await encoder.encode(analyses.slice(-1));
    expect(together).toHaveLength(texts.length);
    expect(together.at(-1)?.pooled).toEqual(last[0]?.pooled);
    const { texts: encoded, batches, pieces, paddedPieces } = encoder.stats();
    expect(encoded).toBe(121);
    expect(batches).toBeLessThan(61);
    expect(paddedPieces).toBeGreaterThanOrEqual(pieces);
    expect(await encoder.encode([])).toEqual([]);
  });

  it('gives numbers of 16 bits and a vector of unit length', async () => {
    const [{ pooled, vector } = { pooled: [], vector: [] }] = await (await open()).encode(analyses.slice(0, 1));
    expect(pooled).toHaveLength(8);
    expect([...pooled].map((value) => halfValue(halfBits(value)))).toEqual([...pooled]);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
  });

  it('reads a text without any word', async () => {
    const [empty] = await (await open()).encode([analysisOf('')], { explain: true });
    expect(empty?.pooled).toHaveLength(8);
    expect(empty?.words).toEqual([]);
  });

  it('splits the mean into the parts of the words when it is asked to', async () => {
    const analysis = analysisOf('яма во дворе');
    const [encoding] = await (await open()).encode([analysis], { explain: true });
    expect(encoding?.words?.map(({ token }) => token)).toEqual([0, 1, 2]);
    // The rest of the mean is that of the two marks, whose states have unit variance and mean 0: the parts are no larger than the whole.
    const parts = encoding?.words ?? [];
    const rest = [...(encoding?.pooled ?? [])].map(
      (mean, at) => mean - parts.reduce((sum, { state }) => sum + (state[at] ?? 0), 0),
    );
    expect(Math.hypot(...rest)).toBeGreaterThan(0);
    expect(Math.hypot(...rest)).toBeLessThan(Math.sqrt(8));
    expect((await opened[0]?.encode([analysis]))?.[0]).not.toHaveProperty('words');
  });

  it('glances at texts: the same to the bit alone and among others, while others are read', async () => {
    const encoder = await open();
    const [together, read] = await Promise.all([encoder.glance(analyses), encoder.encode(analyses)]);
    const alone = await encoder.glance(analyses.slice(7, 8));
    expect(together).toHaveLength(texts.length);
    expect(alone[0]).toBe(together[7]);
    expect(new Set(together).size).toBeGreaterThan(50);
    expect(read).toHaveLength(texts.length);
    expect(await encoder.glance([...analyses].reverse())).toEqual([...together].reverse());
  });

  it('says what to do where there is no small encoder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'otklik-no-gate-'));
    cpSync(tiny, folder, { recursive: true });
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    const files = manifest.files.filter(({ role }: { role: string }) => role !== 'gate');
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, gate: null, files }));
    const encoder = await open({ folder });
    await expect(encoder.glance(analyses)).rejects.toMatchObject({ code: 'E_MODEL_MISSING' });
    rmSync(folder, { recursive: true });
  });

  it('lets no more texts wait than it may, whoever sends them', async () => {
    const encoder = await open({ maxQueuedTexts: 10 });
    let isDone = false;
    let most = 0;
    const calls = Promise.all([encoder.encode(analyses), encoder.encode(analyses), encoder.encode(analyses)]);
    const end = calls.finally(() => {
      isDone = true;
    });
    while (!isDone) {
      most = Math.max(most, encoder.stats().waiting);
      await nextTurn();
    }
    const [first, second] = await end;
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(10);
    expect(second?.map(({ pooled }) => pooled)).toEqual(first?.map(({ pooled }) => pooled));
  });

  it('fails a call as a whole when a batch fails twice, and serves the next', async () => {
    const encoder = await open({ workerUrl: pathToFileURL('test/support/encoder-stub.mjs') });
    const poison = analysisOf('яма!');
    await expect(encoder.encode([...analyses.slice(0, 60), poison])).rejects.toMatchObject({
      code: 'E_MODEL_FAILED',
      retry: true,
    });
    expect(encoder.stats().waiting).toBe(0);
    await expect(encoder.encode(analyses.slice(0, 3))).resolves.toHaveLength(3);
  });

  it('refuses what waits when it is closed, and stays closed', async () => {
    const encoder = await open({ maxQueuedTexts: 5 });
    const calls = Promise.allSettled([encoder.encode(analyses), encoder.encode(analyses)]);
    await encoder.close();
    for (const call of await calls)
      expect(call).toMatchObject({ status: 'rejected', reason: { code: 'E_MODEL_FAILED', retry: true } });
    await expect(encoder.encode(analyses)).rejects.toMatchObject({ code: 'E_MODEL_FAILED' });
    await encoder.close();
  });

  it('does not start on a missing model', async () => {
    await expect(openEncoder({ folder: 'test/fixtures' })).rejects.toMatchObject({ code: 'E_MODEL_MISSING' });
  });

  it.each([
    ['in a thread of its own', () => undefined],
    ['in a thread that has begun already', readySpareThread],
  ])('starts, and refuses a file that is not there or not as shipped, %s', async (_where, prepare) => {
    prepare();
    expect(await (await open()).encode(analyses.slice(0, 1))).toHaveLength(1);
    const folder = mkdtempSync(join(tmpdir(), 'otklik-encoder-'));
    cpSync(tiny, folder, { recursive: true });
    const path = join(folder, 'shipped/encoder.onnx');
    const bytes = readFileSync(path);
    bytes[2000] = (bytes[2000] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    prepare();
    await expect(openEncoder({ folder, workers: 1 })).rejects.toMatchObject({
      code: 'E_MODEL_ALTERED',
      retry: false,
      message: expect.stringMatching(/encoder\.onnx.*SHA-256.*git checkout -- models.*--rules-only/),
    });
    rmSync(path);
    prepare();
    await expect(openEncoder({ folder, workers: 1 })).rejects.toMatchObject({
      code: 'E_MODEL_MISSING',
      message: expect.stringMatching(/encoder\.onnx is not there/),
    });
    rmSync(folder, { recursive: true });
  });
});

describe('the cores', () => {
  it.each([
    [1, 1, 1],
    [2, 1, 2],
    [4, 1, 4],
    [16, 4, 4],
  ])('%i of them run %i workers with %i threads each', (cores, workers, intraOpThreads) => {
    expect(shareCores(cores)).toEqual({ workers, intraOpThreads });
  });
});
