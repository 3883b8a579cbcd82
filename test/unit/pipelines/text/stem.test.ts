import { stemmer } from '@orama/stemmers/russian';
import { describe, expect, it } from 'vitest';
import { stem, stemCacheSize } from '../../../../pipelines/text/stem.js';

const oneStem = (words: string) => new Set(words.split(' ').map(stem)).size;

describe('stems', () => {
  it('are those of the reference algorithm', () => {
    for (const word of 'возможности выдержав взаимность дорогах подъезде отопление'.split(' ')) {
      expect(stem(word)).toBe(stemmer(word));
    }
  });
  it('join forms of one word with different roots', () => {
    for (const forms of [
      'люди человек людям',
      'дети ребенок ребенка',
      'идти шел идут',
      'день дня дней',
      'площадка площадок',
      'участок участка',
    ]) {
      expect(oneStem(forms)).toBe(1);
    }
  });
  it('keep different words apart', () => {
    for (const words of ['почта почти', 'дом домой', 'угол уголь', 'пот потом']) expect(oneStem(words)).toBe(2);
  });
  it('leave other alphabets alone', () => {
    expect(stem('wifi')).toBe('wifi');
  });
  it('are kept in bounded memory', () => {
    for (let index = 0; index < 370_000; index += 1) stem(`x${index}`);
    expect(stemCacheSize()).toBeLessThanOrEqual(240_000);
    expect(stem('дорога')).toBe('дорог');
  });
});
