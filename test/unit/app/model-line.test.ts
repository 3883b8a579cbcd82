import { describe, expect, it } from 'vitest';
import { createRuleClassifier } from '../../../pipelines/rules/classifier.js';
import { textRevision } from '../../../pipelines/text/version.js';
import { makeDecision } from '../../../src/app/decision.js';
import { gateRecall } from '../../../src/app/gate-recall.js';
import { fixedModelSource, type ModelInForce } from '../../../src/app/model-source.js';
import { isSameVerdict, replayVerdict, rulesOfPosts } from '../../../src/app/replay-verdict.js';
import { followRules } from '../../../src/app/rules-in-force.js';
import { manualClock } from '../../../src/core/clock.js';
import { AppError } from '../../../src/core/errors.js';
import { postId } from '../../../src/core/ids.js';
import { isInSample } from '../../../src/core/sample.js';
import { createLogger } from '../../../src/log.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { fakeSet, fakeTextModel } from '../../support/fake-text-model.js';
import { lineStartMs, makeBench, pageOf, rawPost } from '../../support/line-fakes.js';
import { shippedTaxonomy, yamlFile } from '../pipelines/rules/yaml-file.js';

const taxonomy = shippedTaxonomy();
const pack = yamlFile(
  'config/rules/small.yaml',
  'rules:\n  - { id: road, target: roads.potholes, weight: 8, query: яма, match: [Яма], noMatch: [Дом] }\n',
);
const rules = createRuleClassifier({ files: [pack], taxonomy });
const log = createLogger({ level: 'silent', format: 'json' });

function openLine({ gateSample = 0, shadow = null as ModelInForce['shadow'] } = {}) {
  const model = fakeTextModel();
  const source = fixedModelSource(model.shipped, shadow);
  const decision = makeDecision({ rules, ruleSet: null, model: { model, gateSample, inForce: source.current() } });
  const bench = makeBench({ engines: { decision } });
  const read = async (id: string) => {
    const [post] = await bench.store.posts.byIds([postId('zarechye-forum', id)]);
    return post;
  };
  return { ...bench, model, source, decision, read };
}

describe('the gate', () => {
  it('lets through what a rule or the n-gram model sees, and says why it lets the others go', async () => {
    const { sink, read, model } = openLine();
    const texts = ['Яма у дома, беда', 'Жуть, лужа', 'Лужа у дома'];
    await sink.accept(
      pageOf('gate'),
      texts.map((text, at) => rawPost(`${at}`, text)),
    );
    const posts = await Promise.all(texts.map((_, at) => read(`${at}`)));
    expect(posts.map((post) => post?.dropped)).toEqual([null, null, { stage: 'gate', reason: 'no-signal' }]);
    expect(model.calls).toEqual([['Яма у дома, беда', 'Жуть, лужа']]);
  });

  it('glances at what passed the first look and lets go what is no complaint, counted as let go at the gate', async () => {
    const { sink, read, model, store } = openLine();
    await sink.accept(pageOf('glance'), [rawPost('1', 'Яма у дома, беда'), rawPost('2', 'Яма у дома, шутка')]);
    expect((await read('1'))?.dropped).toBeNull();
    expect((await read('2'))?.dropped).toEqual({ stage: 'gate', reason: 'no-complaint' });
    expect(model.calls).toEqual([['Яма у дома, беда']]);
    expect(await gateRecall(store.posts)).toMatchObject({ dropped: 1, sampled: 0, taken: 1 });
  });

  it('lets a sample of what the glance drops be read too', async () => {
    const { sink, read } = openLine({ gateSample: 1 });
    await sink.accept(pageOf('glanced sample'), [rawPost('1', 'Яма у дома, шутка')]);
    expect(await read('1')).toMatchObject({
      dropped: { stage: 'classify', reason: 'sampled' },
      model: { sampled: true },
    });
  });

  it('lets a sample of what it drops be read: stored with verdict and record, never queued, all counted', async () => {
    const { sink, read, store } = openLine({ gateSample: 0.3 });
    const ids = Array.from({ length: 40 }, (_, at) => `${at}`);
    await sink.accept(
      pageOf('sample'),
      ids.map((id) => rawPost(id, `Лужа у дома, запах ${id}`)),
    );
    const wanted = ids.filter((id) => isInSample('gate', postId('zarechye-forum', id), 0.3));
    expect(wanted.length).toBeGreaterThan(2);
    for (const id of ids) {
      const post = await read(id);
      const isSampled = wanted.includes(id);
      expect(post?.dropped).toEqual(
        isSampled ? { stage: 'classify', reason: 'sampled' } : { stage: 'gate', reason: 'no-signal' },
      );
      expect([post?.model?.sampled ?? false, post?.verdict !== null, post?.incidentId]).toEqual([
        isSampled,
        isSampled,
        null,
      ]);
    }
    const totals = await store.ledger.totals();
    const of = (stage: string, outcome: string) =>
      totals.find((total) => total.stage === stage && total.outcome === outcome)?.count ?? 0;
    expect(of('gate', 'passed') + of('gate', 'dropped:no-signal')).toBe(ids.length);
    expect(of('classify', 'dropped:sampled')).toBe(wanted.length);
    expect(of('classify', 'passed')).toBe(0);
    const recall = await gateRecall(store.posts);
    expect(recall).toMatchObject({ dropped: ids.length, sampled: wanted.length, taken: 0 });
  });
});

