import { describe, expect, it } from 'vitest';
import { labelId, textSubject } from '../../../src/core/ids.js';
import { type Label, labelSchema, notAsked } from '../../../src/core/label.js';
import { truthsOf } from '../../../src/core/label-truth.js';
import { sampleLabel } from '../../support/samples.js';

const by = (who: string, overrides: Partial<Label> = {}): Label =>
  sampleLabel({ id: `l${who}`, origin: 'labeller', who, subject: 'p1', urgency: null, ...overrides });
const none = { incident: false, ...notAsked } as const;
const only = (...labels: Label[]) => truthsOf(labels)[0];

describe('the truth of a text', () => {
  it('is what its only label says', () => {
    expect(only(by('anna', { alt: ['energy'], kind: 'request' }))).toMatchObject({
      incident: true,
      group: 'improvement',
      topic: 'improvement.lighting',
      alt: ['energy'],
      kind: 'request',
      urgency: null,
      contested: [],
      voices: 1,
    });
  });

  it('goes by the majority, question by question', () => {
    const labels = [
      by('anna', { group: 'roads', topic: 'roads.potholes', kind: 'complaint' }),
      by('boris', { group: 'roads', topic: null, kind: 'complaint', alt: ['roads', 'improvement'] }),
      by('vera', { group: 'improvement', kind: 'request' }),
      by('gleb', none),
    ];
    expect(only(...labels)).toMatchObject({
      incident: true,
      group: 'roads',
      topic: 'roads.potholes',
      alt: ['improvement'],
      kind: 'complaint',
      contested: [],
      voices: 4,
    });
  });

  it('stays open where as many say one thing as the other', () => {
    expect(only(by('anna'), by('boris', none))).toMatchObject({
      incident: null,
      group: null,
      contested: ['incident'],
    });
    expect(only(by('anna'), by('boris', { group: 'energy', topic: null }))).toMatchObject({
      incident: true,
      group: null,
      topic: null,
      contested: ['group'],
    });
  });

  it('is what was settled, whatever was said before', () => {
    const settled = by('head', { origin: 'settled', group: 'housing', topic: null, at: '2026-01-01T00:00:00.000Z' });
    expect(only(by('anna'), by('boris', none), by('vera', none), settled)).toMatchObject({
      incident: true,
      group: 'housing',
      contested: [],
    });
  });

  it('hears the operators as one voice, the last', () => {
    const early = sampleLabel({ id: 'l1', subject: 'p1', group: 'energy', at: '2026-03-01T00:00:00.000Z' });
    const late = sampleLabel({ id: 'l2', subject: 'p1', group: 'roads', who: 'operator2' });
    expect(only(late, early)).toMatchObject({ group: 'roads', voices: 1, contested: [] });
  });

  it('is found for each text on its own, in the order of their coming', () => {
    const truths = truthsOf([
      by('anna', { subject: 'p9' }),
      by('boris', { subject: 'p2' }),
      by('vera', { subject: 'p9' }),
    ]);
    expect(truths.map(({ subject, voices }) => [subject, voices])).toEqual([
      ['p9', 2],
      ['p2', 1],
    ]);
  });
});

describe('a label', () => {
  it('has an id that follows from the text and from who speaks', () => {
    expect(labelId('anna', 'p1')).toBe(labelId('anna', 'p1'));
    expect(new Set([labelId('anna', 'p1'), labelId('boris', 'p1'), labelId('anna', 'p2')]).size).toBe(3);
    expect(textSubject(' Яма \n на дороге')).toBe(textSubject('Яма на  дороге'));
    expect(textSubject('Яма')).not.toBe(textSubject('Ямы'));
  });

  it('holds nothing about who wrote the text', () => {
    expect(Object.keys(labelSchema.shape)).not.toContain('author');
    expect(labelSchema.safeParse({ ...sampleLabel(), author: 'h' }).success).toBe(false);
    expect(labelSchema.safeParse(sampleLabel()).success).toBe(true);
  });
});
