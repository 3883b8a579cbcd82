import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRuleClassifier } from '../../../pipelines/rules/classifier.js';
import { checkPacks, compareRules, deployRules, rollbackRules } from '../../../src/app/rules-deploy.js';
import { followRules, type RulesInForce } from '../../../src/app/rules-in-force.js';
import { addSearch, searchId } from '../../../src/app/saved-searches.js';
import { parseConfigFile } from '../../../src/config/yaml-text.js';
import { manualClock } from '../../../src/core/clock.js';
import type { Store } from '../../../src/core/ports.js';
import { createLogger } from '../../../src/log.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { sampleAt, sampleRuleSet, sampleSavedSearch } from '../../support/samples.js';
import { thrownBy } from '../../support/store-contract-records.js';

const taxonomy = { groups: [] };
const pack = (weight: number, extra = '') =>
  `rules:\n  - { id: a.pit, target: incident, weight: ${weight}, query: яма, match: [Яма], noMatch: [Свет] }\n${extra}`;
const light = '  - { id: b.light, target: incident, weight: 1, query: свет, match: [Свет], noMatch: [Яма] }\n';
const texts = (text: string) => [{ path: 'config/rules/test.yaml', text }];

let store: Store;
let clock: ReturnType<typeof manualClock>;
let rules: RulesInForce | null;
let said: string[];
beforeEach(() => {
  clock = manualClock(Date.parse(sampleAt));
  store = createMemoryStore({ clock });
  rules = null;
  said = [];
});
afterEach(() => rules?.close());

const options = () => ({ store, taxonomy, clock, by: 'anna' });
const deploy = (text: string) => deployRules(checkPacks(texts(text), taxonomy), options());
/** Looks only when told to. */
async function follow(text: string): Promise<RulesInForce> {
  const { file } = parseConfigFile('config/rules/test.yaml', text);
  const files = createRuleClassifier({ files: file ? [file] : [], taxonomy });
  const log = createLogger({ level: 'silent', format: 'json' });
  rules = await followRules({ store, taxonomy, files, log, say: (line) => said.push(line), lookEveryMs: 3_600_000 });
  return rules;
}

describe('the rules in force', () => {
  it('are the files while nothing is deployed, which is said', async () => {
    const followed = await follow(pack(1));
    expect(followed.describe()).toMatch(/1 of the files in config\/rules, since nothing is deployed/);
    expect((await followed.decisionFor(null)).by.ruleSet).toBeNull();
  });
  it('change with a look, and a batch that passed the gate before gets its verdict from the same rules', async () => {
    const followed = await follow(pack(1));
    const before = await followed.decisionFor(null);
    await deploy(pack(2));
    await followed.look();
    const after = await followed.decisionFor(null);
    expect([after.by.ruleSet, after.classifier.revisions['rule set'], followed.version()]).toEqual([1, 'v1', 1]);
    expect((await followed.decisionFor(before.by)).by).toEqual(before.by);
    await deploy(pack(3));
    await followed.look();
    expect((await followed.decisionFor(after.by)).by).toEqual(after.by);
    expect(said).toHaveLength(2);
    expect(said[1]).toMatch(/version 2, 1 rules; the files in config\/rules differ/);
  });
  it('of a batch that cannot be had any more are those in force', async () => {
    const followed = await follow(pack(1));
    const other = { ruleSet: null, rules: 'dOther', text: '0', model: null };
    expect((await followed.decisionFor(other)).by).toEqual((await followed.decisionFor(null)).by);
    expect((await followed.decisionFor({ ...other, ruleSet: 77 })).by.ruleSet).toBeNull();
  });
  it('stay when the new version does not load, and a start goes back to the newest that does', async () => {
    await deploy(pack(1));
    const followed = await follow(pack(1));
    expect(followed.describe()).toMatch(/version 1, 1 rules, as in config\/rules/);
    const broken = [{ path: 'config/rules/test.yaml', text: pack(1).replace('noMatch: [Свет]', 'noMatch: [Яма]') }];
    await store.ruleSets.deploy(sampleRuleSet({ version: 2, files: broken }));
    await followed.look();
    expect([followed.version(), (await followed.decisionFor(null)).by.ruleSet]).toEqual([1, 1]);
    await followed.close();
    expect((await follow(pack(1))).version()).toBe(1);
  });
  it('bring the saved searches along, with the lists of their version', async () => {
    const followed = await follow(pack(1));
    await addSearch(store.savedSearches, sampleSavedSearch({ query: 'яма -двор' }), new Map());
    await store.savedSearches.add(sampleSavedSearch({ id: 'listed', query: '@holes' }));
    await followed.look();
    expect((await followed.decisionFor(null)).searches('Выбоина, яма')).toEqual(['pits']);
    await deploy(`${pack(1)}lists: { holes: [яма, выбоина] }\n`);
    await followed.look();
    const { searches } = await followed.decisionFor(null);
    expect([searches('Выбоина'), searches('Яма во дворе'), searches('Свет')]).toEqual([['listed'], ['listed'], []]);
  });
});

