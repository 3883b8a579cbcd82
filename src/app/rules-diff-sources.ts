import { contextOf } from '../../pipelines/rules/classifier.js';
import { concernedQueries, type RuleChange } from '../../pipelines/rules/diff.js';
import type { PostLabel } from '../../pipelines/rules/diff-tally.js';
import type { Label } from '../../pipelines/rules/evaluation.js';
import type { Rule } from '../../pipelines/rules/rule.js';
import { toElasticsearch } from '../../pipelines/rules/to-elasticsearch.js';
import type { Store } from '../core/ports.js';
import type { Post } from '../core/post.js';
import { decidedTexts } from './decided-labels.js';
import { askingLess, oldWords } from './history-search.js';
import type { PostSource, PostToCompare } from './rules-diff.js';
import type { LabelledText } from './rules-labelled.js';

const pageSize = 500;

/** Posts of a file. */
export function fileSource(texts: () => AsyncIterable<LabelledText>): PostSource {
  return {
    canNarrow: false,
    async *pages() {
      let page: PostToCompare[] = [];
      for await (const { id, text, label } of texts()) {
        page.push({ id, text, label: postLabel(label) });
        if (page.length < pageSize) continue;
        yield page;
        page = [];
      }
      if (page.length > 0) yield page;
    },
  };
}

export interface StoredSourceOptions {
  /** ISO. */
  since: string;
  /** All rules of both versions: whether some are for some posts alone. */
  rules: readonly Rule[];
  /** Territory and its ancestors. */
  lineage: (territory: string) => string[];
}

/** Stored posts since an instant. Labels are what operators decided. */
export async function storedSource(
  store: Pick<Store, 'posts' | 'incidents'>,
  { since, rules, lineage }: StoredSourceOptions,
): Promise<PostSource> {
  const labels = await decidedTexts(store, since);
  const isFiltered = rules.some((rule) => rule.territories || rule.sources || rule.validFrom || rule.validTo);
  const fields = ['id', 'text', ...(isFiltered ? contextFields : [])] as const;
  type Stored = Pick<Post, 'id' | 'text'> & Partial<Pick<Post, (typeof contextFields)[number]>>;
  const toCompare = (post: Stored): PostToCompare => {
    const label = labels.get(post.id);
    return {
      id: post.id,
      text: post.text,
      label: label ? postLabel(label) : null,
      ...(isFiltered ? { context: contextOf(post, { lineage }) } : {}),
    };
  };
  return {
    canNarrow: true,
    async *pages(changes) {
      const seen = new Set<string>();
      if (changes !== null) {
        // Labelled posts are judged whatever changed, for precision and recall.
        const ids = [...labels.keys()];
        for (let from = 0; from < ids.length; from += pageSize) {
          const posts = await store.posts.byIds(ids.slice(from, from + pageSize));
          for (const { id } of posts) seen.add(id);
          yield posts.map(toCompare);
        }
      }
      const pages = changes === null ? store.posts.scan({ since, fields }) : narrowed(store, since, fields, changes);
      for await (const page of pages) {
        const fresh = seen.size === 0 ? page : page.filter(({ id }) => !seen.has(id));
        if (fresh.length > 0) yield fresh.map(toCompare);
      }
    },
  };
}

/** Posts that some changed rule may hit in one of its versions, by the index; those whose words it cannot trust are among them. */
function narrowed<F extends keyof Post>(
  store: Pick<Store, 'posts'>,
  since: string,
  fields: readonly F[],
  changes: readonly RuleChange[],
): AsyncGenerator<Pick<Post, F>[]> {
  const queries = concernedQueries(changes);
  return askingLess((effort) => {
    const should = [...queries.map((query) => toElasticsearch(query, effort).query), oldWords];
    return store.posts.scan({ since, fields, query: { bool: { should, minimum_should_match: 1 } } });
  });
}

const contextFields = ['sourceId', 'sourceKind', 'territory', 'publishedAt'] as const;

function postLabel({ incident, group }: Label): PostLabel | null {
  return incident === null && group === null ? null : { incident, group };
}
