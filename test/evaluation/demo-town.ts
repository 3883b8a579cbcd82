/**
 * Crawls the demonstration town once and compares what the line made of it with the town's own truth.
 *   npm run evaluate -- demo-town [--json FILE] [--list] [--rules-only]
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startDemoTown } from '../../scripts/demo-town/server.js';
import type { PlacedPost } from '../../scripts/demo-town/types.js';
import { postId } from '../../src/core/ids.js';
import type { Incident } from '../../src/core/incident.js';
import type { Post } from '../../src/core/post.js';
import { sourceSchema } from '../../src/core/source.js';
import { comparePairs, countDecisions, precision, recall, share } from './support/measure.js';
import { formatFigures } from './support/print.js';
import { runLine } from './support/run-line.js';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    list: { type: 'boolean', default: false },
    'rules-only': { type: 'boolean', default: false },
  },
});

const streetType = /(?:^|\s)(?:улица|проспект|переулок|бульвар|проезд|шоссе|набережная)(?=\s|$)/g;

interface Read {
  truth: PlacedPost;
  post: Post | undefined;
  incident: Incident | null;
}

function sourceOf({ site, thread }: PlacedPost): string {
  if (site === 'telegram') return thread === 'svetloozersk_gorod' ? 'demo-telegram-gorod' : 'demo-telegram-podslushano';
  if (site === 'feed') return thread === 'rss' ? 'demo-feed-administration' : 'demo-feed-blog';
  return `demo-${site}`;
}

const town = await startDemoTown({ basePort: 0 });
const sources = town.sources().map((entry) => sourceSchema.parse(entry));
const run = await runLine(sources, { isRulesOnly: values['rules-only'] });
const { store } = run.platform;
const known = new Map((await store.posts.byIds(town.posts.map(idOf))).map((post) => [post.id, post]));
const reads: Read[] = [];
for (const truth of town.visiblePosts(town.startedAtMs)) {
  const post = known.get(idOf(truth));
  const incident = post?.incidentId == null ? null : await store.incidents.get(post.incidentId);
  reads.push({ truth, post, incident });
}
const result = measure(reads);
console.log(formatFigures(result));
if (values.list) list(reads);
for (const { where, code, message, input } of await store.deadLetters.list({ limit: 20 })) {
  if (values.list) console.log(`dead letter ${where} ${code} ${message} ${input.slice(0, 120)}`);
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
await run.close();
await town.stop();
process.exit(0);

/** Id of the stored post; feeds put a prefix of their own before the town's number. */
function idOf(truth: PlacedPost): string {
  const { site, thread, nativeId } = truth;
  const isComment = site === 'news' && truth.title === undefined;
  const prefix = isComment
    ? 'comment-'
    : site !== 'feed'
      ? ''
      : thread === 'rss'
        ? 'svetloozersk-'
        : 'tag:blog.svetloozersk.invalid,2026:';
  const isArticle = site === 'news' && truth.title !== undefined;
  return postId(sourceOf(truth), isArticle ? `article-${nativeId}` : `${prefix}${nativeId}`);
}

function measure(all: readonly Read[]) {
  const isTrue = ({ truth }: Read): boolean => truth.truth.incident;
  const figures = (said: (read: Read) => boolean) => {
    const counts = countDecisions(all, said, isTrue);
    return { precision: precision(counts), recall: recall(counts), ...counts };
  };
  const found = all.filter((read) => read.incident !== null && isTrue(read));
  const groupOf = ({ post }: Read): string | null => post?.verdict?.group ?? null;
  const named = (field: 'settlement' | 'street' | 'house') => {
    const written = found.filter(({ truth }) => truth.truth[field] !== null);
    return share(written, ({ truth, post }) => sameName(truth.truth[field], post?.place?.[field] ?? null));
  };
  const invented = (field: 'street' | 'house') => {
    const silent = found.filter(({ truth }) => truth.truth[field] === null);
    return share(silent, ({ post }) => (post?.place?.[field] ?? null) !== null);
  };
  const withProblem = found.filter(({ truth }) => truth.truth.problem !== undefined);
  const pairs = comparePairs(
    withProblem,
    ({ incident }) => incident?.id ?? '',
    ({ truth }) => truth.truth.problem ?? '',
  );
  return {
    posts: all.length,
    indexed: all.filter(({ post }) => post !== undefined).length,
    atDecision: figures(({ incident, post }) => incident !== null && post?.verdict?.incident === true),
    inQueue: figures(({ incident }) => incident !== null),
    group: share(found, (read) => groupOf(read) === read.truth.truth.group),
    settlement: named('settlement'),
    street: named('street'),
    house: named('house'),
    streetWhereNoneIsWritten: invented('street'),
    houseWhereNoneIsWritten: invented('house'),
    clustering: { precision: precision(pairs), recall: recall(pairs), ...pairs },
    urgent: share(
      found.filter(({ truth }) => truth.truth.urgent === true),
      ({ post }) => post?.verdict?.urgency === 'urgent',
    ),
    falselyUrgent: share(
      found.filter(({ truth }) => truth.truth.urgent !== true),
      ({ post }) => post?.verdict?.urgency === 'urgent',
    ),
  };
}

/** Equal names; ё, case and the type word of a street aside. */
function sameName(wanted: string | null, given: string | null): boolean {
  const fold = (name: string | null): string =>
    (name ?? '').toLowerCase().replaceAll('ё', 'е').replaceAll(streetType, '').trim();
  return fold(wanted) === fold(given);
}

function list(all: readonly Read[]): void {
  const line = ({ truth, post, incident }: Read): string => {
    const { verdict, place } = post ?? {};
    const where = [place?.settlement, place?.street, place?.house].filter(Boolean).join(', ');
    const rules = (verdict?.evidence ?? []).map(({ id, weight }) => `${id}:${weight}`).join(' ');
    const what = `${verdict?.score.toFixed(2) ?? ''} ${verdict?.group ?? ''} [${where}] ${incident?.executorName ?? ''}`;
    return `${truth.id} ${what} | ${truth.text.replaceAll('\n', ' ').slice(0, 160)} | ${rules}`;
  };
  const show = (title: string, rows: readonly Read[]): void =>
    console.log(`\n${title}\n${rows.map((row) => `  ${line(row)}`).join('\n')}`);
  const isTrue = ({ truth }: Read): boolean => truth.truth.incident;
  show(
    'False alarms',
    all.filter((read) => read.incident !== null && !isTrue(read)),
  );
  show(
    'Missed',
    all.filter((read) => read.incident === null && isTrue(read)),
  );
  const found = all.filter((read) => read.incident !== null && isTrue(read));
  show(
    'Another group',
    found.filter(({ truth, post }) => truth.truth.group !== post?.verdict?.group),
  );
  show(
    'Another place',
    found.filter(({ truth, post }) =>
      (['settlement', 'street', 'house'] as const).some(
        (field) => truth.truth[field] !== null && !sameName(truth.truth[field], post?.place?.[field] ?? null),
      ),
    ),
  );
  const joined = groupBy(found, ({ incident }) => incident?.id ?? '');
  for (const [id, rows] of joined) {
    const problems = new Set(rows.map(({ truth }) => truth.truth.problem ?? truth.id));
    if (problems.size > 1) show(`One incident of several problems: ${id}`, rows);
  }
  const problems = groupBy(found, ({ truth }) => truth.truth.problem ?? truth.id);
  for (const [problem, rows] of problems) {
    if (new Set(rows.map(({ incident }) => incident?.id)).size > 1)
      show(`One problem in several incidents: ${problem}`, rows);
  }
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}
