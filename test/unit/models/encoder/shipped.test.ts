import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Encoder, type Encoding, openEncoder } from '../../../../models/encoder/encoder.js';
import { readText } from '../../../../pipelines/text/read.js';
import { encodeHalf } from '../../../../src/core/float16.js';

/** Short ones, so that many companies can be tried. */
const analyses = (JSON.parse(readFileSync('test/fixtures/token-ids/texts.json', 'utf8')) as string[])
  .map((text) => readText(text).analysis)
  .filter(({ tokens }) => tokens.length < 15)
  .slice(0, 24);
const all = analyses.map((_, at) => at);
let encoder: Encoder;
let alone: Encoding[];

beforeAll(async () => {
  encoder = await openEncoder({ folder: 'models' });
  alone = [];
  for (const analysis of analyses) alone.push(...(await encoder.encode([analysis])));
}, 120_000);
afterAll(() => encoder.close());

describe('the shipped encoder', () => {
  it('is the one that the manifest describes', () => {
    expect(encoder.revision).toMatch(/^[0-9a-f]{12}$/);
    expect(alone[0]?.pooled).toHaveLength(384);
    expect(new Set(alone.map(({ pooled }) => encodeHalf(pooled))).size).toBeGreaterThan(15);
  });

  it('gives a text the same numbers to the bit in any company and order, with padding or without', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(all, { minLength: 2, maxLength: 12 }), async (chosen) => {
        const together = await encoder.encode(chosen.map((at) => analyses[at] as (typeof analyses)[number]));
        together.forEach(({ pooled, vector }, index) => {
          const own = alone[chosen[index] as number] as Encoding;
          expect(encodeHalf(pooled)).toBe(encodeHalf(own.pooled));
          for (const [at, value] of vector.entries())
            expect(Math.abs(value - (own.vector[at] as number))).toBeLessThan(1e-5);
        });
      }),
      { numRuns: 12, seed: 20 },
    );
    const { pieces, paddedPieces } = encoder.stats();
    expect(paddedPieces).toBeGreaterThan(pieces);
  }, 120_000);

  it('glances at a text with the same logit to the bit in any company and order, and tells complaints from chatter', async () => {
    const own = await Promise.all(analyses.map(async (analysis) => (await encoder.glance([analysis]))[0]));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(all, { minLength: 2, maxLength: 24 }), async (chosen) => {
        const together = await encoder.glance(chosen.map((at) => analyses[at] as (typeof analyses)[number]));
        expect(together).toEqual(chosen.map((at) => own[at]));
      }),
      { numRuns: 12, seed: 21 },
    );
    const texts = ['Прорвало трубу, весь двор в воде, никто не едет', 'Спасибо за поздравления, люблю вас всех!'];
    const [complaint, chatter] = await encoder.glance(texts.map((text) => readText(text).analysis));
    expect(complaint).toBeGreaterThan(1);
    expect(chatter).toBeLessThan(-1);
  }, 60_000);

  it('splits the mean into words: what is left is the share of marks and signs', async () => {
    const analysis = readText('прорвало трубу у дома').analysis;
    const [encoding] = await encoder.encode([analysis], { explain: true });
    expect(encoding?.words?.map(({ token }) => analysis.tokens[token]?.text)).toEqual([
      'прорвало',
      'трубу',
      'у',
      'дома',
    ]);
    const [plain] = await encoder.encode([analysis]);
    expect(encodeHalf(encoding?.pooled ?? new Float32Array())).toBe(encodeHalf(plain?.pooled ?? new Float32Array()));
  });
});
