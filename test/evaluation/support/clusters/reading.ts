import { createHash } from 'node:crypto';
import type { RawPost } from '../../../../src/core/post.js';
import { readTexts } from '../data.js';
import { rawOf } from './posts.js';

/** Files of the development data that clusters are made of for reading. */
export const readingFiles = ['unlabelled.jsonl', 'civic.jsonl'] as const;

/** Home of each origin; the texts of one origin count as posts of one source. */
const homes: Record<string, string> = {
  troitsk: 'moscow-troitsk',
  perm1000: '57701000',
  omsk269: '52701000',
  kursk: '38000000',
  ryazan: '61701000001',
  perm: '57000000',
  omsk: '52701000',
};
const monthMs = 30 * 86_400_000;
const firstMs = Date.parse('2026-03-01T00:00:00.000Z');

/**
 * The texts as posts. Hardly any has a trustworthy date, so all are dealt over one month by their ids: no window parts what stands near, which is
 * harder than life.
 */
export function readingPosts(folder: string): RawPost[] {
  return readingFiles.flatMap((name) =>
    readTexts(folder, name).map(({ id, source, text }) =>
      rawOf({
        nativeId: id,
        sourceId: `read-${source}`,
        territory: homes[source] ?? '',
        threadId: null,
        author: id,
        publishedAt: new Date(firstMs + shareOf(id) * monthMs).toISOString(),
        text,
      }),
    ),
  );
}

/** 0 to 1, the same for the same id. */
function shareOf(id: string): number {
  return createHash('sha256').update(id).digest().readUInt32BE(0) / 2 ** 32;
}