describe('deploying', () => {
  it('says what changes against the version in force, and does nothing for the same packs', async () => {
    expect(await deploy(pack(1))).toMatchObject({ version: 1, before: 0, changes: { added: ['a.pit'] } });
    expect(await deploy(pack(2, light))).toMatchObject({
      version: 2,
      before: 1,
      changes: { added: ['b.light'], changed: ['a.pit'], removed: [], unchanged: 0 },
    });
    expect((await deploy(pack(2, light))).version).toBeNull();
    expect(await deploy(`# why\n${pack(2, light)}`)).toMatchObject({
      version: 3,
      changes: { added: [], changed: [], removed: [], unchanged: 2 },
      editedFiles: ['config/rules/test.yaml'],
    });
    expect(compareRules([{ id: 'x', revision: '1' }], []).removed).toEqual(['x']);
  });
  it('writes nothing on a dry run', async () => {
    const done = await deployRules(checkPacks(texts(pack(1)), taxonomy), { ...options(), isDryRun: true });
    expect([done.version, await store.ruleSets.latestVersion()]).toEqual([1, 0]);
  });
  it('refuses packs with a failing example, a broken file or no rule', async () => {
    const failing = pack(1).replace('match: [Яма]', 'match: [Снег]');
    for (const text of [failing, 'rules: [', 'rules: []\n']) {
      const error = await thrownBy(() => deploy(text));
      expect(error.code).toBe('E_RULE_INVALID');
    }
    expect(await store.ruleSets.latestVersion()).toBe(0);
  });
  it('goes back step by step, each time as a new version', async () => {
    for (const weight of [1, 2, 3]) await deploy(pack(weight));
    const back = (wanted?: number) => rollbackRules(wanted, options());
    expect(await back()).toMatchObject({ version: 4, changes: { changed: ['a.pit'] } });
    expect(await back()).toMatchObject({ version: 5 });
    expect((await store.ruleSets.list()).map(({ version, restores }) => [version, restores])).toEqual([
      [5, 1],
      [4, 2],
      [3, null],
      [2, null],
      [1, null],
    ]);
    expect((await store.ruleSets.get(5))?.files).toEqual((await store.ruleSets.get(1))?.files);
    for (const wanted of [undefined, 5, 9]) expect((await thrownBy(() => back(wanted))).code).toBe('E_INPUT_INVALID');
    expect((await store.audit.list()).map(({ action }) => action).sort()).toEqual([
      'rules-deploy',
      'rules-deploy',
      'rules-deploy',
      'rules-rollback',
      'rules-rollback',
    ]);
  });
});

describe('saved searches', () => {
  it('are refused with line and column when they cannot be read', async () => {
    const error = await thrownBy(() =>
      addSearch(store.savedSearches, sampleSavedSearch({ query: 'яма (' }), new Map()),
    );
    expect([error.code, error.message]).toEqual(['E_INPUT_INVALID', expect.stringContaining('line 1, column 6')]);
  });
  it('get an id from their name', () => {
    expect(['Ямы во дворах!', 'ЖКХ', '…'].map(searchId)).toEqual(['yamy-vo-dvorah', 'zhkh', 'search']);
  });
});
