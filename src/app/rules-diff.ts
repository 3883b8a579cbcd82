import { concernedQueries, diffConstants, diffRules, type RuleChange } from '../../pipelines/rules/diff.js';
import { PostComparer } from '../../pipelines/rules/diff-posts.js';
import {
  addTally,
  countPost,
  type DiffTally,
  emptyTally,
  mostTelling,
  type PostLabel,
} from '../../pipelines/rules/diff-tally.js';
import type { RuleContext } from '../../pipelines/rules/rule.js';
import { analysisOf } from '../../pipelines/text/read.js';
import { createPool } from './rules-diff-pool.js';
import { ownConstants, type RuleVersion } from './rules-versions.js';

/** A post as it goes to the comparison; plain data. */
export interface PostToCompare {
  id: string;
  /** As stored: cleaned and masked. */
  text: string;
  /** Null where nobody decided. */
  label: PostLabel | null;
  /** Only when some rule is for some posts alone. */
  context?: RuleContext;
}

export interface DiffReport {
  old: string;
  new: string;
  changes: RuleChange[];
  constants: { name: string; old: number | null; new: number | null }[];
  /** `null` when no posts were looked at because no rule differs. */
  tally: DiffTally | null;
  /** How posts were found: all of them, or those that a changed rule may hit. */
  scan: 'all' | 'narrowed' | 'none';
  threads: number;
}

export interface PostSource {
  /** @param changes null: every post; else only posts that a rule of these may hit, and those with a label */
  pages(changes: readonly RuleChange[] | null): AsyncIterable<PostToCompare[]>;
  /** True when the source can find the posts that changed rules may hit. */
  canNarrow: boolean;
}

export interface DiffOptions {
  /** Most posts kept of each kind of change. */
  show: number;
  /** Worker threads for a full scan; 0: none. */
  threads: number;
  onProgress?: (looked: number) => void;
}

/** Beyond so many different queries of changed rules looking at every post is faster than asking the index. */
const mostQueries = 60;

/**
 * What another version of the rules makes of the posts. Posts that no changed rule hits are judged alike by both versions, so only the
 * others are judged; labelled ones always, for precision and recall.
 */
export async function compareVersions(
  before: RuleVersion,
  after: RuleVersion,
  source: PostSource,
  options: DiffOptions,
): Promise<DiffReport> {
  const changes = diffRules(before.rules, after.rules);
  const constants = diffConstants(before.constants ?? ownConstants, after.constants ?? ownConstants);
  const report = { old: before.name, new: after.name, changes, constants };
  if (changes.length === 0) return { ...report, tally: null, scan: 'none', threads: 0 };
  const isNarrow = source.canNarrow && concernedQueries(changes).length <= mostQueries;
  const pages = source.pages(isNarrow ? changes : null);
  const threads = isNarrow ? 0 : options.threads;
  const tally =
    threads > 0 ? await inThreads(before, after, pages, options) : await here(before, after, pages, options);
  return { ...report, tally, scan: isNarrow ? 'narrowed' : 'all', threads };
}

async function here(
  before: RuleVersion,
  after: RuleVersion,
  pages: AsyncIterable<PostToCompare[]>,
  { show, onProgress }: DiffOptions,
): Promise<DiffTally> {
  const comparer = new PostComparer(before.rules, after.rules);
  const tally = emptyTally(show);
  for await (const page of pages) {
    comparePage(comparer, page, tally);
    onProgress?.(tally.looked);
  }
  tally.posts = mostTelling(tally.posts, show);
  return tally;
}

async function inThreads(
  before: RuleVersion,
  after: RuleVersion,
  pages: AsyncIterable<PostToCompare[]>,
  { show, threads, onProgress }: DiffOptions,
): Promise<DiffTally> {
  const sideOf = ({ packs, taxonomy }: RuleVersion) => ({ packs, taxonomy });
  const pool = createPool({ old: sideOf(before), new: sideOf(after), show }, threads);
  let sent = 0;
  try {
    for await (const page of pages) {
      await pool.give(page);
      sent += page.length;
      onProgress?.(sent);
    }
    const tally = emptyTally(show);
    for (const part of await pool.finish()) addTally(tally, part);
    return tally;
  } finally {
    await pool.close();
  }
}

/** Compares one page; the same here and in the threads. */
export function comparePage(comparer: PostComparer, page: readonly PostToCompare[], tally: DiffTally): void {
  for (const { id, text, label, context } of page) {
    const options = { isJudged: label !== null && label.incident !== null, ...(context ? { context } : {}) };
    countPost(tally, { id, text, label }, comparer.compare(analysisOf(text), options));
  }
}
