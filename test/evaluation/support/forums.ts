import { close, listen, type Site } from '../../../scripts/demo-town/http.js';
import { forumPage } from '../../../scripts/demo-town/pages/forum.js';
import { createTimeline, placePosts } from '../../../scripts/demo-town/timeline.js';
import type { DemoPost } from '../../../scripts/demo-town/types.js';
import { postId } from '../../../src/core/ids.js';
import { type Source, sourceSchema } from '../../../src/core/source.js';

const nothing = { incident: false, group: null, settlement: null, street: null, house: null };
const perTopic = 60;
/** Posts lie this far apart, minutes: a board of a lively town. */
const stepMinutes = 4;

export interface Forums<T> {
  sources: Source[];
  /** What stands behind the post with this id. */
  byPostId: Map<string, T>;
  close(): Promise<void>;
}

/**
 * Serves texts as posts of phpBB boards on loopback, one board a host, in topics of sixty posts that each begin with a line of no
 * meaning. The crawler asks each host once a second, all hosts side by side.
 */
export async function serveForums<T extends { id: string; text: string }>(
  hosts: readonly { territory: string; rows: readonly T[] }[],
): Promise<Forums<T>> {
  const sites: Site[] = [];
  const sources: Source[] = [];
  const byPostId = new Map<string, T>();
  for (const [host, { territory, rows: own }] of hosts.entries()) {
    const boards = Math.ceil(own.length / perTopic);
    const span = (own.length + boards) * stepMinutes;
    const posts: DemoPost[] = [];
    own.forEach((row, index) => {
      const at = () => posts.length * stepMinutes - span;
      const thread = `topic-${Math.floor(index / perTopic)}`;
      const common = { site: 'forum' as const, thread, truth: nothing };
      if (index % perTopic === 0) {
        const title = `Разговоры, часть ${1 + index / perTopic}`;
        posts.push({
          ...common,
          id: thread,
          author: 'Ведущий',
          text: 'Продолжаем.',
          title,
          board: 'gorod',
          atMinutes: at(),
        });
      }
      posts.push({ ...common, id: row.id, author: `Участник ${index}`, text: row.text, atMinutes: at() });
    });
    const placed = placePosts(posts);
    const timeline = createTimeline(placed, Date.now());
    const sourceId = `evaluation-forum-${host + 1}`;
    const byId = new Map(own.map((row) => [row.id, row]));
    for (const post of placed) {
      const row = byId.get(post.id);
      if (row !== undefined) byPostId.set(postId(sourceId, post.nativeId), row);
    }
    const site = await listen({
      host: '127.0.0.1',
      port: 0,
      now: Date.now,
      respond: (request) => forumPage(request, timeline),
      onRequest: () => {},
    });
    sites.push(site);
    sources.push(evaluationSource(sourceId, 'phpbb', `${site.origin}/viewforum.php?f=2`, territory, 500));
  }
  return { sources, byPostId, close: async () => void (await Promise.all(sites.map(close))) };
}

/** A source on loopback; `reach`: how many pages and topics one visit may open. */
export function evaluationSource(id: string, kind: string, url: string, territory: string, reach: number): Source {
  return sourceSchema.parse({
    id,
    kind,
    name: id,
    urls: [url],
    territory,
    depth: { pages: Math.max(1, reach), topics: reach },
    requestsPerDay: 80_000,
    allowPrivateNetwork: true,
    passport: {
      ground: 'own evaluation on loopback',
      terms: 'development texts, served by this machine to itself',
      contact: 'evaluation@otklik.invalid',
      expires: '2099-12-31',
    },
  });
}
