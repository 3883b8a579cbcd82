import { describe, expect, it } from 'vitest';
import { makeWordFeatures, ngramFeatures, pairHash } from '../../../../models/linear/features.js';
import { linearOutputs, writeLinear } from '../../../../models/linear/file.js';
import { fitLinear } from '../../../../models/linear/fit.js';
import { openLinear } from '../../../../models/linear/model.js';
import { analyse } from '../../../../pipelines/text/analyse.js';
import { groupCodes } from '../../../../src/core/verdict.js';

const complaints: [string, 'roads' | 'housing'][] = [
  ['Яма на дороге у школы, машины бьют колёса', 'roads'],
  ['Большие ямы на дороге, когда заделают асфальт', 'roads'],
  ['Дорога разбита, яма на яме, асфальта нет', 'roads'],
  ['Нет горячей воды в доме третий день', 'housing'],
  ['В доме холодно, батареи без отопления, воды тоже нет', 'housing'],
  ['Отключили горячую воду и отопление в доме', 'housing'],
];
const chatter = [
  'Всем доброе утро и хорошего дня',
  'Какой красивый закат сегодня',
  'Поздравляем с днём рождения, друзья',
  'Отличный фильм, всем советую',
];
const rows = [
  ...complaints.map(([text, group]) => ({
    features: ngramFeatures(analyse(text)),
    incident: 1,
    incidentWeight: 1,
    groups: Float64Array.from(groupCodes, (code) => Number(code === group)),
    groupWeight: 1,
  })),
  ...chatter.map((text) => ({
    features: ngramFeatures(analyse(text)),
    incident: 0,
    incidentWeight: 1,
    groups: null,
    groupWeight: 0,
  })),
];
// Ten texts need a weaker pull than ten thousand.
const options = { bits: 12, fewestTexts: 1, passes: 20, incidentPull: 0.05, groupPull: 0.05 };
const bytes = writeLinear(fitLinear(rows, options));
const model = openLinear(bytes);
const text = analyse('На нашей дороге снова яма. Воды нет! 15 дом, [телефон] @admin 🔥');

describe('n-gram features', () => {
  it('are the same in every run: the hashes are fixed', () => {
    const { stem, runs } = makeWordFeatures('word', 'яма', 'ям');
    expect([stem, runs.length, runs[0], pairHash(1, 2)]).toMatchInlineSnapshot(`
      [
        1443910188,
        6,
        1173929931,
        663632455,
      ]
    `);
  });
  it('pair only neighbours of one sentence, in their order', () => {
    expect(ngramFeatures(analyse('Воды нет. Совсем')).pair).toHaveLength(1);
    expect(pairHash(1, 2)).not.toBe(pairHash(2, 1));
  });
  it('take runs inside words, with their edges', () => {
    // «_яма_»: three of three characters, two of four, one of five.
    expect(makeWordFeatures('word', 'яма', 'ям').runs).toHaveLength(6);
  });
  it('see of a number its shape alone', () => {
    expect(ngramFeatures(analyse('дом 15')).stem).toEqual(ngramFeatures(analyse('дом 97')).stem);
    expect(ngramFeatures(analyse('дом 15')).stem).not.toEqual(ngramFeatures(analyse('дом 1500')).stem);
  });
  it('are none of an empty text', () => {
    expect(ngramFeatures(analyse('')).stem).toHaveLength(0);
  });
});

describe('the n-gram model', () => {
  it('tells complaints from chatter and groups from each other', () => {
    for (const [one, group] of complaints) {
      const { incident, groups } = model.scoreText(analyse(one));
      expect(incident).toBeGreaterThan(0);
      expect(groupCodes[groups.indexOf(Math.max(...groups))]).toBe(group);
    }
    for (const one of chatter) expect(model.scoreText(analyse(one)).incident).toBeLessThan(0);
  });

  it('gives the gate the very number that the score has', () => {
    for (const one of [text, ...complaints.map(([each]) => analyse(each)), analyse('')])
      expect(model.gateScore(one)).toBe(model.scoreText(one).incident);
  });

  it('explains each logit to the last part', () => {
    for (const target of ['incident', 'roads', 'other'] as const) {
      const parts = model.contributions(text, target);
      const sum = parts.reduce((total, { weight }) => total + weight, model.bias(target));
      const { incident, groups } = model.scoreText(text);
      const logit = target === 'incident' ? incident : groups[groupCodes.indexOf(target)];
      expect(sum).toBeCloseTo(logit as number, 9);
    }
  });

  it('has no part for what it does not judge', () => {
    expect(() => model.contributions(text, 'weather')).toThrow(RangeError);
  });

  it('is fitted to the same bytes again', () => {
    expect(writeLinear(fitLinear(rows, options)).equals(bytes)).toBe(true);
  });

  it('moves less under a stronger pull', () => {
    const most = (pull: number): number =>
      Math.max(
        ...(fitLinear(rows, { bits: 12, fewestTexts: 1, incidentPull: pull }).weights[0] as Float64Array).map(Math.abs),
      );
    expect(most(10)).toBeLessThan(most(0.01));
  });

  it('leaves out what too few texts have', () => {
    const { weights } = fitLinear(rows, { bits: 12, fewestTexts: rows.length + 1 });
    expect(weights.every((column) => column.every((one) => one === 0))).toBe(true);
  });
});

describe('linear.bin', () => {
  it('has a revision that follows from its bytes', () => {
    expect(model.revision).toMatch(/^[0-9a-f]{12}$/);
    const other = Buffer.from(bytes);
    other[other.length - 1] = ((other[other.length - 1] as number) + 1) % 256;
    expect(openLinear(other).revision).not.toBe(model.revision);
  });

  const broken = (change: (copy: Buffer) => void): Buffer => {
    const copy = Buffer.from(bytes);
    change(copy);
    return copy;
  };
  it.each([
    ['another file', Buffer.from('not a model at all, is it'), 'no n-gram model'],
    ['a newer format', broken((copy) => copy.writeUInt32LE(2, 4)), 'its format is 2'],
    ['other outputs', broken((copy) => copy.writeUInt32LE(3, 12)), `wants ${linearOutputs}`],
    ['a file cut short', bytes.subarray(0, bytes.length - 1), 'bytes instead of'],
    ['an absurd size', broken((copy) => copy.writeUInt32LE(60, 8)), 'claims 2^60'],
  ])('is refused with a reason: %s', (_, data, reason) => {
    expect(() => openLinear(data)).toThrow(reason);
  });
});
