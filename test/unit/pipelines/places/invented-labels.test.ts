import { describe, expect, it } from 'vitest';
import { createLocator } from '../../../../pipelines/places/locator.js';
import { type LabelledPlace, readInvented } from '../../../evaluation/support/places/labels.js';
import { infoOf, inventedNames } from '../../../evaluation/support/places/sets.js';
import { shippedFiles } from './config-files.js';

const sets = inventedNames.map((name) => readInvented(name));
const { locator } = createLocator({ files: shippedFiles('places') });
const fields = ['settlement', 'street', 'house', 'region', 'municipality', 'district'] as const;
const broken = (isBroken: (text: LabelledPlace) => boolean): string[] =>
  sets.flatMap(({ texts }) => texts.filter(isBroken).map(({ id }) => id));

describe('the invented texts about places', () => {
  it('are 80 and more in each set, developed by or held back, none twice', () => {
    for (const { texts } of sets) expect(texts.length).toBeGreaterThanOrEqual(80);
    expect(new Set(sets.map(({ name }) => infoOf(name).role))).toEqual(new Set(['developed', 'held back']));
    const bodies = sets.flatMap(({ texts }) => texts.map(({ text }) => text));
    expect(new Set(bodies).size).toBe(bodies.length);
  });

  it('have 25 and more in each set that name no place', () => {
    for (const { texts } of sets) {
      const nameless = texts.filter(({ label }) => Object.values(label.named).every((isNamed) => !isNamed));
      expect(nameless.length).toBeGreaterThanOrEqual(25);
    }
  });

  it('have homes that the gazetteer knows', () => {
    expect(broken(({ context }) => context.territory != null && locator.territory(context.territory) === null)).toEqual(
      [],
    );
  });

  it('give a value for each field that they say is named, and name each street, house and district they give', () => {
    expect(broken(({ label }) => fields.some((field) => label.named[field] && label[field] == null))).toEqual([]);
    const own = ['street', 'house', 'municipality', 'district'] as const;
    expect(broken(({ label }) => own.some((field) => label[field] != null && !label.named[field]))).toEqual([]);
  });
});
