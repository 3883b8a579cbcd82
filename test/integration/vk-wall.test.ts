/** A wall of VK as the collector reads it: post, comments and their answers once each, and again what the wall counts more of. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCollector } from '../support/collector.js';
import { testSource } from '../support/crawl-kit.js';
import { type FakeVk, startFakeVk } from '../support/fake-vk.js';

const key = 'service-key-of-the-test';
const writtenAt = Math.floor(Date.now() / 1_000) - 600;
const said = (id: number, text: string, more: object = {}) => ({
  id,
  owner_id: -1,
  from_id: 900 + id,
  date: writtenAt + id,
  text,
  ...more,
});

describe('a wall of VK', () => {
  const comments = [
    said(21, 'У нас тоже'),
    said(22, 'Звонили, обещают', { thread: { count: 1, items: [said(23, 'Третий день')] } }),
  ];
  let isClosed = false;
  let host: FakeVk;
  beforeAll(async () => {
    host = await startFakeVk(key, ({ method }) => {
      if (isClosed) return { error: 15 };
      const count = comments.length + 1;
      const posts = [
        said(12, 'Нет света на Лесной, 12', { comments: { count } }),
        said(11, 'Правила группы', { comments: { count: 0 } }),
      ];
      if (method === 'wall.get') return { response: { count: 2, items: posts } };
      return { response: { count, current_level_count: comments.length, items: comments.toReversed() } };
    });
  });
  afterAll(() => host.close());

  it('is collected with its comments, and only what is new later', async () => {
    const source = testSource({ id: 'vk-wall', kind: 'vk', urls: [`${host.origin}/zaozersk`] });
    const { pass, parts, post, close } = await startCollector([source], { apiKeys: { OTKLIK_VK_TOKEN: key } });
    try {
      expect(await pass(0)).toEqual(['-1_11', '-1_12', '-1_12_21', '-1_12_22', '-1_12_23']);
      expect(post('-1_12_23')).toMatchObject({ threadId: '-1_12', replyTo: '-1_12', text: 'Третий день' });
      comments.push(said(24, 'Дали свет'));
      expect(await pass(60)).toEqual(['-1_12_24']);
      expect(await pass(60)).toEqual([]);
      expect(parts.letters.size).toBe(0);
      expect(new Set(host.seen.map(({ headers }) => headers.authorization))).toEqual(new Set([`Bearer ${key}`]));
      expect(host.seen.some(({ url }) => url.includes(key) || url.includes('robots'))).toBe(false);
    } finally {
      await close();
    }
  });

  it('that closes is asked for ever more seldom, says so in its state, and is read again when it opens', async () => {
    const source = testSource({ id: 'vk-closing', kind: 'vk', urls: [`${host.origin}/zaozersk`] });
    const { pass, frontier, parts, close } = await startCollector([source], { apiKeys: { OTKLIK_VK_TOKEN: key } });
    const day = 24 * 60;
    const walls = () => host.requests.flat().filter(({ method }) => method === 'wall.get').length;
    try {
      await pass();
      isClosed = true;
      await pass(60);
      const asked: number[] = [];
      for (let days = 1; days <= 28; days++) {
        const before = walls();
        await pass(day);
        if (walls() > before) asked.push(days);
      }
      expect(asked).toEqual([1, 3, 7, 14, 21, 28]);
      const [state] = await frontier.health(['vk-closing']);
      expect(state?.lastError).toMatchObject({
        code: 'E_SOURCE_CLOSED',
        message: expect.stringMatching(/\(15\): this is not open to everybody\. .+ask its administrators/),
      });
      expect(parts.letters.size).toBe(0);
      isClosed = false;
      await pass(7 * day);
      expect((await frontier.health(['vk-closing']))[0]?.lastError).toBeNull();
    } finally {
      isClosed = false;
      await close();
    }
  });
});
