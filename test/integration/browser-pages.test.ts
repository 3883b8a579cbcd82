/** Pages whose posts are made by scripts: what the browser may ask for, and what a hostile page can do. */
import { createSocket } from 'node:dgram';
import { existsSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createRenderer, type PageRenderer, type RendererOptions } from '../../crawlers/fetch/browser.js';
import { createFetcher, type FetchSource } from '../../crawlers/fetch/fetcher.js';
import { createHostGate } from '../../crawlers/fetch/host-gate.js';
import { silentLog } from '../../crawlers/log.js';
import { createMemoryFrontier } from '../../crawlers/schedule/memory-frontier.js';
import { systemClock } from '../../src/core/clock.js';
import { AppError } from '../../src/core/errors.js';

const executablePath = process.env.OTKLIK_CHROMIUM || '/usr/bin/chromium';
const delayMs = 100;
const passport = { ground: 'public page', terms: 'allowed', contact: 'test@example.org', expires: '2099-01-01' };

interface Asked {
  path: string;
  startedMs: number;
  endedMs: number;
  agent: string;
}

/** A site whose pages are given by path; all it is asked is written down. */
async function openSite(pages: Record<string, string | RequestListener>) {
  const asked: Asked[] = [];
  let connections = 0;
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '';
    const entry = { path, startedMs: Date.now(), endedMs: 0, agent: request.headers['user-agent'] ?? '' };
    asked.push(entry);
    response.on('finish', () => {
      entry.endedMs = Date.now();
    });
    const page = pages[path];
    if (typeof page === 'function') return page(request, response);
    response.statusCode = page === undefined ? 404 : 200;
    const type = path.endsWith('.js') ? 'text/javascript' : path.includes('/api/') ? 'application/json' : 'text/html';
    response.setHeader('content-type', `${type}; charset=utf-8`);
    response.end(page ?? '');
  });
  server.on('connection', () => {
    connections++;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    paths: () => asked.map(({ path }) => path),
    connections: () => connections,
    host: `127.0.0.1:${port}`,
    url: (path: string) => `http://127.0.0.1:${port}${path}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
type Site = Awaited<ReturnType<typeof openSite>>;

const shell = (script: string) =>
  `<!doctype html><html><head><title>Двор</title></head><body><div id="app"></div><script>${script}</script></body></html>`;
const sayDone = "document.getElementById('app').innerHTML = '<p class=done>готово</p>';";

describe('pages read with a browser', () => {
  const opened: { close(): Promise<unknown> }[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0).reverse()) await each.close();
  });
  beforeAll(() => {
    if (!existsSync(executablePath))
      throw new Error(`There is no Chromium at ${executablePath}: run «npm run services -- chromium».`);
  });

  async function site(pages: Record<string, string | RequestListener>): Promise<Site> {
    const made = await openSite(pages);
    opened.push(made);
    return made;
  }

  function reader(options: Partial<RendererOptions> = {}) {
    const renderer: PageRenderer = createRenderer({ executablePath, log: silentLog, version: 'test', ...options });
    const gate = createHostGate({ frontier: createMemoryFrontier(), clock: systemClock });
    const fetcher = createFetcher({ gate, log: silentLog, hostDelayMs: delayMs, renderer, version: 'test' });
    opened.push(fetcher, renderer);
    return async (home: Site, path: string, browser: Partial<NonNullable<FetchSource['browser']>> = {}) => {
      const source: FetchSource = {
        id: 'own',
        urls: [home.url('/')],
        allowPrivateNetwork: true,
        passport,
        timeZone: 'Asia/Omsk',
        language: 'ru',
        browser: { hosts: [], ...browser },
      };
      const fetched = await fetcher.fetchPage(home.url(path), { source, etag: '"old"' });
      if (fetched.status !== 'ok') throw new Error(fetched.status);
      return fetched.page.body;
    };
  }
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'read',
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    );

  it('show what their scripts made of them, and one host is asked for one thing at a time', async () => {
    const home = await site({
      '/': '<!doctype html><link rel=stylesheet href=/look.css><img src=/roof.png><video src=/film.mp4></video><div id=app></div><script src=/app.js></script>',
      '/app.js': `Promise.all([fetch('/api/1'), fetch('/api/2')]).then(async (all) => {
        const words = await Promise.all(all.map(async (each) => (await each.json()).text));
        const time = new Date(0).toLocaleTimeString('ru', { hour: '2-digit', minute: '2-digit' });
        document.getElementById('app').textContent = words.join('; ') + '; ' + time;
      });`,
      '/api/1': '{"text":"Нет света на Мира"}',
      '/api/2': '{"text":"Яма у школы"}',
    });
    const body = await reader()(home, '/');
    expect(body).toContain('Нет света на Мира; Яма у школы; 06:00');
    expect(home.paths().sort()).toEqual(['/', '/api/1', '/api/2', '/app.js', '/robots.txt']);
    expect(new Set(home.asked.map(({ agent }) => agent))).toEqual(new Set(['Otklik/test (+test@example.org)']));
    const inOrder = home.asked.toSorted((a, b) => a.startedMs - b.startedMs);
    for (const [at, { startedMs }] of inOrder.entries())
      if (at > 0) expect(startedMs - (inOrder[at - 1]?.endedMs ?? 0)).toBeGreaterThanOrEqual(delayMs - 2);
  });

  it('get scripts from other hosts only where the source names them, and from none that robots.txt forbids', async () => {
    const own = await site({
      '/robots.txt': 'User-agent: *\nDisallow: /api/closed\n',
      '/page': '',
      '/api/closed': '{}',
    });
    const library = await site({ '/lib.js': 'window.part = "библиотека";' });
    const tracker = await site({ '/count.js': '', '/robots.txt': '' });
    const page = `<!doctype html><div id=app></div><script src="${library.url('/lib.js')}"></script><script src="${tracker.url('/count.js')}"></script>
      <script>fetch('/api/closed').then(() => 'закрытое', () => 'нет').then((word) => { document.getElementById('app').textContent = window.part + ' ' + word; });</script>`;
    const home = await site({
      '/': page,
      '/robots.txt': 'User-agent: *\nDisallow: /api/closed\n',
      '/api/closed': '{}',
    });
    expect(await reader()(home, '/', { hosts: [library.host] })).toContain('библиотека нет');
    expect(home.paths().sort()).toEqual(['/', '/robots.txt']);
    expect(library.paths().sort()).toEqual(['/lib.js', '/robots.txt']);
    expect(tracker.connections()).toBe(0);
    expect(own.connections()).toBe(0);
  });

  it('keep what says how long it stays fresh, and ask for the data anew', async () => {
    const home = await site({
      '/': '<!doctype html><div id=app></div><script src=/app.js></script>',
      '/app.js': (_request, response) => {
        response.setHeader('cache-control', 'max-age=600');
        response.setHeader('content-type', 'text/javascript');
        response.end("fetch('/api/n').then((r) => r.text()).then((n) => { app.textContent = 'n' + n; });");
      },
      '/api/n': (_request, response) => {
        response.end(String(home.paths().filter((path) => path === '/api/n').length));
      },
    });
    const read = reader();
    expect(await read(home, '/')).toContain('n1');
    expect(await read(home, '/')).toContain('n2');
    expect(home.paths().filter((path) => path === '/app.js').length).toBe(1);
  });

  it('find no other way to the network', async () => {
    const prey = await site({});
    const socket = createSocket('udp4');
    let datagrams = 0;
    socket.on('message', () => {
      datagrams++;
    });
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const udpPort = socket.address().port;
    const at = prey.url('');
    const home = await site({
      '/': `<!doctype html><head><link rel=preconnect href="${at}"><link rel=dns-prefetch href="${at}"><link rel=prefetch href="${at}/p">
        <link rel=modulepreload href="${at}/m.js"><link rel=manifest href="${at}/manifest"></head><body><div id=app></div>
        <iframe src="${at}/frame"></iframe><object data="${at}/object"></object><form id=f action="${at}/form" method=post></form>
        <script>
          const quietly = (work) => { Promise.resolve().then(work).catch(() => {}); };
          quietly(() => new WebSocket('ws://${prey.host}/socket'));
          quietly(() => new EventSource('${at}/events'));
          quietly(() => navigator.sendBeacon('${at}/beacon', 'x'));
          quietly(() => fetch('${at}/get'));
          quietly(() => fetch('${at}/post', { method: 'POST', body: 'x', keepalive: true, mode: 'no-cors' }));
          quietly(() => fetch('/away').then(() => {}));
          quietly(() => fetch('http://169.254.169.254/latest/meta-data/'));
          quietly(() => fetch('http://[::1]:${prey.host.split(':')[1]}/'));
          quietly(() => import('${at}/module.js'));
          quietly(() => new Worker(URL.createObjectURL(new Blob(["fetch('${at}/worker'); new WebSocket('ws://${prey.host}/w'); importScripts('${at}/w.js')"]))));
          quietly(() => new SharedWorker(URL.createObjectURL(new Blob(["fetch('${at}/shared')"]))));
          quietly(() => navigator.serviceWorker.register('/sw.js'));
          quietly(() => window.open('${at}/popup'));
          quietly(() => { const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:${udpPort}' }, { urls: 'turn:${prey.host}?transport=tcp', username: 'u', credential: 'c' }] });
            peer.createDataChannel('x'); return peer.createOffer().then((offer) => peer.setLocalDescription(offer)); });
          quietly(() => new WebTransport('https://${prey.host}/transport'));
          quietly(() => { new Image().src = '${at}/image'; });
          setTimeout(() => quietly(() => document.getElementById('f').submit()), 30);
          setTimeout(() => { quietly(() => { location.href = '${at}/away'; }); }, 50);
          setTimeout(() => { ${sayDone} }, 200);
        </script>`,
      '/away': (_request, response) => {
        response.statusCode = 302;
        response.setHeader('location', `${at}/redirected`);
        response.end();
      },
      '/sw.js': "self.addEventListener('install', () => fetch('/swept'));",
    });
    expect(await reader()(home, '/', { waitFor: '.done' })).toContain('готово');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    socket.close();
    expect(prey.connections()).toBe(0);
    expect(datagrams).toBe(0);
    expect(home.paths().filter((path) => !['/', '/robots.txt', '/away'].includes(path))).toEqual([]);
  });

  it('that are hostile end in time, and the next one is read', async () => {
    const home = await site({
      '/good': shell(sayDone),
      '/busy': shell('while (true) {}'),
      '/hungry': shell("const all = []; while (true) all.push(new Array(1e6).fill('x' + all.length));"),
      '/dialogs': shell(`for (let n = 0; n < 20; n++) { alert(n); confirm(n); } ${sayDone}`),
      '/huge': shell("document.getElementById('app').textContent = 'x'.repeat(3 * 1024 * 1024);"),
      '/restless': shell(
        `${sayDone} let n = 0; (function ask() { fetch('/api/' + n++).finally(() => setTimeout(ask, 1)); })();`,
      ),
      '/leaving': shell(`${sayDone} onbeforeunload = () => { while (true) {} }; onunload = () => { while (true) {} };`),
      '/reload': shell(`${sayDone} setTimeout(() => location.reload(), 20);`),
    });
    const read = reader({ deadlineMs: 4_000 });
    const codes: Record<string, string> = {};
    for (const path of ['/busy', '/hungry', '/dialogs', '/huge', '/restless', '/leaving', '/reload']) {
      const startedMs = Date.now();
      codes[path] = await codeOf(read(home, path));
      expect(Date.now() - startedMs, path).toBeLessThan(25_000);
      expect(await read(home, '/good'), `after ${path}`).toContain('готово');
    }
    expect(codes).toEqual({
      '/busy': 'E_PAGE_INVALID',
      '/hungry': 'E_PAGE_INVALID',
      '/dialogs': 'read',
      '/huge': 'E_FETCH_TOO_LARGE',
      '/restless': 'read',
      '/leaving': 'read',
      '/reload': 'read',
    });
    expect(home.paths().filter((path) => path.startsWith('/api/')).length).toBeLessThanOrEqual(60);
  });

  it('outlive the end of the browser, which is replaced after so many pages', async () => {
    const home = await site({ '/': shell(sayDone) });
    const started: string[] = [];
    const log = { ...silentLog, debug: (_fields: object, message: string) => void started.push(message) };
    const read = reader({ pagesPerBrowser: 2, log });
    for (let n = 0; n < 5; n++) expect(await read(home, '/')).toContain('готово');
    expect(started.filter((message) => message === 'browser started').length).toBe(3);
  });

  it('are not asked for where there is no browser', async () => {
    const home = await site({ '/': shell(sayDone) });
    const read = reader({ executablePath: '/nowhere/chromium' });
    expect(await codeOf(read(home, '/'))).toBe('E_SERVICE_MISSING');
    const gate = createHostGate({ frontier: createMemoryFrontier(), clock: systemClock });
    const fetcher = createFetcher({ gate, log: silentLog });
    opened.push(fetcher);
    const source: FetchSource = {
      id: 'own',
      urls: [home.url('/')],
      allowPrivateNetwork: true,
      passport,
      timeZone: 'Asia/Omsk',
      language: 'ru',
      browser: { hosts: [] },
    };
    const before = home.asked.length;
    await expect(fetcher.fetchPage(home.url('/'), { source })).rejects.toThrow(
      /own is read with a browser.*OTKLIK_CHROMIUM/,
    );
    expect(home.asked.length).toBe(before);
  });
});
