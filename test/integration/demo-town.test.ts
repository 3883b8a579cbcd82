import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoTown, startDemoTown } from '../../scripts/demo-town/server.js';

const START = Date.parse('2026-11-22T12:00:00Z');
let nowMs = START;
let town: DemoTown;

beforeAll(async () => {
  town = await startDemoTown({ basePort: 0, startedAt: new Date(START), now: () => nowMs });
});
afterAll(async () => {
  await town.stop();
});

interface Raw {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** The bare answer: no decoding, no redirects, no cache. */
function get(url: string, headers: Record<string, string> = {}): Promise<Raw> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
      response.on('error', reject);
    })
      .on('error', reject)
      .end();
  });
}

describe('the sites over HTTP', () => {
  it('forbid /admin and /search in robots.txt and ask for no delay', async () => {
    for (const { origin } of Object.values(town.sites)) {
      const { status, body } = await get(`${origin}/robots.txt`);
      expect(status).toBe(200);
      expect(body.toString()).toBe('User-agent: *\nDisallow: /admin\nDisallow: /search\n');
    }
  });

  it('answer 304 to either validator until something changes', async () => {
    const url = `${town.sites.telegram.origin}/s/podslushano_svetlo`;
    const first = await get(url);
    const etag = String(first.headers.etag);
    expect((await get(url, { 'if-none-match': etag })).status).toBe(304);
    expect((await get(url, { 'if-modified-since': String(first.headers['last-modified']) })).status).toBe(304);
    nowMs = START + 60_000;
    expect((await get(url, { 'if-none-match': etag })).status).toBe(200);
    expect((await get(url, { 'if-modified-since': String(first.headers['last-modified']) })).status).toBe(200);
    nowMs = START;
  });

  it('gzip when the client accepts it, and only then', async () => {
    const url = `${town.sites.news.origin}/news/`;
    const plain = await get(url);
    const packed = await get(url, { 'accept-encoding': 'br, gzip' });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
    expect((await get(url, { 'accept-encoding': 'gzip;q=0' })).headers['content-encoding']).toBeUndefined();
  });

  it('serve the RSS feed in windows-1251 and the Atom feed in UTF-8', async () => {
    const rss = await get(`${town.sites.feed.origin}/rss.xml`);
    expect(rss.headers['content-type']).toBe('application/rss+xml; charset=windows-1251');
    expect(rss.body.toString('utf8')).toContain('\ufffd');
    expect(new TextDecoder('windows-1251').decode(rss.body)).toContain('Светлоозёрского городского округа');
    expect(rss.body.toString('latin1')).toContain('<ttl>1</ttl>');
    const atom = await get(`${town.sites.feed.origin}/atom.xml`);
    expect(new TextDecoder('utf-8', { fatal: true }).decode(atom.body)).toContain('Дневник старого района');
  });

  it('show a new post and an edit when their minute comes', async () => {
    const url = `${town.sites.news.origin}/news/ozero-zamerzaet`;
    expect((await get(url)).body.toString()).not.toContain('Сегодня провалилась собака');
    nowMs = START + 8 * 60_000;
    const later = (await get(url)).body.toString();
    expect(later).toContain('Сегодня провалилась собака');
    expect(later).toContain('видели лебедей');
    nowMs = START;
  });

  it('record who asked for what', async () => {
    await get(`${town.sites.forum.origin}/index.php`, { 'user-agent': 'Otklik-test' });
    expect(town.requests.at(-1)).toEqual({ site: 'forum', path: '/index.php', atMs: START, userAgent: 'Otklik-test' });
  });

  it('answer 404 to what they do not have', async () => {
    for (const path of ['/s/nobody', '/viewtopic.php?t=1', '/news/none', '/%']) {
      for (const site of ['telegram', 'forum', 'news', 'feed'] as const) {
        expect((await get(`${town.sites[site].origin}${path}`)).status).toBe(404);
      }
    }
  });
});

describe('the troubled site', () => {
  it('fails with 500', async () => {
    expect((await get(`${town.sites.trouble.origin}/s/broken`)).status).toBe(500);
  });

  it('serves half a megabyte of nested elements', async () => {
    const { body } = await get(`${town.sites.trouble.origin}/viewtopic.php?t=666`);
    expect(body.length).toBeGreaterThan(500_000);
    expect(body.toString().split('<div>').length).toBeGreaterThan(90_000);
  });

  it('serves NUL, lone surrogates, a line of 100 kB, open tags, and a sound message between them', async () => {
    const text = (await get(`${town.sites.trouble.origin}/s/odd`)).body.toString();
    for (const part of ['\u0000', '&#xD800;', 'а'.repeat(100_000), '<b>жирное <i>', 'его надо прочесть']) {
      expect(text.includes(part)).toBe(true);
    }
  });

  it('has a page with neither posts nor links', async () => {
    const text = (await get(`${town.sites.trouble.origin}/s/redesigned`)).body.toString();
    expect(text).not.toMatch(/<a |tgme_widget_message/);
  });

  it('has a body that does not end', async () => {
    const response = await fetch(`${town.sites.trouble.origin}/slow`);
    const reader = response.body?.getReader();
    const parts = [await reader?.read(), await reader?.read(), await reader?.read()];
    expect(parts.every((part) => part?.done === false)).toBe(true);
    await reader?.cancel();
  });
});

describe('starting and stopping', () => {
  it('frees its ports, also while a page without end is being read', async () => {
    const other = await startDemoTown({ basePort: 0 });
    const origin = other.sites.trouble.origin;
    const response = await fetch(`${origin}/slow`);
    await other.stop();
    await expect(response.text()).rejects.toThrow();
    await expect(fetch(origin)).rejects.toThrow();
    await other.stop();
  });

  it('names a taken port and the way out, and leaves nothing open', async () => {
    const { blocker, port } = await blockPort();
    await expect(startDemoTown({ basePort: port })).rejects.toThrow(
      new RegExp(`port ${port} on 127\\.0\\.0\\.1 is taken; .*OTKLIK_DEMO_PORT`),
    );
    await expect(startDemoTown({ basePort: port - 1 })).rejects.toThrow(`port ${port} `);
    await expect(fetch(`http://127.0.0.1:${port - 1}/`)).rejects.toThrow();
    await new Promise((resolve) => blocker.close(resolve));
  });

  it('refuses a speed or a base port that cannot be', async () => {
    await expect(startDemoTown({ basePort: 0, speed: 0 })).rejects.toThrow('speed 0');
    await expect(startDemoTown({ basePort: 65_534 })).rejects.toThrow('OTKLIK_DEMO_PORT');
  });
});

/** A port that is taken beside one that is free: the system may have given the neighbour to somebody else. */
async function blockPort(): Promise<{ blocker: Server; port: number }> {
  const listen = async (wanted: number): Promise<Server | null> => {
    const server = createServer();
    return new Promise((resolve) => {
      server.once('error', () => resolve(null));
      server.listen(wanted, '127.0.0.1', () => resolve(server));
    });
  };
  for (let turn = 0; turn < 50; turn += 1) {
    const blocker = await listen(0);
    if (blocker === null) continue;
    const { port } = blocker.address() as AddressInfo;
    const neighbour = await listen(port - 1);
    if (neighbour !== null) {
      await new Promise((resolve) => neighbour.close(resolve));
      return { blocker, port };
    }
    await new Promise((resolve) => blocker.close(resolve));
  }
  throw new Error('no two free ports side by side in 50 turns');
}
