import { describe, expect, it } from 'vitest';
import { packFloats, pooledWidth } from '../../../models/heads.js';
import { openLocality } from '../../../models/locality.js';

const weight = new Float32Array(pooledWidth);
weight[3] = 2;
const file = { encoder: 'e1', head: { weight: packFloats(weight), bias: packFloats(Float32Array.of(-1)) } };
const pooled = (value: number) => new Float32Array(pooledWidth).map((_, at) => (at === 3 ? value : 0.5));

describe('the locality head', () => {
  it('gives a probability that follows from the pooled state alone', () => {
    const locality = openLocality(file, 'e1');
    expect(locality(pooled(0.5))).toBe(0.5);
    expect(locality(pooled(2))).toBe(0.9526);
    expect(locality(pooled(2))).toBe(locality(pooled(2)));
  });

  it('refuses a head of another encoder, of another width and what is no head, saying how to fit one', () => {
    expect(() => openLocality(file, 'e2')).toThrow(/fitted for the encoder e1, not for e2.*fit-locality/);
    const short = { ...file, head: { ...file.head, weight: packFloats(new Float32Array(3)) } };
    expect(() => openLocality(short, 'e1')).toThrow(/3 weights and 1 biases instead of 384 and 1/);
    expect(() => openLocality({ encoder: 'e1' }, 'e1')).toThrow(/no locality head/);
  });
});
