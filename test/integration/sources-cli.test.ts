import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { type FakeHost, feedOf, startFakeHost } from '../support/crawl-kit.js';
import { makeWorkspace, until, type Workspace } from '../support/processes.js';

/** The registry as an administrator works with it, beside a collector that runs. */
let site: FakeHost;
let work: Workspace;
const isBroken = true;
const list = async () =>
  (await work.run(['sources', 'list', '--json'])).stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const passport = [
  '--ground',
  'own test page',
  '--terms',
  'all allowed',
  '--contact',
  'test@example.org',
  '--expires',
  '2099-01-01',
];
const common = ['--territory', 'demo-svetloozersk', '--private', '--every', '0.1', ...passport];

beforeAll(async () => {
  site = await startFakeHost((request, response) => {
    if (request.url === '/robots.txt') return void response.writeHead(404).end();
    if (request.url === '/forbidden') return void response.writeHead(403).end();
    const isPage = request.url === '/page';
    response.setHeader('content-type', isPage && isBroken ? 'text/html' : 'application/rss+xml');
    response.end(isPage && isBroken ? '<html><body>Ведутся работы</body></html>' : feedOf(site.origin, [1, 2, 3]));
  });
  work = makeWorkspace({ sources: [] });
  await work.run(['sources', 'list']);
}, 60_000);
afterAll(async () => {
  await work.remove();
  await site.close();
});

describe('otklik sources', () => {
  it('checks an address, adds it with the kind that reads it, and a running collector takes it up', async () => {
    const seen = await work.run([
      'sources',
      'check',
      `${site.origin}/feed`,
      '--contact',
      'test@example.org',
      '--private',
    ]);
    expect(seen.stdout).toContain('kind        feed (guessed)');
    expect(seen.stdout).toContain('posts       3, 2026-03-14');
    const collector = work.start(['crawl']);
    const added = await work.run([
      'sources',
      'add',
      'town-feed',
      '--url',
      `${site.origin}/feed`,
      '--name',
      'Лента',
      ...common,
    ]);
    expect(added.stdout).toContain('kind feed: 3 posts');
    expect(added.stdout).toContain('town-feed is in the registry');
    await until('the source is read', async () => ((await list())[0]?.state?.postsSeen === 3 ? true : null), {
      timeoutMs: 40_000,
    });
    expect(
      (
        await work.run([
          'sources',
          'add',
          'town-feed',
          '--url',
          'https://a.example/',
          '--name',
          'Л',
          '--kind',
          'feed',
          ...common,
        ])
      ).stderr,
    ).toContain('there is a source town-feed already');
    await collector.kill('SIGTERM');
  }, 90_000);

  it('keeps a page that cannot be read, and reads it once it can', async () => {
    await work.run([
      'sources',
      'add',
      'town-page',
      '--url',
      `${site.origin}/page`,
      '--name',
      'Страница',
      '--kind',
      'feed',
      ...common,
    ]);
    const collector = work.start(['crawl']);
    const failed = async () => (await list()).find(({ source }) => source.id === 'town-page')?.state?.lastError;
    await until('the page has failed', async () => ((await failed())?.code === 'E_PAGE_INVALID' ? true : null), {
      timeoutMs: 40_000,
    });
    await collector.kill('SIGTERM');
    // As of the index's last refresh.
    const kept = await until(
      'the page is kept',
      async () => {
        const result = await work.run(['page', 'town-page', '--replay']);
        return result.stdout === '' ? null : result;
      },
      { timeoutMs: 20_000 },
    );
    expect(kept.code).toBe(1);
    expect(kept.stdout).toContain('0 of 1 can be read now');
    // What an adapter that was mended would do: here the source turns out to be of another kind.
    const store = createElasticsearchStore({ url: work.elasticsearchUrl, indexPrefix: work.prefix });
    const [page] = await store.rawPages.list();
    const raw = await store.rawPages.get(page?.id ?? '');
    if (raw === null) throw new Error('no page is kept');
    const body = gzipSync(feedOf(site.origin, [7, 8])).toString('base64');
    await store.rawPages.put([{ ...raw, body, contentType: 'application/rss+xml' }]);
    const looked = await work.run(['page', raw.id, '--replay']);
    expect([looked.code, looked.stdout]).toEqual([
      0,
      expect.stringContaining('1 of 1 can be read now; nothing was sent'),
    ]);
    const sent = await work.run(['page', 'all', '--replay', '--send']);
    expect(sent.stdout).toContain('2 posts sent into the line');
    expect((await work.run(['page', 'all', '--replay'])).stderr).toContain('no page is kept for «all»');
    await store.close();
  }, 120_000);

  it('takes in a table, names what is wrong in it, and gives it out again', async () => {
    const path = join(work.configDir, 'list.csv');
    const head = 'id;kind;name;urls;territory;ground;terms;contact;expires\r\n';
    const row = (id: string, kind: string) =>
      `${id};${kind};Лента;${site.origin}/f/${id};demo-svetloozersk;открытая;разрешено;a@example.org;2099-01-01\r\n`;
    writeFileSync(path, head + row('one', 'feed') + row('Two', 'feed') + row('three', 'gopher'));
    const result = await work.run(['sources', 'import', path]);
    expect(result.code).toBe(1);
    expect(result.stdout).toContain('1 added, 0 changed, 0 as they were; 2 problems');
    expect(result.stderr).toContain(`${path}:3 id:`);
    expect(result.stderr).toContain('three.kind: there is no kind «gopher»');
    const out = join(work.configDir, 'out.yaml');
    await work.run(['sources', 'export', '--origin', 'registry', '--out', out]);
    expect((await work.run(['sources', 'import', out])).stdout).toContain('0 added, 0 changed, 3 as they were');
  }, 60_000);

  it('switches off and on for a reason, and says what it cannot do', async () => {
    expect((await work.run(['sources', 'disable', 'one'])).stderr).toContain('say why');
    expect((await work.run(['sources', 'disable', 'one', 'ghost', '--why', 'просили'])).stderr).toContain(
      'no source ghost',
    );
    expect((await work.run(['sources', 'disable', 'one', '--why', 'просили'])).stdout).toContain('one is off');
    const off = await work.run(['sources', 'list', '--health', 'disabled']);
    expect(off.stdout).toContain('просили (cli)');
    expect(off.stdout).toContain('1 of 1;');
    expect((await work.run(['sources', 'enable', 'one'])).stdout).toContain('one is on');
    expect((await work.run(['sources', 'list', '--health', 'sad'])).stderr).toContain('use one of disabled');
  }, 60_000);

  it('makes no request for a source whose passport is over', async () => {
    const old = [
      '--ground',
      'own test page',
      '--terms',
      'all allowed',
      '--contact',
      'test@example.org',
      '--expires',
      '2020-01-01',
    ];
    await work.run([
      'sources',
      'add',
      'over',
      '--url',
      `${site.origin}/over`,
      '--name',
      'Старая',
      '--kind',
      'feed',
      '--territory',
      'demo-svetloozersk',
      '--private',
      ...old,
    ]);
    const { stderr, code } = await work.run(['sources', 'check', 'over']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('expired on 2020-01-01, so not one request is made')]);
    expect(site.seen.some(({ url }) => url === '/over')).toBe(false);
  }, 60_000);
});
