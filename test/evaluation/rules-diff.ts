/**
 * Measures `rules diff` over stored posts of invented texts in a real Elasticsearch (OTKLIK_ELASTICSEARCH_URL): one rule changed, ten, all.
 * Fills indices of a prefix of its own and deletes them; a tenth of the posts is written, the rest are copies of that index under the same
 * alias, which for a walk are posts like any other. Run:
 *   npm run evaluate -- rules-diff [posts, default 1000000] [--keep]
 */
import { performance } from 'node:perf_hooks';
import { Client } from '@elastic/elasticsearch';
import { wordIndex } from '../../src/app/history-search.js';
import { compareVersions } from '../../src/app/rules-diff.js';
import { storedSource } from '../../src/app/rules-diff-sources.js';
import { type PackText, parsePacks, type RuleVersion, readVersion } from '../../src/app/rules-versions.js';
import type { Post } from '../../src/core/post.js';
import { seededRandom } from '../../src/core/seeded-random.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { inventText } from '../bench/texts.js';
import { samplePost } from '../support/samples.js';
import { shippedTaxonomy } from '../unit/pipelines/rules/yaml-file.js';
import { inventTalk } from './support/talk.js';

const url = process.env.OTKLIK_ELASTICSEARCH_URL;
if (url === undefined) {
  console.error(
    'Not measured: set OTKLIK_ELASTICSEARCH_URL to an Elasticsearch that may be filled with invented posts.',
  );
  process.exit(2);
}
const wanted = Number(process.argv.slice(2).find((argument) => /^\d+$/.test(argument)) ?? 1_000_000);
const keep = process.argv.includes('--keep');
const prefix = 'rules-diff-bench';
const batch = 2_000;
const copies = 10;
const store = createElasticsearchStore({ url, indexPrefix: prefix, words: wordIndex, requestTimeoutMs: 120_000 });
const client = new Client({ node: url, requestTimeout: 600_000 });
const since = '2026-01-01T00:00:00.000Z';

await store.setUp();
await fill();
const taxonomy = shippedTaxonomy();
const sources = { configDir: 'config', taxonomy, ruleSets: () => store.ruleSets };
const work = await readVersion('work', sources);
const threads = Number(process.env.THREADS ?? 2);
const ruleIds = work.rules.map(({ id }) => id);
await measure('one rule', edited(new Set(['energy.outage'])));
await measure('ten rules', edited(new Set(ruleIds.filter((_, index) => index % 41 === 7).slice(0, 10))));
await measure('all rules, weights', reweighted());
await measure('all rules, queries', edited(new Set(ruleIds)));
if (!keep) await client.indices.delete({ index: await namesOf() });
await client.close();
await store.close();

async function namesOf(): Promise<string[]> {
  return Object.keys(await client.indices.get({ index: `${prefix}-*` }));
}

async function fill(): Promise<void> {
  const present = await store.posts.count();
  if (present >= wanted) return;
  const own = Math.ceil(wanted / copies);
  if (present < own) await write(own);
  const index = `${prefix}-posts-1`;
  await client.indices.putSettings({ index, settings: { 'index.blocks.write': true } });
  for (let copy = 2; copy <= copies; copy++) {
    const target = `${prefix}-posts-copy-${copy}`;
    if (await client.indices.exists({ index: target })) continue;
    await client.indices.clone({ index, target, wait_for_active_shards: 1 });
    await client.indices.putAlias({ index: target, name: `${prefix}-posts` });
  }
  console.log(`${await store.posts.count()} posts to look at`);
}

async function write(wanted: number): Promise<void> {
  const index = `${prefix}-posts`;
  await client.indices.putSettings({ index, settings: { refresh_interval: '-1' } });
  const random = seededRandom(20_260_510);
  const started = performance.now();
  for (let from = 0; from < wanted; from += batch) {
    const posts = Array.from({ length: Math.min(batch, wanted - from) }, (_, offset): Post => {
      // One post in thirty is about the town; most of what people write is not.
      const text = random() < 0.033 ? inventText(random, 200 + random() * 900) : inventTalk(random);
      const at = new Date(Date.parse(since) + random() * 86_400_000 * 90).toISOString();
      return samplePost({
        id: `p-${from + offset}`,
        text,
        publishedAt: at,
        fetchedAt: at,
        indexedAt: at,
        incidentId: null,
        join: null,
      });
    });
    await store.posts.save(posts);
  }
  await client.indices.putSettings({ index, settings: { refresh_interval: '5s' } });
  await store.refresh();
  const seconds = (performance.now() - started) / 1000;
  console.log(`${wanted} posts stored in ${seconds.toFixed(0)} s (${(wanted / seconds).toFixed(0)}/s)`);
}

/** A version whose rules of these ids have another word in their query. */
function edited(ids: ReadonlySet<string>): RuleVersion {
  return changed((pack) => ({
    path: pack.path,
    text: editEntries(pack.text, ids, (entry) =>
      entry.replace(/query: (?:'((?:[^']|'')*)'|\|-\n((?: {6,}.*\n?)+))/, (whole, line?: string, block?: string) => {
        const query = (line?.replaceAll("''", "'") ?? (block ?? '').replaceAll(/\s+/g, ' ')).trim();
        return query === '' ? whole : `query: '(${query.replaceAll("'", "''")}) | "пробное слово"'\n`;
      }),
    ),
  }));
}

function reweighted(): RuleVersion {
  return changed(({ path, text }) => ({
    path,
    text: text.replaceAll(/weight: (-?[\d.]+)/g, (_, weight: string) => `weight: ${Number(weight) * 0.9}`),
  }));
}

function changed(edit: (pack: PackText) => PackText): RuleVersion {
  const packs = work.packs.map(edit);
  const parsed = parsePacks(packs, taxonomy);
  for (const { file, line, message } of parsed.problems) console.error(`${file}:${line} ${message}`);
  return { ...work, name: 'edited', packs, ...parsed };
}

function editEntries(text: string, ids: ReadonlySet<string>, edit: (entry: string) => string): string {
  return text
    .split(/(?=^ {2}- id: )/m)
    .map((entry) => (ids.has(/^ {2}- id: (\S+)/.exec(entry)?.[1] ?? '') ? edit(entry) : entry))
    .join('');
}

async function measure(name: string, after: RuleVersion): Promise<void> {
  const started = performance.now();
  const cpu = process.cpuUsage();
  const source = await storedSource(store, { since, rules: [...work.rules, ...after.rules], lineage: () => [] });
  const report = await compareVersions(work, after, source, { show: 10, threads });
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const { changes, tally, scan } = report;
  console.log(
    `${name}: ${changes.length} changed, ${scan}, ${report.threads} threads: ${seconds.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of processor here), ${tally?.looked} looked at, ` +
      `${tally?.concerned} concerned, ${JSON.stringify(tally?.counts)}`,
  );
}
