import type { ScanOptions, Store } from '../core/ports.js';
import type { Post } from '../core/post.js';
import { type ChangeOfVerdict, changeOfVerdict, changesOfVerdict } from './models-comparison.js';

type Seen = Pick<Post, 'id' | 'text' | 'verdict' | 'model'>;

/** A post on which the model that looks on thinks otherwise. */
export interface ShadowExample {
  id: string;
  text: string;
  change: ChangeOfVerdict;
  live: { score: number; group: string | null };
  shadow: { score: number; group: string | null };
}

/** What a model that looks on made of the stored posts beside the one in force. */
export interface ShadowReport {
  /** Revision of the model that looked on. */
  revision: string;
  posts: number;
  /** Incidents by the live verdicts and by the shadow's. */
  incidents: { live: number; shadow: number };
  /** Posts that a person must look at. */
  unsure: { live: number; shadow: number };
  changes: Record<ChangeOfVerdict, number>;
  otherUrgency: number;
  /** «roads → improvement» and how often, the most frequent first. */
  moves: { from: string; to: string; count: number }[];
  /** Some of each kind, those where the two are furthest apart first. */
  examples: ShadowExample[];
}

/**
 * Compares the stored verdicts of a shadow with the live ones beside them. Posts that another revision looked at do not count.
 * @param show examples kept of each kind
 */
export async function compareShadow(
  store: Pick<Store, 'posts'>,
  revision: string,
  { since, show = 5, onPost }: { since?: string; show?: number; onPost?: (count: number) => void } = {},
): Promise<ShadowReport> {
  const report: ShadowReport = {
    revision,
    posts: 0,
    incidents: { live: 0, shadow: 0 },
    unsure: { live: 0, shadow: 0 },
    changes: { 'incident won': 0, 'incident lost': 0, 'other group': 0, 'other doubt': 0 },
    otherUrgency: 0,
    moves: [],
    examples: [],
  };
  const moves = new Map<string, number>();
  const examples = new Map(changesOfVerdict.map((change) => [change, [] as ShadowExample[]]));
  const options: ScanOptions<keyof Seen> = {
    fields: ['id', 'text', 'verdict', 'model'],
    query: { exists: { field: 'model.shadow.revision' } },
    ...(since === undefined ? {} : { since }),
  };
  let looked = 0;
  for await (const page of store.posts.scan(options)) {
    for (const { id, text, verdict, model } of page) {
      onPost?.(++looked);
      const shadow = model?.shadow ?? null;
      if (verdict === null || shadow === null || shadow.revision !== revision) continue;
      report.posts++;
      report.incidents.live += Number(verdict.incident);
      report.incidents.shadow += Number(shadow.incident);
      report.unsure.live += Number(verdict.unsure);
      report.unsure.shadow += Number(shadow.unsure);
      report.otherUrgency += Number(verdict.urgency !== shadow.urgency);
      const change = changeOfVerdict(verdict, shadow);
      if (change === null) continue;
      report.changes[change]++;
      if (change === 'other group') {
        const key = JSON.stringify([verdict.group ?? 'none', shadow.group ?? 'none']);
        moves.set(key, (moves.get(key) ?? 0) + 1);
      }
      const kept = examples.get(change) ?? [];
      kept.push({
        id,
        text,
        change,
        live: { score: verdict.score, group: verdict.group },
        shadow: { score: shadow.score, group: shadow.group },
      });
      if (kept.length > 4 * show + 64) keepFurthest(kept, show);
    }
  }
  for (const kept of examples.values()) report.examples.push(...keepFurthest(kept, show));
  report.moves = [...moves]
    .map(([key, count]) => {
      const [from = '', to = ''] = JSON.parse(key) as string[];
      return { from, to, count };
    })
    .sort((a, b) => b.count - a.count || (a.from + a.to < b.from + b.to ? -1 : 1));
  return report;
}

function keepFurthest(examples: ShadowExample[], show: number): ShadowExample[] {
  const distance = ({ live, shadow }: ShadowExample): number => Math.abs(live.score - shadow.score);
  examples.sort((a, b) => distance(b) - distance(a) || (a.id < b.id ? -1 : 1));
  examples.length = Math.min(examples.length, show);
  return examples;
}
