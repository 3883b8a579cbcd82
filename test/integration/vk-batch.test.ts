/** Many walls of VK, read through a fake API: pages that wait travel together, each with its own budget, its own errors and its own post. */
import { afterEach, describe, expect, it } from 'vitest';
import { startCollector } from '../support/collector.js';
import { testSource } from '../support/crawl-kit.js';
import { type FakeVk, type FakeVkOptions, startFakeVk, type VkCall, type VkReply } from '../support/fake-vk.js';

const key = 'service-key-of-the-test';
const writtenAt = Math.floor(Date.now() / 1_000) - 600;

/** Wall n has post n, with one comment. */
function answerTo({ method, parameters }: VkCall): VkReply {
  const owner = Number(parameters.owner_id);
  const entry = { owner_id: owner, from_id: owner, date: writtenAt };
  if (method === 'wall.get')
    return {
      response: { count: 1, items: [{ ...entry, id: 5, text: `Яма у дома ${-owner}`, comments: { count: 1 } }] },
    };
  return {
    response: { count: 1, current_level_count: 1, items: [{ ...entry, id: 8, text: `И у нас, дом ${-owner}` }] },
  };
}

describe('many walls of VK', () => {
  let vk: FakeVk | null = null;
  afterEach(async () => await vk?.close());

  async function collect(
    walls: number,
    options: FakeVkOptions & { reply?: typeof answerTo; budget?: number; searches?: number } = {},
  ) {
    const server = await startFakeVk(key, options.reply ?? answerTo, options);
    vk = server;
    const sources = Array.from({ length: walls }, (_, n) =>
      testSource({
        id: `wall-${n + 1}`,
        kind: 'vk',
        urls: [`${server.origin}/club${n + 1}`],
        ...(n === 0 && options.budget !== undefined ? { requestsPerDay: options.budget } : {}),
      }),
    );
    for (let n = 1; n <= (options.searches ?? 0); n++)
      sources.push(testSource({ id: `search-${n}`, kind: 'vk', urls: [`${server.origin}/search/statuses?q=${n}`] }));
    const collector = await startCollector(sources, {
      apiKeys: { OTKLIK_VK_TOKEN: key },
      wideHosts: [new URL(server.origin).host],
    });
    return { ...collector, server, codes: () => [...collector.parts.letters.values()].map(({ code }) => code) };
  }
  const both = (walls: number) =>
    Array.from({ length: walls }, (_, n) => [`-${n + 1}_5`, `-${n + 1}_5_8`])
      .flat()
      .sort();

  it('take a twenty-fifth of the requests, one at a time, and bring every post once', async () => {
    const { pass, server, close } = await collect(200);
    try {
      expect(await pass()).toEqual(both(200));
      const calls = server.requests.flat();
      expect(calls).toHaveLength(400);
      expect(new Set(calls.map((call) => JSON.stringify(call))).size).toBe(400);
      expect(server.requests.length).toBeLessThanOrEqual(400 / 25 + 6);
      expect(server.mostAtOnce()).toBe(1);
      expect(server.shortestGapMs()).toBeGreaterThanOrEqual(4);
      expect(server.seen.some(({ url }) => url.includes(key) || url.includes('robots'))).toBe(false);
      expect(await pass(1)).toEqual([]);
    } finally {
      await close();
    }
  });

  it('fail one by one: a closed wall and closed comments keep nobody from the others', async () => {
    const { pass, server, frontier, close } = await collect(30, {
      reply: (call) => {
        if (call.method === 'wall.get' && call.parameters.owner_id === '-3') return { error: 15 };
        if (call.method === 'wall.getComments' && call.parameters.owner_id === '-4') return { error: 212 };
        return answerTo(call);
      },
    });
    try {
      const posts = await pass();
      expect(posts).toEqual(both(30).filter((id) => !['-3_5', '-3_5_8', '-4_5_8'].includes(id)));
      const states = new Map(
        (await frontier.health(['wall-3', 'wall-4', 'wall-5'])).map((each) => [each.sourceId, each]),
      );
      expect(states.get('wall-3')?.lastError).toMatchObject({
        code: 'E_SOURCE_CLOSED',
        message: expect.stringContaining('(15): this is not open to everybody'),
      });
      expect(states.get('wall-5')?.lastError).toBeNull();
      expect(server.requests.some((calls) => calls.length > 20)).toBe(true);
    } finally {
      await close();
    }
  });

  it('travel in smaller parties where the answer would be too long', async () => {
    const { pass, server, close } = await collect(40, { mostCalls: 6 });
    try {
      expect(await pass()).toEqual(both(40));
      const went = server.requests.filter((calls) => calls.length <= 6).flat();
      expect(went).toHaveLength(80);
    } finally {
      await close();
    }
  });

  it('wait all together when VK says that there were too many requests, and are read afterwards', async () => {
    let refusals = 0;
    const { pass, server, close, frontier } = await collect(30, {
      refuse: (calls) => (calls.length > 1 && ++refusals === 1 ? 6 : null),
    });
    try {
      const first = await pass();
      expect(first.length).toBeLessThan(60);
      // Which walls went together is not said: their visits are due at the same moment.
      const refused = server.requests.find((calls) => calls.length > 1) ?? [];
      const names = refused.map(({ parameters }) => `wall${parameters.owner_id}`);
      const states = await frontier.health(Array.from({ length: 30 }, (_, n) => `wall-${n + 1}`));
      const failed = states.filter(({ lastError }) => lastError?.code === 'E_FETCH_BLOCKED');
      expect(failed.map(({ sourceId }) => sourceId).sort()).toEqual(names.sort());
      expect([...first, ...(await pass(600))].sort()).toEqual(both(30));
    } finally {
      await close();
    }
  });

  it('leave a method alone whose calls are used up, while those that travel with it go on', async () => {
    let isUsedUp = true;
    const { pass, server, frontier, close } = await collect(12, {
      searches: 40,
      reply: (call) => {
        if (call.method !== 'newsfeed.search') return answerTo(call);
        if (isUsedUp) return { error: 29 };
        const n = Number(call.parameters.q);
        return {
          response: { count: 1, items: [{ owner_id: 7, from_id: 7, id: n, date: writtenAt, text: `Яма ${n}` }] },
        };
      },
    });
    const searches = () => server.requests.flat().filter(({ method }) => method === 'newsfeed.search').length;
    try {
      expect(await pass()).toEqual(both(12));
      const asked = searches();
      // What travelled in the batch that learnt of it; the ones behind are not asked for at all.
      expect(asked).toBeGreaterThan(0);
      expect(asked).toBeLessThanOrEqual(25);
      for (const { lastError, nextVisitAt } of await frontier.health(['search-1', 'search-40'])) {
        expect(lastError).toMatchObject({
          code: 'E_FETCH_BLOCKED',
          message: expect.stringMatching(
            /^The calls of newsfeed\.search that \S+ allows are used up: it is left alone until \d{4}-\d\d-\d\d \d\d:\d\d UTC/,
          ),
        });
        expect(Date.parse(nextVisitAt ?? '')).toBeGreaterThan(Date.now() + 50 * 60_000);
      }
      expect((await frontier.health(['wall-1']))[0]?.lastError).toBeNull();
      await pass(30);
      expect(server.requests.flat().filter(({ method }) => method === 'wall.get').length).toBeGreaterThan(12);
      expect(searches()).toBe(asked);
      isUsedUp = false;
      const found = await pass(31);
      expect(found.filter((id) => id.startsWith('7_'))).toHaveLength(40);
      expect((await frontier.health(['search-1']))[0]?.lastError).toBeNull();
    } finally {
      await close();
    }
  });

  it('are told of a used up method just the same when they are asked for alone', async () => {
    const { pass, server, frontier, close, codes } = await collect(0, { searches: 1, reply: () => ({ error: 29 }) });
    try {
      await pass();
      await pass(30);
      expect(server.requests.map((calls) => calls.map(({ method }) => method))).toEqual([['newsfeed.search']]);
      expect((await frontier.health(['search-1']))[0]?.lastError?.message).toContain('newsfeed.search');
      expect(codes()).toEqual([]);
      await pass(31);
      expect(server.requests).toHaveLength(2);
    } finally {
      await close();
    }
  });

  it('count each page against the budget of its own source', async () => {
    const { pass, server, frontier, close } = await collect(30, { budget: 1 });
    try {
      expect(await pass()).toEqual(both(30).filter((id) => id !== '-1_5_8'));
      expect(server.requests.flat().filter(({ parameters }) => parameters.owner_id === '-1')).toHaveLength(1);
      expect((await frontier.health(['wall-1']))[0]?.lastError).toMatchObject({ code: 'E_TOO_MANY_REQUESTS' });
    } finally {
      await close();
    }
  });
});
