import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type LookupFunction } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkUrl, classifyAddress, isInScope } from '../../crawlers/fetch/addresses.js';
import { createFetcher, type FetchSource, type HostGate } from '../../crawlers/fetch/fetcher.js';
import { silentLog } from '../../crawlers/log.js';
import { AppError } from '../../src/core/errors.js';

const passport = { ground: 'public page', terms: 'allowed', contact: 'test@example.org', expires: '2099-01-01' };
const source: FetchSource = {
  id: 'own',
  urls: ['http://example.org/'],
  allowPrivateNetwork: false,
  passport,
  timeZone: 'Europe/Moscow',
  language: 'ru',
};
const gate: HostGate = { pass: (_host, _source, _delay, request) => request() };

const hostile = [
  'http://127.0.0.1/',
  'http://localhost/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://127.1/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[64:ff9b:1::a00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[fe80::1]/',
  'http://[fc00::1]/',
  'http://[ff02::1]/',
  'http://[::]/',
  'http://0.0.0.0/',
  'http://10.0.0.5/',
  'http://172.31.255.1/',
  'http://192.168.1.1/',
  'http://100.64.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://198.18.0.1/',
  'http://example.org:22/',
  'http://example.org:6379/',
  'http://user:secret@example.org/',
  'file:///etc/passwd',
  'gopher://127.0.0.1:70/x',
  'ftp://example.org/',
  'javascript:alert(1)',
  'http://①②⑦.⓪.⓪.①/',
  'http://127.0.0.1./',
  'http://0/',
  'http://017700000001/',
  'http://[::ffff:0:7f00:1]/',
  'http://[fd00:ec2::254]/',
  'http://metadata.internal.example/',
  'https://127.0.0.1/',
  'data:text/html,<p>x',
  'ws://127.0.0.1/',
  'http://example.org:8471/',
];

/** Where a page that may be read sends its reader. */
const redirects = [
  'http://169.254.169.254/latest/meta-data/',
  'http://10.0.0.1/',
  'http://[::1]/',
  'http://0x7f.1/',
  'http://localhost:6379/',
  '//2130706433/',
  'file:///etc/passwd',
  'gopher://127.0.0.1:70/x',
  'http://user:secret@127.0.0.1/',
];

