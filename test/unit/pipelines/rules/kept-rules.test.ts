import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadKeptRules } from '../../../../pipelines/rules/kept-rules.js';
import { type LoadRulesOptions, loadRules } from '../../../../pipelines/rules/load.js';
import { analyse } from '../../../../pipelines/text/analyse.js';
import type { ConfigFile } from '../../../../src/core/config-file.js';
import { keptInMemory } from '../../../support/kept-in-memory.js';
import { shippedPacks, shippedTaxonomy, yamlFile } from './yaml-file.js';

const taxonomy = shippedTaxonomy();
const hashed = (file: ConfigFile, text = JSON.stringify(file.data)): ConfigFile => ({
  ...file,
  hash: createHash('sha256').update(`${file.path}\n${text}`).digest('hex'),
});
const pack = (text: string): ConfigFile => hashed(yamlFile('config/rules/own.yaml', text), text);

const rule = (id: string, query: string, match: string, more = ''): string =>
  `  - id: ${id}\n    target: roads\n    weight: 2\n    query: '${query}'\n${more}    match: ['${match}']\n    noMatch: ['Спасибо']\n`;
const own = `rules:\n${[
  rule('words', 'яма NEAR/3 дорог*', 'Яма на дороге'),
  rule('typing', '~остановка', 'Сломана астановка'),
  rule('number', 'яма & #3..10', 'Тут семь ям', ''),
  rule('quantity', '#2..9:день', 'Ждём пять дней'),
  rule('expression', 're2:/ям[аы]+/', 'Там ямы'),
  rule('excepted', 'снег', 'Снег не убран', "    except: ['каток']\n"),
  rule('local', 'двор', 'Наш двор', '    territories: [here]\n    validFrom: 2026-01-01\n'),
].join('')}`;
const texts = [
  'Яма на дороге',
  'астановка',
  'Тут три ямы',
  'Ждём 5 дней',
  'Там ямы',
  'снег и каток',
  'снег',
  'двор',
  '',
];

const twice = (files: readonly ConfigFile[], options: LoadRulesOptions = {}) => {
  const kept = keptInMemory();
  const first = loadKeptRules(files, taxonomy, options, kept);
  const second = loadKeptRules(files, taxonomy, options, kept);
  return { plain: loadRules(files, taxonomy, options), first, second, kept };
};

describe('rules that an earlier start compiled', () => {
  const files = shippedPacks().map((file) => hashed(file));
  const kept = keptInMemory();
  const made = loadKeptRules(files, taxonomy, {}, kept);
  const known = loadKeptRules(files, taxonomy, {}, kept);

  it('are those of the shipped packs, and fire on the same words of the same texts', () => {
    expect(kept.hits()).toBe(1);
    expect([known.revision, known.problems, known.matcher.size]).toEqual([
      made.revision,
      made.problems,
      made.matcher.size,
    ]);
    for (const { match, noMatch } of made.rules.filter((_, at) => at % 4 === 0))
      for (const analysis of [...match.slice(0, 1), ...noMatch.slice(0, 1)].map(analyse))
        expect(known.matcher.match(analysis)).toEqual(made.matcher.match(analysis));
    // The same work too: rules wait in the same places.
    expect(known.matcher.steps).toBe(made.matcher.steps);
    expect(known.rules.map(({ id, weight, line, revision }) => [id, weight, line, revision])).toEqual(
      made.rules.map(({ id, weight, line, revision }) => [id, weight, line, revision]),
    );
    expect(known.rules.at(-1)).toEqual(made.rules.at(-1));
  });

  it('know numbers, quantities, expressions, typing errors, exceptions and filters', () => {
    const { plain, first, second } = twice([pack(own)], { isTerritory: (id) => id === 'here' });
    expect(plain.problems).toEqual([]);
    for (const context of [
      undefined,
      { territories: ['elsewhere'] },
      { territories: ['here'], publishedAt: '2025-05-01' },
    ])
      for (const analysis of texts.map(analyse)) {
        const hits = plain.matcher.match(analysis, context);
        expect(first.matcher.match(analysis, context)).toEqual(hits);
        expect(second.matcher.match(analysis, context)).toEqual(hits);
        expect(second.matcher.firing(analysis, context)).toEqual(hits.map(({ ruleId }) => ruleId));
      }
    expect(second.rules).toEqual(plain.rules);
  });

  it('are not those of other packs, paths, targets or territories', () => {
    const kept = keptInMemory();
    const here = { isTerritory: (id: string) => id === 'here' };
    const load = (file: ConfigFile, options: LoadRulesOptions = here, wanted = taxonomy) => {
      loadKeptRules([file], wanted, options, kept);
      return kept.hits();
    };
    expect(load(pack(own))).toBe(0);
    expect(load(pack(own))).toBe(1);
    expect(load(pack(`# one line more\n${own}`))).toBe(1);
    expect(load(hashed(yamlFile('config/rules/elsewhere.yaml', own), own))).toBe(1);
    expect(load(pack(own), {})).toBe(1);
    const [, ...groups] = taxonomy.groups;
    expect(load(pack(own), here, { ...taxonomy, groups })).toBe(1);
    // Known by its key, and made anew because a territory is not there any more.
    const gone = loadKeptRules([pack(own)], taxonomy, { isTerritory: () => false }, kept);
    expect(gone.problems.map(({ message }) => message)).toEqual([expect.stringContaining('unknown territory «here»')]);
  });

  it('tell what is wrong in the packs each time', () => {
    const { plain, second, kept } = twice([pack(`${own}${rule('wrong', 'снег', 'Яма')}`)], { isTerritory: () => true });
    expect(kept.hits()).toBe(1);
    expect(plain.problems).toHaveLength(1);
    expect(second.problems).toEqual(plain.problems);
    expect(second.rules.map(({ id }) => id)).not.toContain('wrong');
  });

  it('are loaded as always where the content of a pack is not told', () => {
    const { first, kept } = twice([yamlFile('config/rules/own.yaml', own)]);
    expect([first.rules.length, kept.size()]).toEqual([7, 0]);
  });
});
