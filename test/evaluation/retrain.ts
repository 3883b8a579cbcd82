/**
 * How long `otklik model retrain` takes: invented labels over invented states, read, fitted, measured and stored as on the command line, only
 * that the store is in memory unless OTKLIK_ELASTICSEARCH_URL names one. What the figures of the fit are worth is no matter here.
 *   node … retrain.js [LABELS]   default 20 000
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { plainDecision } from '../../models/decision.js';
import { packHead, pooledWidth } from '../../models/heads.js';
import { prepareSet } from '../../models/judging-set.js';
import { linearOutputs, writeLinear } from '../../models/linear/file.js';
import { openLinear } from '../../models/linear/model.js';
import { type ModelSet, parseModelSet, sealSet } from '../../models/model-set.js';
import { refitSet } from '../../models/refit.js';
import { createRuleClassifier } from '../../pipelines/rules/classifier.js';
import type { TextReader } from '../../src/app/models-reader.js';
import { retrainModel, type SetMaker } from '../../src/app/models-retrain.js';
import { nameOf } from '../../src/app/models-shipped.js';
import { loadRuleConfig } from '../../src/config/rule-files.js';
import { systemClock } from '../../src/core/clock.js';
import { encodeHalf } from '../../src/core/float16.js';
import { labelId } from '../../src/core/ids.js';
import type { Label } from '../../src/core/label.js';
import type { Post } from '../../src/core/post.js';
import { seededRandom } from '../../src/core/seeded-random.js';
import { type GroupCode, groupCodes } from '../../src/core/verdict.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { createMemoryStore } from '../../src/store/memory.js';
import { elasticsearchUrl, randomPrefix, removeIndices } from '../support/elasticsearch.js';
import { samplePost } from '../support/samples.js';

const count = Number(process.argv[2] ?? 20_000);
const random = seededRandom(7);
const ruleWords = readFileSync('config/rules/roads.yaml', 'utf8').match(/[а-яё]{4,}/g) ?? [];
const vocabulary = gunzipSync(readFileSync('test/fixtures/snowball-russian/vocabulary.txt.gz')).toString('utf8');
/** Mostly words that no rule knows, as in real posts. */
const otherWords = vocabulary.match(/^[а-яё]{3,}/gm) ?? [];
const { taxonomy, files } = loadRuleConfig('config');
const topics = taxonomy.groups.flatMap(({ topics: own }) => own.map(({ id }) => id));
/** A direction of the states for each group, topic and «incident», so that there is something to learn. */
const directions = [...groupCodes, ...topics, 'incident'].map(() =>
  Float32Array.from({ length: pooledWidth }, () => random() - 0.5),
);

const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * random() * all.length)] as T;
const sentence = (): string =>
  Array.from({ length: 8 + Math.floor(random() * 50) }, () => pick(random() < 0.15 ? ruleWords : otherWords)).join(' ');

function invent(n: number, revision: string): { post: Post; label: Label } {
  const isIncident = random() < 0.5;
  const group: GroupCode | null = isIncident ? pick(groupCodes) : null;
  const own = topics.filter((topic) => topic.startsWith(`${group}.`));
  const topic = own.length === 0 ? null : pick(own);
  const places = [group ?? '', topic ?? '', isIncident ? 'incident' : ''];
  const at = places.map((name) => [...groupCodes, ...topics, 'incident'].indexOf(name as GroupCode));
  const state = Float32Array.from({ length: pooledWidth }, (_, place) =>
    at.reduce((sum, one) => sum + 0.4 * (directions[one]?.[place] ?? 0), 0.8 * (random() - 0.5)),
  );
  const id = `pInvented${n}`;
  const text = sentence();
  const model = { revision, pooled: encodeHalf(state), sampled: false, shadow: null };
  const post = samplePost({ id, text, model, incidentId: `i${n}` });
  const said = { incident: isIncident, group, alt: null, topic, kind: null, urgency: null };
  const whose = { who: 'operator', at: post.fetchedAt, origin: 'operator' as const, shown: null, note: null };
  return {
    post,
    label: {
      id: labelId('operator', id),
      version: 1,
      subject: id,
      postId: id,
      text,
      cluster: `i${n}`,
      ...said,
      ...whose,
    },
  };
}

function blankSet(encoder: string, linear: string): ModelSet {
  const blank = (outputs: number) =>
    packHead({
      weight: Float32Array.from({ length: outputs * pooledWidth }, () => 0.02 * (random() - 0.5)),
      bias: new Float32Array(outputs),
    });
  return sealSet({
    topics,
    heads: { incident: blank(1), group: blank(20), topic: blank(topics.length), kind: blank(3), urgent: blank(1) },
    decision: plainDecision,
    provenance: { encoder, linear, base: null, counts: {}, seed: 7, figures: {} },
  });
}

const linear = openLinear(
  writeLinear({
    bits: 16,
    weights: Array.from({ length: linearOutputs }, () => Float64Array.from({ length: 2 ** 16 }, () => random() - 0.5)),
    bias: new Float64Array(linearOutputs),
  }),
);
const rules = createRuleClassifier({ files, taxonomy });
const set = blankSet('e1', linear.revision);
const reader: TextReader = {
  encoder: 'e1',
  encode: () => Promise.reject(new Error('every state is kept')),
  glance: async () => null,
  linear: (analysis) => linear.scoreText(analysis),
  rules: (analysis, origin) => rules.judge(analysis, origin),
};
const maker: SetMaker = {
  shipped: { revision: nameOf(set.revision, 0), set },
  open: (each) => ({ judging: prepareSet(each, 0), prevalence: plainDecision.incident.prevalence }),
  refit: (from, parts, wanted) => refitSet(parseModelSet(from), parts, wanted),
  name: (each, version) => ({ revision: nameOf(parseModelSet(each).revision, version), set: each }),
};

const url = process.env.OTKLIK_ELASTICSEARCH_URL;
const indexPrefix = randomPrefix();
const store =
  url === undefined ? createMemoryStore() : createElasticsearchStore({ url: elasticsearchUrl(), indexPrefix });
try {
  await store.setUp();
  for (let from = 0; from < count; from += 500) {
    const invented = Array.from({ length: Math.min(500, count - from) }, (_, n) =>
      invent(from + n, maker.shipped.revision),
    );
    await store.posts.save(invented.map(({ post }) => post));
    await store.labels.put(invented.map(({ label }) => label));
  }
  await store.refresh();
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  let step = '';
  let stepMs = startedMs;
  const told = (next: string): void => {
    const nowMs = performance.now();
    if (step !== '') process.stdout.write(`  ${step}: ${((nowMs - stepMs) / 1_000).toFixed(1)} s\n`);
    [step, stepMs] = [next, nowMs];
  };
  const done = await retrainModel({ store, reader, maker, clock: systemClock, by: 'evaluation', onStep: told });
  told('');
  const { user, system } = process.cpuUsage(startedCpu);
  const seconds = (performance.now() - startedMs) / 1_000;
  process.stdout.write(
    `${count} labels over ${url === undefined ? 'memory' : 'Elasticsearch'}: ${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of CPU\n${done.told.join('\n')}\n`,
  );
  const { before, after } = done.training;
  process.stdout.write(
    `group ${before?.group.value?.toFixed(3)} → ${after?.group.value?.toFixed(3)}, F1 ${before?.f1.value?.toFixed(3)} → ${after?.f1.value?.toFixed(3)}\n`,
  );
} finally {
  await store.close();
  if (url !== undefined) await removeIndices(indexPrefix);
}