describe('address guard', () => {
  let server: Server;
  let connections = 0;
  let port = 0;
  beforeAll(async () => {
    server = createServer((_request, response) => response.end('ok'));
    server.on('connection', () => {
      connections++;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const codeOf = async (url: string, options: Partial<FetchSource>, lookup?: LookupFunction): Promise<string> => {
    const fetcher = createFetcher({ gate, log: silentLog, ...(lookup === undefined ? {} : { lookup }) });
    try {
      await fetcher.fetchPage(url, { source: { ...source, ...options } });
      return 'read';
    } catch (error) {
      return error instanceof AppError ? error.code : String(error);
    } finally {
      await fetcher.close();
    }
  };

  it.each(hostile)('refuses %s', async (url) => {
    const resolved: LookupFunction = (_host, _options, callback) =>
      callback(null, [{ address: '127.0.0.1', family: 4 }]);
    expect(await codeOf(url, { urls: [url] }, resolved)).toMatch(/^E_(?:ADDRESS_FORBIDDEN|ROBOTS_DISALLOWED)$/);
  });

  it('refuses a name when any of its addresses is private, and one that changes its mind', async () => {
    const mixed: LookupFunction = (_host, _options, callback) =>
      callback(null, [
        { address: '93.184.216.34', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ]);
    const url = `http://rebind.example:${port}/`;
    expect(await codeOf(url, { urls: [url] }, mixed)).toBe('E_ADDRESS_FORBIDDEN');
  });

  it('refuses a name that is public for robots.txt and private for the page', async () => {
    // Each asks anew: what was public a moment ago is of no account.
    let asked = 0;
    const flips: LookupFunction = (_host, _options, callback) =>
      callback(null, [{ address: ++asked === 1 ? '203.0.113.7' : '127.0.0.1', family: 4 }]);
    const url = `http://flip.example:${port}/`;
    expect(await codeOf(url, { urls: [url] }, flips)).toMatch(/^E_(?:ADDRESS_FORBIDDEN|ROBOTS_DISALLOWED)$/);
    expect(await codeOf(url, { urls: [url] }, flips)).toMatch(/^E_(?:ADDRESS_FORBIDDEN|ROBOTS_DISALLOWED)$/);
  });

  it.each(redirects)('follows no page and no robots.txt to %s', async (target) => {
    let pages = 0;
    const leads = createServer((request, response) => {
      const isRobots = request.url === '/robots.txt';
      if (!isRobots) pages++;
      if (isRobots && request.headers.host?.startsWith('localhost') === true)
        response.writeHead(302, { location: target });
      else if (isRobots) response.writeHead(404);
      else response.writeHead(302, { location: target });
      response.end();
    });
    await new Promise<void>((resolve) => leads.listen(0, '127.0.0.1', resolve));
    const at = (leads.address() as AddressInfo).port;
    try {
      for (const name of ['127.0.0.1', 'localhost']) {
        const url = `http://${name}:${at}/`;
        expect(await codeOf(url, { urls: [url], allowPrivateNetwork: true })).toMatch(
          /^E_(?:ADDRESS_FORBIDDEN|REDIRECT_INVALID|ROBOTS_DISALLOWED)$/,
        );
      }
      // The page itself was read where its robots.txt could be.
      expect(pages).toBe(1);
    } finally {
      await new Promise((resolve) => leads.close(resolve));
    }
  });

  it('made not one connection for all of these', () => {
    expect(connections).toBe(0);
  });

  it('reads loopback when the source allows it, but never link-local', async () => {
    const url = `http://127.0.0.1:${port}/`;
    expect(await codeOf(url, { urls: [url], allowPrivateNetwork: true })).toBe('read');
    expect(connections).toBeGreaterThan(0);
    expect(() => checkUrl(new URL('http://169.254.169.254/'), { urls: [], allowPrivateNetwork: true })).toThrowError(
      /never read/,
    );
  });

  it('knows public addresses, also inside IPv6', () => {
    for (const address of ['93.184.216.34', '2a00:1450::1', '::ffff:93.184.216.34', '64:ff9b::5db8:d822'])
      expect(classifyAddress(address)).toBe('public');
    for (const address of ['', 'example.org', '1.2.3', '::ffff:169.254.1.1'])
      expect(classifyAddress(address)).toBe('forbidden');
  });

  it('through a proxy too: the proxy is not even asked for what must not be read', async () => {
    const tunnels: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      tunnels.push(request.url ?? '');
      const target = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        target.pipe(socket).pipe(target);
      });
      for (const end of [socket, target]) end.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const lookup: LookupFunction = (host, _options, callback) =>
      callback(null, [{ address: host.startsWith('inner') ? '10.0.0.1' : '93.184.216.34', family: 4 }]);
    const fetcher = createFetcher({ gate, log: silentLog, lookup, proxy: address });
    const read = (url: string) => fetcher.fetchPage(url, { source: { ...source, urls: [url] } });
    try {
      await expect(read('http://inner.example/')).rejects.toMatchObject({ code: 'E_ADDRESS_FORBIDDEN' });
      await expect(read('http://169.254.169.254/')).rejects.toMatchObject({ code: 'E_ADDRESS_FORBIDDEN' });
      expect(tunnels).toEqual([]);
      const result = await read('http://outer.example/');
      expect(result.status === 'ok' ? result.page.body : result.status).toBe('ok');
      expect(new Set(tunnels)).toEqual(new Set(['outer.example:80']));
    } finally {
      await fetcher.close();
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    }
    expect(() => createFetcher({ gate, log: silentLog, proxy: 'socks5://a.example' })).toThrowError(
      /OTKLIK_HTTP_PROXY/,
    );
  });

  it('keeps to the hosts that the passport covers', () => {
    const urls = ['https://www.town.example/news/'];
    for (const url of ['https://town.example/', 'http://forum.town.example/x'])
      expect(isInScope(new URL(url), urls)).toBe(true);
    for (const url of ['https://nottown.example/', 'https://town.example.evil.example/', 'http://127.0.0.1/'])
      expect(isInScope(new URL(url), urls)).toBe(false);
  });
});
