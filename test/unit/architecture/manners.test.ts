import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load.js';
import { isPassportValid } from '../../../src/core/source.js';
import { codeOf } from '../../support/source-files.js';

/**
 * No field, rule or model for views, nationality, faith, health, orientation or loyalty of people. Words of names are compared with these
 * beginnings. «health» as such is a topic (clinics), «views» a counter of a page; what is meant here is a person's.
 */
const guarded =
  /^(nationalit|ethnic|racial|religio|faith|confession|politic|partisan|ideolog|opposition|protest|loyal|extremis|diagnos|illness|disabilit|sexual|gender|orientation|sentiment|psych|reputation|influence)/;
const guardedOfPeople =
  /(author|person|user|people|resident)s?((health|views?|opinions?|profile|score|rank|rating|name|phone|photo|friends)|(age|sex|race|party)$)/i;

function wordsOf(name: string): string[] {
  return name.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase());
}
function isGuarded(name: string): boolean {
  return wordsOf(name).some((word) => guarded.test(word)) || guardedOfPeople.test(name.replaceAll(/[^A-Za-z]/g, ''));
}
/** Names of the properties that a file defines: «name:» in schemas, mappings and interfaces. */
function fieldsOf(file: string): string[] {
  return [...codeOf(file).matchAll(/(?:^|[{,(\s])'?([A-Za-z_][\w-]*)'?\??:(?!:)/gm)].map((match) => match[1] ?? '');
}
const filesOf = (folder: string): string[] => readdirSync(folder).map((name) => join(folder, name));
const { config } = loadConfig('config');

describe('people behind the posts', () => {
  it('are guarded by a list that catches what it should and spares what it should', () => {
    const caught = ['nationality', 'authorHealth', 'political_views', 'religion', 'loyaltyScore', 'person-opinion'];
    expect(caught.filter((name) => !isGuarded(name))).toEqual([]);
    const spared = ['health', 'views', 'author', 'authors', 'authorId', 'authorKey', 'userAgent', 'peopleCount'];
    expect(spared.filter(isGuarded)).toEqual([]);
  });

  it.each([...filesOf('src/core'), ...filesOf('src/store')])(
    'have no field for what they are or think in %s',
    (file) => {
      expect(fieldsOf(file).filter(isGuarded)).toEqual([]);
    },
  );

  it('are no topic', () => {
    const names = config.taxonomy.groups.flatMap((group) => [
      group.en,
      ...group.topics.flatMap(({ id, en }) => [id, en]),
    ]);
    expect(names.filter(isGuarded)).toEqual([]);
  });

  it('are no subject of a rule: politics only ever speaks against an incident', () => {
    const rules = config.ruleFiles.flatMap((file) => {
      const list = (file.data as { rules?: { id: string; target: string }[] } | null)?.rules ?? [];
      return list.map(({ id, target }) => ({ id, target }));
    });
    expect(rules.length).toBeGreaterThan(100);
    expect(rules.filter(({ id, target }) => isGuarded(target) || (isGuarded(id) && target !== 'not-incident'))).toEqual(
      [],
    );
  });
});

describe('the shipped sources', () => {
  it.each(config.sources.map((source) => [source.id, source] as const))(
    '%s has a passport that is valid for a while',
    (_id, source) => {
      // A fixed day, so that the test does not begin to fail by itself; the crawler checks the day of the visit.
      expect(isPassportValid(source.passport, Date.parse('2026-12-31T00:00:00Z'))).toBe(true);
    },
  );
});
