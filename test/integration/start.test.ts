import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/own-redis.js';
import { makeWorkspace, showsStack, type Workspace } from '../support/processes.js';

describe('starting', () => {
  let workspace: Workspace;
  beforeAll(() => {
    workspace = makeWorkspace({ sources: [] });
  });
  afterAll(() => workspace?.remove());

  const without = { OTKLIK_REDIS_URL: '', OTKLIK_ELASTICSEARCH_URL: '' };

  it('the embedded demo makes one pass without any service and shows the queue', { timeout: 180_000 }, async () => {
    const OTKLIK_DEMO_PORT = String(await freeRange(5));
    const { code, stdout, stderr, ms } = await workspace.run(['up', '--embedded', '--once', '--demo'], {
      ...without,
      OTKLIK_DEMO_PORT,
    });
    expect([code, showsStack(stderr)]).toEqual([0, false]);
    expect(stdout).toContain('EMBEDDED: everything is in this process and nothing is kept after its end');
    expect(stdout).toMatch(/Очередь инцидентов \(\d{2,}\)/);
    expect(stdout).toMatch(/номер +тема +место +люди\/посты +статус +ответить до +исполнитель +текст/);
    console.info(`embedded pass over the demo town: ${ms} ms`);
  });

  it.each(['up', 'crawl', 'work', 'serve'])(
    '%s without addresses says which are missing and what to do',
    async (name) => {
      const { code, stderr, stdout } = await workspace.run([name], without);
      expect([code, stdout, showsStack(stderr)]).toEqual([1, '', false]);
      expect(lastLine(stderr)).toMatch(
        /^otklik: OTKLIK_REDIS_URL and OTKLIK_ELASTICSEARCH_URL not set: .*npm start.*--embedded/,
      );
    },
  );

  it('without a source says where to add one', async () => {
    const { code, stderr } = await workspace.run(['up', '--once']);
    expect([code, showsStack(stderr)]).toEqual([1, false]);
    expect(lastLine(stderr)).toContain('config/sources/');
  });

  it('a port that is taken says which setting moves it', { timeout: 120_000 }, async () => {
    const taken = await listen();
    try {
      const { code, stderr } = await workspace.run(['serve'], { OTKLIK_PORT: String(taken.port) });
      expect([code, showsStack(stderr)]).toEqual([1, false]);
      expect(lastLine(stderr)).toMatch(
        new RegExp(`^otklik: cannot listen on 127\\.0\\.0\\.1:${taken.port} .*OTKLIK_PORT`),
      );

      const demo = await workspace.run(['up', '--embedded', '--once', '--demo'], {
        ...without,
        OTKLIK_DEMO_PORT: String(taken.port),
      });
      expect([demo.code, showsStack(demo.stderr)]).toEqual([1, false]);
      expect(lastLine(demo.stderr)).toMatch(new RegExp(`${taken.port}.*OTKLIK_DEMO_PORT`));
    } finally {
      await new Promise((resolve) => taken.server.close(resolve));
    }
  });

  it('services that do not answer are named with the remedy', { timeout: 120_000 }, async () => {
    const nothing = `127.0.0.1:${await freePort()}`;
    const redis = await workspace.run(['work'], { OTKLIK_REDIS_URL: `redis://${nothing}` });
    expect([redis.code, showsStack(redis.stderr)]).toEqual([1, false]);
    expect(lastLine(redis.stderr)).toMatch(/^otklik: Redis does not answer.*OTKLIK_REDIS_URL/);
    const store = await workspace.run(['work'], { OTKLIK_ELASTICSEARCH_URL: `http://${nothing}` });
    expect([store.code, showsStack(store.stderr)]).toEqual([1, false]);
    expect(lastLine(store.stderr)).toMatch(/^otklik: Elasticsearch at .*OTKLIK_ELASTICSEARCH_URL/);
    const lock = await workspace.run(['work'], { OTKLIK_JOB_LOCK_MS: 'soon' });
    expect([lock.code, lock.stderr.includes('OTKLIK_JOB_LOCK_MS')]).toEqual([1, true]);
  });
});

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

async function listen(port = 0): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

/** First of `count` ports in a row that were free a moment ago. */
async function freeRange(count: number): Promise<number> {
  for (;;) {
    const base = 20_000 + Math.floor(Math.random() * 20_000);
    const held: Server[] = [];
    try {
      for (let at = 0; at < count; at++) held.push((await listen(base + at)).server);
      return base;
    } catch {
      // one of them is taken: another range
    } finally {
      await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
    }
  }
}
