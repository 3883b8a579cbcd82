import { describe, expect, it } from 'vitest';
import { sharedTold, toldOf } from '../../../../pipelines/incidents/told.js';
import { analyse } from '../../../../pipelines/text/analyse.js';
import type { Evidence } from '../../../../src/core/verdict.js';

const rule = (target: string, weight: number, engine = 'rules'): Evidence => ({
  engine,
  id: target,
  revision: 'r1',
  target,
  weight,
  words: [],
});

describe('what a text tells of beside its topic', () => {
  it('are the topics that rules found enough words of, but for those that say where it is', () => {
    const evidence = [
      rule('housing.heating', 2),
      rule('housing.heating', 2),
      rule('housing.lift', 2),
      rule('housing.entrance', 5),
      rule('housing.charges', 5),
      rule('housing.roof', 5, 'transformer'),
      rule('housing', 5),
    ];
    expect(toldOf(analyse('Ой'), { topic: 'housing.charges', evidence })).toEqual(['housing.heating']);
  });
  it('and the words for what is wrong, not those for where and when', () => {
    const told = toldOf(analyse('В подъезде дома вчера опять текла крыша, люди стоят у лифта на этаже'), {
      topic: null,
      evidence: [],
    });
    expect(told).toContain('крыш');
    expect(told).toContain('лифт');
    for (const stem of ['подъезд', 'дома', 'вчера', 'опять', 'люди', 'этаж']) expect(told).not.toContain(stem);
  });
});

describe('two posts share', () => {
  it('a further topic, also when it is the topic of the other; that they are of one topic is no further one', () => {
    const charges = { topic: 'housing.charges', told: ['housing.heating'] };
    expect(sharedTold(charges, { topic: 'housing.heating', told: [] })).toEqual({ hasTopic: true, hasWord: false });
    expect(sharedTold(charges, { topic: 'housing.charges', told: ['крыш'] })).toEqual({
      hasTopic: false,
      hasWord: false,
    });
  });
  it('a word', () => {
    const [roof, entrance] = [
      { topic: 'housing.roof', told: ['крыш', 'дыра'] },
      { topic: 'housing.entrance', told: ['крыш'] },
    ];
    expect(sharedTold(roof, entrance)).toEqual({ hasTopic: false, hasWord: true });
  });
  it('nothing with a mark of an earlier version', () => {
    expect(sharedTold({ topic: 'housing.roof' }, { topic: 'housing.lift', told: ['лифт'] })).toEqual({
      hasTopic: false,
      hasWord: false,
    });
  });
});