describe('a batch in the line', () => {
  it('fails for now when the encoder fails: nothing is written, and the next try gives what the first would have', async () => {
    const { sink, model, read, log: happened } = openLine();
    const page = pageOf('crash');
    const posts = [rawPost('1', 'Яма и лужа у дома'), rawPost('2', 'Яма, беда')];
    model.failing = 1;
    const failure = await sink.accept(page, posts).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'E_MODEL_FAILED', retry: true });
    expect(await read('1')).toBeUndefined();
    expect(happened).not.toContain('cursor');
    await sink.accept(page, posts);
    expect(await read('1')).toMatchObject({ dropped: null, verdict: { group: 'roads' } });
    expect((await read('2'))?.decidedBy?.model).toBe('v0-aaaaaaaaaaaa');
    expect(failure).toBeInstanceOf(AppError);
  });

  it('stores what the set that looks on would have said', async () => {
    const { sink, read } = openLine({ shadow: fakeSet('v1-cccccccccccc', -30) });
    await sink.accept(pageOf('shadow'), [rawPost('1', 'Яма и лужа у дома')]);
    const post = await read('1');
    expect(post?.verdict?.incident).toBe(true);
    expect(post?.model?.shadow).toMatchObject({ revision: 'v1-cccccccccccc', incident: false });
  });

  it('leaves records from which the verdicts follow, byte for byte, without the encoder', async () => {
    const { sink, read, store, model, source } = openLine({ gateSample: 1 });
    const texts = [
      'Яма и лужа у дома, жуть',
      '> Что за запах?\nБеда, яма',
      'Лужа',
      'Яма: продам гараж, тихо и спокойно',
    ];
    await sink.accept(
      pageOf('replay'),
      texts.map((text, at) => rawPost(`${at}`, text)),
    );
    const rulesOf = rulesOfPosts({
      files: rules,
      ruleSets: store.ruleSets,
      taxonomy,
      locator: { territory: () => null, lineage: () => [] },
    });
    const parts = { rulesOf, model: { model, source } };
    const asked = model.calls.length;
    for (const at of texts.keys()) {
      const post = await read(`${at}`);
      if (!post?.verdict) throw new Error('no verdict');
      expect(JSON.stringify(await replayVerdict(post, parts))).toBe(JSON.stringify(post.verdict));
    }
    expect(model.calls.length).toBe(asked);
    const post = await read('0');
    if (!post?.verdict || !post.model) throw new Error('no record');
    const otherPooled = { ...post, model: { ...post.model, pooled: (await read('2'))?.model?.pooled ?? '' } };
    expect(isSameVerdict(post.verdict, await replayVerdict(otherPooled, parts))).toBe(false);
    // An earlier version kept no topics.
    expect(isSameVerdict({ ...post.verdict, topics: [] }, await replayVerdict(post, parts))).toBe(true);
    await expect(replayVerdict(post, { ...parts, model: null })).rejects.toThrow(
      /model set v0-aaaaaaaaaaaa is not to be had/,
    );
    await expect(
      replayVerdict({ ...post, decidedBy: { ruleSet: 3, rules: 'x', text: textRevision, model: null } }, parts),
    ).rejects.toThrow(/version 3.*not to be had/);
  });
});

describe('the rules and the model of a batch', () => {
  const follow = async () => {
    const model = fakeTextModel();
    const sets = [model.shipped, fakeSet('v1-bbbbbbbbbbbb')];
    let live = { live: sets[0] as (typeof sets)[number], shadow: null };
    const source = {
      current: () => live,
      byRevision: async (revision: string) => sets.find((set) => set.revision === revision) ?? null,
    };
    const store = createMemoryStore({ clock: manualClock(lineStartMs) });
    const inLine = { model, source, gateSample: 0 };
    const followed = await followRules({ store, taxonomy, files: rules, model: inLine, log, lookEveryMs: 3_600_000 });
    const swap = () => {
      live = { live: sets[1] as (typeof sets)[number], shadow: null };
    };
    return { followed, swap };
  };

  it('stay the same from gate to verdict when another set is put in force in between', async () => {
    const { followed, swap } = await follow();
    const before = await followed.decisionFor(null);
    swap();
    const after = await followed.decisionFor(null);
    expect([before.by.model, after.by.model]).toEqual(['v0-aaaaaaaaaaaa', 'v1-bbbbbbbbbbbb']);
    expect((await followed.decisionFor(before.by)).by).toEqual(before.by);
    expect((await followed.decisionFor(after.by)).by).toEqual(after.by);
    expect((await followed.decisionFor({ ...before.by, model: 'v9-dddddddddddd' })).by).toEqual(after.by);
    await followed.close();
  });

  it('are rules alone for a batch that rules alone let through', async () => {
    const { followed } = await follow();
    const alone = await followed.decisionFor({ ...(await followed.decisionFor(null)).by, model: null });
    expect(alone.by.model).toBeNull();
    const [judged] = await alone.classifier.classify([{ id: '1', text: 'Яма' }]);
    expect(judged).toMatchObject({ model: null, vector: null });
    await followed.close();
  });
});
