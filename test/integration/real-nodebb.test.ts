/** A real NodeBB, filled over its own socket, read by the product's own collector. */
import { describe, expect, it } from 'vitest';
import type { RawPost } from '../../src/core/post.js';
import { collectSite } from '../support/collected-site.js';
import { testSource } from '../support/crawl-kit.js';
import { fillTown, type Said } from '../support/nodebb-town.js';
import { missingNodeBb, startNodeBb } from '../support/real-nodebb.js';

const missing = missingNodeBb();
const MINUTE_MS = 60_000;
/** In days. */
const TEN_MINUTES = 10 / 1_440;

/** What is wrong with what was read, one sentence each; `times` says how often a post was to come where not once. */
function missesOf(said: readonly Said[], posts: readonly RawPost[], times = new Map<Said, number>()): string[] {
  const misses: string[] = [];
  const authors = new Map<string, Set<string | null>>();
  for (const one of said) {
    const own = posts.filter(({ nativeId }) => nativeId === one.pid);
    const post = own.at(-1);
    const check = (what: string, is: unknown, should: unknown) => {
      if (is !== should) misses.push(`${one.pid}: ${what} is ${JSON.stringify(is)}, written ${JSON.stringify(should)}`);
    };
    check('number of times taken', own.length, times.get(one) ?? 1);
    if (post === undefined) continue;
    check('text', post.text, one.text);
    check('thread', post.threadId, one.tid);
    check('answered', post.replyTo, one.replyTo);
    check('edited', post.edited, one.isEdited);
    const lateMs = Math.abs(Date.parse(post.publishedAt ?? '') - one.writtenMs);
    if (!(lateMs < MINUTE_MS)) misses.push(`${one.pid}: time is ${post.publishedAt}`);
    if (!post.url.endsWith(`/post/${one.pid}`)) misses.push(`${one.pid}: address is ${post.url}`);
    if (one.author === null) check('author', post.author, null);
    else authors.set(one.author, (authors.get(one.author) ?? new Set()).add(post.author));
  }
  for (const [name, hashes] of authors)
    if (hashes.size > 1 || hashes.has(null)) misses.push(`${name} is ${hashes.size} authors`);
  if (new Set([...authors.values()].flatMap((hashes) => [...hashes])).size < authors.size)
    misses.push('several people are one author');
  for (const post of posts)
    if (!said.some(({ pid }) => pid === post.nativeId)) misses.push(`not expected: ${post.nativeId} «${post.text}»`);
  return misses;
}

describe.skipIf(missing !== null)(`a real NodeBB${missing === null ? '' : ` (${missing})`}`, () => {
  it('is read whole and exactly once from every list, and what changes there is noticed', {
    timeout: 240_000,
  }, async () => {
    const forum = await startNodeBb();
    const source = (id: string, path: string) =>
      testSource({
        id,
        kind: 'nodebb',
        urls: [`${forum.url}${path}`],
        requestsPerDay: 10_000,
        depth: { pages: 10, topics: 100 },
      });
    let site: Awaited<ReturnType<typeof collectSite>> | null = null;
    try {
      const town = await fillTown(forum);
      const category = (name: string) => `/api/category/${town.categories.get(name)}`;
      site = await collectSite([
        source('categories', '/api/categories'),
        source('recent', '/api/recent'),
        source('roads', category('Дороги')),
      ]);
      const collector = site;
      const readings = ['categories', 'recent', 'roads'] as const;
      const roads = new Set(town.said.filter(({ text }) => /Улица №|Правила|ям|Яма/.test(text)).map(({ tid }) => tid));
      const sees = (id: string) => town.said.filter(({ tid }) => id !== 'roads' || roads.has(tid));
      await collector.pass();
      for (const id of readings) expect.soft(missesOf(sees(id), collector.postsOf(id)), id).toEqual([]);
      expect(collector.troubles).toEqual([]);

      const { edited, gone, added, goneTopic } = await town.change();
      for (const { tid, text } of added) if (/яма/.test(text)) roads.add(tid);
      // A topic that is not there any more rests the host for a minute: who was behind it in the line comes later.
      for (const days of [1, 1]) {
        await collector.pass(days);
        for (let n = 0; n < 4; n++) await collector.pass(TEN_MINUTES);
      }
      const extra = (id: string) => [gone, ...goneTopic].filter(() => id !== 'roads');
      for (const id of readings) {
        const posts = collector.postsOf(id);
        expect.soft(missesOf([...sees(id), ...extra(id)], posts, new Map([[edited, 2]])), `${id} later`).toEqual([]);
        const removed = posts.filter((post) => collector.removed().has(post.id)).map(({ nativeId }) => nativeId);
        // A topic that was deleted is refused like one for members only: that says nothing of its posts.
        expect.soft(removed, `removed of ${id}`).toEqual(id === 'roads' ? [] : [gone.pid]);
      }
      const others = collector.troubles.filter((trouble) => !/asked to be left alone for 60 s/.test(trouble));
      expect(others.filter((trouble) => !trouble.includes(`/api/topic/${goneTopic[0]?.tid}/`))).toEqual([]);

      const members = await collectSite([source('closed', category('Для своих'))]);
      await members.pass();
      await members.close();
      expect(members.postsOf('closed')).toEqual([]);
      expect(members.troubles).toEqual([expect.stringContaining('Host answered 401')]);
    } finally {
      await site?.close();
      await forum.stop();
    }
  });
});
