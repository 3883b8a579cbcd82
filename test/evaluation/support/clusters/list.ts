import type { Clustered } from '../../../../pipelines/values.js';
import type { RawPost } from '../../../../src/core/post.js';
import type { Outcome } from './line.js';
import type { Judged } from './measure.js';
import type { InventedPost } from './posts.js';

const textLength = 160;

/** Pairs that were decided wrongly, for a person who develops joining. */
export function listMistakes({ pairs, across, outcomeOf }: Judged): string[] {
  const describe = (post: InventedPost): string => {
    const outcome = outcomeOf(post);
    return `    ${post.id} ${outcome?.post === null ? `let go at ${outcome.at}` : describePost(outcome?.post)} ${post.text.slice(0, textLength)}`;
  };
  return [
    ...pairs
      .filter(({ isJoined, isOne }) => isJoined !== isOne)
      .flatMap(({ one, other, kind, isOne }) => [
        `  ${isOne ? 'missed' : 'wrong'} ${kind}`,
        describe(one),
        describe(other),
      ]),
    ...across.flatMap(([one, other]) => ['  wrong across scenes', describe(one), describe(other)]),
  ];
}

/** The largest clusters, for reading: keep such a print to yourself. */
export function listLargest(posts: readonly RawPost[], outcomes: ReadonlyMap<string, Outcome>, most: number): string[] {
  const clusters = new Map<string, Clustered[]>();
  for (const { id } of posts) {
    const post = outcomes.get(id)?.post;
    if (post) clusters.set(post.incidentId, [...(clusters.get(post.incidentId) ?? []), post]);
  }
  const sizes = [...clusters.values()].toSorted((a, b) => b.length - a.length);
  const several = sizes.filter(({ length }) => length > 1);
  return [
    `${posts.length} posts, ${clusters.size} incidents, ${several.length} of more than one post with ${several.flat().length} posts`,
    ...several
      .slice(0, most)
      .flatMap((cluster, index) => [
        `${index + 1}. ${cluster.length} posts`,
        ...cluster
          .toSorted((a, b) => Date.parse(a.publishedAt ?? '') - Date.parse(b.publishedAt ?? ''))
          .map((post) => `    ${describePost(post)} ${post.text.replaceAll(/\s+/g, ' ').slice(0, textLength)}`),
      ]),
  ];
}

function describePost(post: Clustered | undefined): string {
  if (post === undefined) return '–';
  const { join, verdict, place } = post;
  const why = [join.how, join.similarity, join.shared?.place].filter((part) => part !== null && part !== undefined);
  const where = [place.settlement, place.street, place.house].map((part) => part ?? '–');
  return `[${why.join(' ')}] ${verdict.topic ?? verdict.group} <${where.join(', ')}>`;
}
