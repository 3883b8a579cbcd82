import { describe, expect, it } from 'vitest';
import { isPassportValid, sourceSchema } from '../../../src/core/source.js';
import { sampleSource } from '../../support/sample-sources.js';

describe('a source passport', () => {
  const passport = { ...sampleSource().passport, expires: '2026-03-02' };
  it('counts its last day in full', () => {
    expect(isPassportValid(passport, Date.parse('2026-03-02T00:00:00.000Z'))).toBe(true);
    expect(isPassportValid(passport, Date.parse('2026-03-02T23:59:59.999Z'))).toBe(true);
  });
  it('is over with the first moment of the next day', () =>
    expect(isPassportValid(passport, Date.parse('2026-03-03T00:00:00.000Z'))).toBe(false));
  it('opens nothing when its date cannot be read', () =>
    expect(isPassportValid({ ...passport, expires: 'soon' }, 0)).toBe(false));
});

describe('the definition of a source', () => {
  const accepts = (overrides: object): boolean => sourceSchema.safeParse({ ...sampleSource(), ...overrides }).success;
  it('fills in what is usual', () => {
    const { id, kind, name, urls, territory, passport } = sampleSource();
    expect(sourceSchema.parse({ id, kind, name, urls, territory, passport })).toMatchObject({
      timeZone: 'Europe/Moscow',
      everyMinutes: 10,
      depth: { pages: 3, topics: 20 },
      requestsPerDay: 5_000,
      allowPrivateNetwork: false,
      enabled: true,
    });
  });
  it.each<[object, string]>([
    [{ passport: undefined }, 'no passport'],
    [{ urls: [] }, 'no address'],
    [{ urls: ['ftp://forum.example/'] }, 'another protocol'],
    [{ urls: ['file:///etc/passwd'] }, 'a file'],
    [{ timeZone: 'Mars/Base' }, 'an unknown zone'],
    [{ id: 'Zarechye:Forum' }, 'an id with a colon'],
    [{ everyMinutes: 0 }, 'no pause between visits'],
    [{ proxy: 'x' }, 'a field that does not exist'],
  ])('refuses %j (%s)', (overrides) => expect(accepts(overrides)).toBe(false));
});
