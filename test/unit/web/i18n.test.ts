import { describe, expect, it } from 'vitest';
import { mergeableStatuses as allMergeable } from '../../../pipelines/incidents/ties.js';
import { incidentActionTypes } from '../../../src/core/http.js';
import { incidentStatusSchema, outcomeSchema } from '../../../src/core/incident.js';
import { joinSchema } from '../../../src/core/post.js';
import { seriesKindSchema } from '../../../src/core/series.js';
import { roleSchema } from '../../../src/core/user.js';
import { groupCodes, urgencySchema } from '../../../src/core/verdict.js';
import { en } from '../../../src/web/i18n/en.js';
import { ru } from '../../../src/web/i18n/ru.js';
import { createTranslate, type Entry, isMessageKey, type MessageKey } from '../../../src/web/i18n/translate.js';
import { incidentStatuses, mergeableStatuses, outcomes, seriesKinds, urgencies } from '../../../src/web/lib/codes.js';

const keys = Object.keys(ru) as MessageKey[];
const forms = (entry: Entry): string[] => (typeof entry === 'string' ? [entry] : Object.values(entry));
const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe('the dictionary', () => {
  it('has every key in both languages', () => {
    expect(Object.keys(en).sort()).toEqual([...keys].sort());
  });

  it('has no empty text', () => {
    for (const key of keys)
      for (const text of [...forms(ru[key]), ...forms(en[key])]) expect(text.trim(), key).not.toBe('');
  });

  it('uses the same parameters in both languages and in every plural form that shows a number', () => {
    for (const key of keys) {
      const used = (entry: Entry) => new Set(forms(entry).flatMap(names));
      expect(used(en[key]), key).toEqual(used(ru[key]));
    }
  });

  it('is plural in both languages or in neither, with all Russian forms', () => {
    for (const key of keys) {
      const entry: Entry = ru[key];
      expect(typeof en[key], key).toBe(typeof entry);
      if (typeof entry !== 'string') expect(Object.keys(entry).sort(), key).toEqual(['few', 'many', 'one', 'other']);
    }
  });

  it('has no Cyrillic in English', () => {
    for (const key of keys) for (const text of forms(en[key])) expect(text, key).not.toMatch(/\p{Script=Cyrillic}/u);
  });

  it('names every code of the contract that the screen shows', () => {
    const expected = [
      ...incidentStatusSchema.options.map((status) => `status.${status}`),
      ...urgencySchema.options.map((urgency) => `urgency.${urgency}`),
      ...outcomeSchema.options.map((outcome) => `outcome.${outcome}`),
      ...joinSchema.shape.how.options.map((how) => `join.${how}`),
      ...roleSchema.options.map((role) => `role.${role}`),
      ...incidentActionTypes.map((type) => `action.${type}`),
    ];
    expect(expected.filter((key) => !isMessageKey(key))).toEqual([]);
  });

  it('lists statuses, urgencies and outcomes as the contract has them', () => {
    expect([...incidentStatuses].sort()).toEqual([...incidentStatusSchema.options].sort());
    expect(mergeableStatuses).toEqual(allMergeable);
    expect([...urgencies].sort()).toEqual([...urgencySchema.options].sort());
    expect([...outcomes].sort()).toEqual([...outcomeSchema.options].sort());
    expect([...seriesKinds].sort()).toEqual([...seriesKindSchema.options].sort());
    expect(groupCodes).toHaveLength(20);
  });
});

describe('plural forms', () => {
  const t = createTranslate('ru');
  it.each([
    [0, '0 постов'],
    [1, '1 пост'],
    [2, '2 поста'],
    [5, '5 постов'],
    [11, '11 постов'],
    [21, '21 пост'],
    [22, '22 поста'],
    [112, '112 постов'],
  ])('%i in Russian', (n, text) => expect(t('row.posts', { n })).toBe(text));

  it('are two in English', () => {
    const english = createTranslate('en');
    expect(english('row.people', { n: 1 })).toBe('1 person');
    expect(english('row.people', { n: 2 })).toBe('2 people');
  });

  it('keep a missing parameter visible', () => {
    expect(t('card.number')).toBe('ИН-{number}');
  });
});
