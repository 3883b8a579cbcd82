import { signature } from '../../pipelines/text/minhash.js';
import { analysisOf } from '../../pipelines/text/read.js';
import { decodeHalf, vectorWidth } from '../core/float16.js';
import { type Label, shownOf } from '../core/label.js';
import { voiceOf } from '../core/label-truth.js';
import type { Store } from '../core/ports.js';
import type { Post } from '../core/post.js';
import type { GroupCode } from '../core/verdict.js';
import { type Askable, type Asked, chooseBatch, type Shares } from './label-choice.js';
import { uncertaintyOf } from './label-uncertainty.js';

export interface NextOptions extends Shares {
  who: string;
  /** Posts written since, ISO. */
  since: string;
  count: number;
  /** Only texts that may be of this group: it is among the first three that the machine names. */
  group: GroupCode | null;
  onProgress?: (looked: number) => void;
}

const fields = [
  'id',
  'text',
  'verdict',
  'incidentId',
  'repeatOf',
  'dropped',
  'decidedBy',
  'model',
  'vector',
] as const satisfies (keyof Post)[];
type Seen = Pick<Post, (typeof fields)[number]>;

/** Of the most uncertain posts so many are kept for the choice of different ones; and so many of what the gate let go for the draw. */
const kept = 1_000;
const keptRandom = 20_000;
/** Asking whether it is an incident makes no sense of less. */
const fewestCharacters = 3;

/**
 * The texts that a person's labels would teach most from, of the stored posts. Never one that this person labelled already; those that somebody
 * else did only for a second word, and then without what the other said.
 */
export async function nextTexts(
  store: Pick<Store, 'posts' | 'labels'>,
  options: NextOptions,
): Promise<{ texts: Asked[]; looked: number }> {
  const labelled = await readLabelled(store, options.who);
  const judged = { exists: { field: 'verdict.score' } };
  const isOpen = (post: Seen): boolean =>
    post.text.trim().length >= fewestCharacters &&
    !labelled.subjects.has(post.id) &&
    !labelled.clusters.has(clusterOf(post)) &&
    (options.group === null ||
      (post.verdict?.groups.slice(0, 3).some(({ group }) => group === options.group) ?? false));
  let looked = 0;
  let best: { post: Seen; uncertainty: number }[] = [];
  const sampled: Askable[] = [];
  for await (const page of store.posts.scan({ since: options.since, query: judged, fields })) {
    for (const post of page) {
      if (post.verdict === null || !isOpen(post)) continue;
      if (post.model?.sampled === true) sampled.push(askable(post));
      else best.push({ post, uncertainty: uncertaintyOf(post.verdict, post.model?.shadow ?? null).total });
    }
    if (best.length > 4 * kept) best = mostUncertain(best);
    looked += page.length;
    options.onProgress?.(looked);
  }
  const random = sampled.length > 0 || options.group !== null ? sampled : await letGo(store, options.since, isOpen);
  const uncertain = mostUncertain(best).map(({ post, uncertainty }) => ({
    ...askable(post),
    uncertainty,
    signature: signature(analysisOf(post.text)),
  }));
  const pools = { uncertain, random, second: labelled.byOthers.map(again) };
  return { texts: chooseBatch(pools, options.count, options, labelled), looked };
}

/** Where no model samples what the gate lets go: the posts that the gate dropped themselves. */
async function letGo(store: Pick<Store, 'posts'>, since: string, isOpen: (post: Seen) => boolean): Promise<Askable[]> {
  const found: Askable[] = [];
  const query = { term: { 'dropped.stage': 'gate' } };
  for await (const page of store.posts.scan({ since, query, fields, limit: keptRandom }))
    for (const post of page) if (isOpen(post)) found.push(askable(post));
  return found;
}

interface Labelled {
  /** What has a label of anybody. */
  subjects: ReadonlySet<string>;
  clusters: ReadonlySet<string>;
  /** What exactly one other person labelled on their own, and this one did not. */
  byOthers: Label[];
  singles: number;
  doubles: number;
}

async function readLabelled({ labels }: Pick<Store, 'labels'>, who: string): Promise<Labelled> {
  const bySubject = new Map<string, { voices: Set<string>; first: Label | null }>();
  const clusters = new Set<string>();
  for await (const label of labels.all()) {
    const known = bySubject.get(label.subject) ?? { voices: new Set(), first: null };
    bySubject.set(label.subject, known);
    clusters.add(label.cluster);
    // A file may hold what was labelled elsewhere; foreign texts in it are no part of the share.
    if (label.origin !== 'labeller' && (label.origin !== 'import' || label.postId === null)) continue;
    known.voices.add(voiceOf(label));
    known.first ??= label;
  }
  const own = voiceOf({ origin: 'labeller', who });
  const one = [...bySubject.values()].filter(({ voices }) => voices.size === 1);
  return {
    subjects: new Set(bySubject.keys()),
    clusters,
    byOthers: one.flatMap(({ voices, first }) => (first === null || voices.has(own) ? [] : [first])),
    singles: one.length,
    doubles: [...bySubject.values()].filter(({ voices }) => voices.size > 1).length,
  };
}

function mostUncertain<T extends { uncertainty: number; post: Seen }>(all: readonly T[]): T[] {
  return [...all].sort((a, b) => b.uncertainty - a.uncertainty || (a.post.id < b.post.id ? -1 : 1)).slice(0, kept);
}

/** Texts that are copies or tell of one thing. */
export function clusterOf(post: Pick<Post, 'id' | 'incidentId' | 'repeatOf'>): string {
  return post.incidentId ?? post.repeatOf ?? post.id;
}

function askable(post: Seen): Askable {
  const { verdict, decidedBy } = post;
  const revisions = {
    ...(decidedBy === null ? {} : { rules: decidedBy.rules, text: decidedBy.text }),
    ...(decidedBy?.model ? { model: decidedBy.model } : {}),
  };
  return {
    subject: post.id,
    postId: post.id,
    text: post.text,
    cluster: clusterOf(post),
    uncertainty: 0,
    shown: verdict === null ? null : shownOf(verdict, revisions),
    words: verdict?.evidence.flatMap(({ words }) => words) ?? [],
    vector: post.vector === null ? null : decodeHalf(post.vector, vectorWidth),
    signature: '',
  };
}

/** What another person labelled, without that label. */
function again({ subject, postId, text, cluster }: Label): Askable {
  return { subject, postId, text, cluster, uncertainty: 0, shown: null, words: [], vector: null, signature: '' };
}
