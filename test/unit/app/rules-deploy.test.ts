import { beforeEach, describe, expect, it } from 'vitest';
import { createLocator } from '../../../pipelines/places/locator.js';
import { createRuleClassifier } from '../../../pipelines/rules/classifier.js';
import { checkPacks, deployRules } from '../../../src/app/rules-deploy.js';
import { followRules } from '../../../src/app/rules-in-force.js';
import { manualClock } from '../../../src/core/clock.js';
import type { Store } from '../../../src/core/ports.js';
import { createLogger } from '../../../src/log.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { sampleAt, sampleRuleSet } from '../../support/samples.js';
import { thrownBy } from '../../support/store-contract-records.js';
import { configFile } from '../pipelines/places/config-files.js';

const taxonomy = { groups: [] };
const clock = manualClock(Date.parse(sampleAt));
const places = `territories:
  - { id: district, level: municipality, name: Заречный район, parent: null }
  - { id: town, level: settlement, name: Заречье, type: город, parent: district }
`;
const { locator } = createLocator({ files: [configFile('config/places/own.yaml', places)] });
const pack = (query: string, more = '') => [
  {
    path: 'config/rules/test.yaml',
    text: `rules:\n  - { id: a.pit, target: incident, weight: 9, query: '${query}', ${more} match: [Яма во дворе], noMatch: [Свет] }\n`,
  },
];
const deploy = (texts: ReturnType<typeof pack>) =>
  deployRules(checkPacks(texts, taxonomy, locator), { store, taxonomy, locator, clock, by: 'anna' });

let store: Store;
beforeEach(() => {
  store = createMemoryStore({ clock });
});

describe('a deployment', () => {
  it('is refused when the linter finds errors, with the findings and the remedy', async () => {
    const thrown = await thrownBy(() => deploy(pack('яма', 'validTo: 2020-01-31,')));
    expect(thrown).toMatchObject({ code: 'E_RULE_INVALID' });
    expect((thrown as Error).message).toMatch(/the linter finds 1 error\(s\), mend them first.*rules lint/);
    expect((thrown as Error).message).toMatch(
      /config\/rules\/test\.yaml:2 dead a\.pit: the rule ended on 2020-01-31\n {4}→ /,
    );
    expect(await store.ruleSets.latest()).toBeNull();
  });
  it('passes over errors that a rule waives', async () => {
    expect(await deploy(pack('яма', 'validTo: 2020-01-31, lint: [dead],'))).toMatchObject({ version: 1 });
  });
  it('is refused when a filter names a territory that is not there', async () => {
    const thrown = await thrownBy(() => deploy(pack('яма', 'territories: [distrikt],')));
    expect((thrown as Error).message).toContain('unknown territory «distrikt»: use an id of config/places');
    expect(await store.ruleSets.latest()).toBeNull();
  });
});

describe('deployed rules for a territory', () => {
  const judged = async (territories: string) => {
    const [file] = pack('яма', `territories: [${territories}],`);
    await store.ruleSets.deploy(sampleRuleSet({ version: 1, files: file ? [file] : [] }));
    const log = createLogger({ level: 'silent', format: 'json' });
    const files = createRuleClassifier({ files: [], taxonomy });
    const rules = await followRules({ store, taxonomy, locator, files, log, lookEveryMs: 3_600_000 });
    const { classifier } = await rules.decisionFor(null);
    const texts = ['town', 'district', 'elsewhere'].map((territory) => ({
      id: territory,
      text: 'Яма во дворе',
      territory,
    }));
    const judgements = await classifier.classify(texts);
    await rules.close();
    return { version: rules.version(), fired: judgements.map(({ verdict }) => verdict.evidence.length) };
  };

  it('speak of posts from everywhere inside it', async () => {
    expect(await judged('district')).toEqual({ version: 1, fired: [1, 1, 0] });
  });
  it('are refused when there is no such territory', async () => {
    expect((await judged('distrikt')).version).toBeNull();
  });
});
