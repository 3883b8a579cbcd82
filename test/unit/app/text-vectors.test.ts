import { describe, expect, it } from 'vitest';
import { createTextVectors, noTextVectors, type VectorEncoder } from '../../../src/app/text-vectors.js';
import { AppError } from '../../../src/core/errors.js';
import { thrownBy } from '../../support/store-contract-records.js';

/** Counts what it is asked; a text of so many tokens points along the axis of that number. */
function countingEncoder(): VectorEncoder & { texts: string[] } {
  const texts: string[] = [];
  return {
    texts,
    async encode(analyses) {
      return analyses.map(({ text, tokens }) => {
        texts.push(text);
        return { vector: Float32Array.from({ length: 8 }, (_, at) => (at === tokens.length ? 1 : 0)) };
      });
    },
  };
}

describe('vectors of what is searched for', () => {
  it('are made of the text as the line reads it: personal data masked, quotations left out', async () => {
    const encoder = countingEncoder();
    const vectors = createTextVectors(async () => encoder);
    await vectors.vectorOf('Звоните 8 912 345-67-89, нет света\n> а у нас есть');
    expect(encoder.texts[0]).not.toContain('345-67');
    expect(encoder.texts[0]).not.toContain('у нас');
    expect(encoder.texts[0]).toContain('нет света');
  });
  it('open the encoder once, and only when the first text comes', async () => {
    let opened = 0;
    const encoder = countingEncoder();
    const vectors = createTextVectors(async () => {
      opened++;
      return encoder;
    });
    expect(opened).toBe(0);
    const [one, two] = await Promise.all([vectors.vectorOf('нет света'), vectors.vectorOf('нет воды и света')]);
    expect(opened).toBe(1);
    expect(one).not.toEqual(two);
  });
  it('are remembered, up to some hundred texts', async () => {
    const encoder = countingEncoder();
    const vectors = createTextVectors(async () => encoder);
    await vectors.vectorOf('нет света');
    await vectors.vectorOf('нет света');
    expect(encoder.texts).toHaveLength(1);
    for (let n = 0; n < 200; n++) await vectors.vectorOf(`нет света ${n}`);
    await vectors.vectorOf('нет света');
    expect(encoder.texts).toHaveLength(202);
  });
  it('say what to do when the model cannot be opened, and try again with the next text', async () => {
    let tries = 0;
    const encoder = countingEncoder();
    const vectors = createTextVectors(async () => {
      if (++tries === 1) throw new AppError('E_MODEL_MISSING', 'models/manifest.json is not there: get it back');
      return encoder;
    });
    const error = await thrownBy(() => vectors.vectorOf('нет света'));
    expect(error).toMatchObject({ code: 'E_MODEL_OFF', status: 503 });
    expect(error.message).toContain('models/manifest.json is not there: get it back');
    expect(await vectors.vectorOf('нет света')).toHaveLength(8);
  });
  it('leave a passing failure of the encoder as it is', async () => {
    const vectors = createTextVectors(async () => {
      throw new AppError('E_MODEL_FAILED', 'the worker ended twice');
    });
    expect(await thrownBy(() => vectors.vectorOf('нет света'))).toMatchObject({ code: 'E_MODEL_FAILED', retry: true });
  });
  it('do not exist where rules decide alone', async () => {
    expect(await thrownBy(() => noTextVectors.vectorOf('нет света'))).toMatchObject({ code: 'E_MODEL_OFF' });
  });
});
