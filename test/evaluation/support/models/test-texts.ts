import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../../src/version.js';
import type { Labelled } from '../labelled.js';
import type { ScoredText } from './scored.js';

/** A text of the test with its truth, not yet scored. */
export type TestText = Pick<
  ScoredText,
  'id' | 'source' | 'kind' | 'incident' | 'group' | 'alt' | 'why' | 'wants' | 'urgent'
> & { text: string };

export const dataNames = ['civic.jsonl', 'noise.jsonl'];
export const feedNames = ['feed-a', 'feed-b'];
const feedFolder = join(projectRoot, 'test', 'evaluation', 'texts');

interface FeedPost {
  text: string;
  incident: boolean;
  group: string | null;
  alt?: string[];
  kind: string | null;
  urgent?: boolean;
  why?: string;
}

export function readJsonLines<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}

/** The ids of the part «test» of models/train/split.json. */
export function testIds(): Set<string> {
  const { test } = JSON.parse(readFileSync(join(projectRoot, 'models', 'train', 'split.json'), 'utf8')) as {
    test: Record<string, string[]>;
  };
  return new Set(Object.values(test).flat());
}

/** The development texts that nothing was trained or tuned on. */
export function readTestTexts(folder: string): TestText[] {
  const ids = testIds();
  return dataNames.flatMap((name) =>
    readJsonLines<Labelled>(join(folder, name))
      .filter(({ id }) => ids.has(id))
      .map(({ id, source, text, group, alt }) => ({
        id,
        source,
        text,
        kind: name === 'civic.jsonl' ? ('appeals' as const) : ('noise' as const),
        incident: name === 'civic.jsonl',
        group: group ?? null,
        alt: alt ?? [],
        why: null,
        wants: null,
        urgent: null,
      })),
  );
}

/** The invented feed posts; those that are not there are left out. */
export function readFeedPosts(folder = feedFolder): TestText[] {
  return feedNames
    .filter((name) => existsSync(join(folder, `${name}.jsonl`)))
    .flatMap((name) =>
      readJsonLines<FeedPost>(join(folder, `${name}.jsonl`)).map((post, index) => ({
        id: `${name}-${index}`,
        source: name,
        text: post.text,
        kind: 'feed' as const,
        incident: post.incident,
        group: post.incident ? post.group : null,
        alt: post.alt ?? [],
        why: post.why ?? null,
        wants: post.incident ? post.kind : null,
        urgent: post.incident ? (post.urgent ?? null) : null,
      })),
    );
}
