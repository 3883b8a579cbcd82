import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, postId } from '../../../../src/core/ids.js';
import type { RawPost } from '../../../../src/core/post.js';
import { projectRoot } from '../../../../src/version.js';

/** The half that joining was developed by, the one that was kept back, and scenes written blind after all rules, kept back too. */
export const halves = ['dev', 'held', 'fresh'] as const;
export type Half = (typeof halves)[number];

/** An invented post. Posts of one scene stand beside each other; posts of one `problem` of a scene belong into one incident. */
export interface InventedPost {
  id: string;
  scene: string;
  /** How it relates to the first post of its scene: see docs/clustering.md. */
  kind: string;
  problem: string;
  /** Home territory of its source. */
  home: string;
  source: string;
  thread: string | null;
  author: string;
  at: string;
  text: string;
}

/** Two posts of one scene. */
export interface PostPair {
  one: InventedPost;
  other: InventedPost;
  /** What the pair tests: how the later post relates to the first of the scene; two posts that both are about something else: «unrelated». */
  kind: string;
  isOne: boolean;
}

export function readInvented(half: Half): InventedPost[] {
  return readFileSync(join(projectRoot, `test/unit/pipelines/incidents/pairs/${half}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as InventedPost);
}

/** All pairs within the scenes. */
export function pairsOf(posts: readonly InventedPost[]): PostPair[] {
  const firsts = new Map(posts.filter(({ kind }) => kind === 'first').map((post) => [post.scene, post.problem]));
  return posts.flatMap((other, index) =>
    posts
      .slice(0, index)
      .filter(({ scene }) => scene === other.scene)
      .map((one) => {
        const isOne = one.problem === other.problem;
        const first = firsts.get(one.scene);
        if (isOne || one.problem === first) return { one, other, kind: other.kind, isOne };
        return { one, other, kind: other.problem === first ? one.kind : 'unrelated', isOne };
      }),
  );
}

/** The post as a crawler would hand it over. */
export function asRaw({ id, home, source, thread, author, at, text }: InventedPost): RawPost {
  return rawOf({ nativeId: id, sourceId: source, territory: home, threadId: thread, author, publishedAt: at, text });
}

type Known = Pick<RawPost, 'nativeId' | 'sourceId' | 'territory' | 'threadId' | 'author' | 'publishedAt' | 'text'>;

/** A post of which no more is known. */
export function rawOf(known: Known): RawPost {
  const { nativeId, sourceId, text, publishedAt } = known;
  return {
    ...known,
    id: postId(sourceId, nativeId),
    url: `https://${sourceId}.example/${encodeURIComponent(nativeId)}`,
    sourceKind: 'feed',
    timeZone: 'Europe/Moscow',
    timePrecision: 'minute',
    rawTime: null,
    replyTo: null,
    edited: false,
    pinned: false,
    repostOf: null,
    counts: { views: null, likes: null, comments: null },
    attachments: [],
    fetchedAt: publishedAt ?? '2026-01-01T00:00:00.000Z',
    fingerprint: fingerprint(text, []),
  };
}
