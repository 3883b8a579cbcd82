/**
 * Channels of numbered posts on loopback, one host (port) each, in the form of Telegram's public preview. Every post is known, so that
 * what is stored can be held against what was served.
 */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ServedRequest {
  host: number;
  path: string;
  status: number;
  atMs: number;
}

export interface NumberedServer {
  /** Entries for config/sources/, one a channel. */
  sources: object[];
  /** All posts so far: «source id» + «/» + native id. */
  posts(): string[];
  /** Adds posts to every channel. */
  grow(count: number): void;
  requests: ServedRequest[];
  /** Shortest time between the ends of two requests to one host, ms. */
  shortestGapMs(): number;
  close(): Promise<void>;
}

export interface NumberedServerOptions {
  hosts: number;
  postsPerHost: number;
  pageSize: number;
  everyMinutes?: number;
  /** Time that an answer takes, ms. */
  answerMs?: number;
  /** Parts that replace those of every source. */
  source?: object;
}

const streets = [
  'Мира',
  'Победы',
  'Гагарина',
  'Школьная',
  'Лесная',
  'Полевая',
  'Озёрная',
  'Садовая',
  'Кирова',
  'Чехова',
];
const complaints = [
  (where: string) => `Огромная яма на дороге, ${where}, машины бьют колёса`,
  (where: string) => `Нет отопления третий день, батареи холодные, ${where}`,
  (where: string) => `Мусор не вывозят неделю, контейнеры переполнены, ${where}`,
  (where: string) => `Не горит фонарь, ${where}, вечером темно ходить`,
];

/**
 * Text number `number` of channel `host`: four complaints in seven posts; an address comes again every 70 posts and in the next channel,
 * so that many posts join an incident that is there.
 */
export function numberedText(host: number, number: number): string {
  const street = streets[(number + (host >> 1)) % streets.length];
  const write = complaints[number % 7];
  if (write === undefined)
    return `Хорошего дня, соседи! Сегодня выпуск № ${host}-${number}, всем пирогов и хорошей погоды`;
  return write(`улица ${street}, дом ${1 + (number % 35)}`);
}

export async function startNumberedServer(options: NumberedServerOptions): Promise<NumberedServer> {
  const { hosts, pageSize, answerMs = 0 } = options;
  let count = options.postsPerHost;
  const startedMs = Date.now() - 3_600_000;
  const requests: ServedRequest[] = [];

  function pageOf(host: number, before: number): string {
    const last = Math.min(count, before - 1);
    const first = Math.max(1, last - pageSize + 1);
    const numbers = Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => first + place);
    const messages = numbers.map((number) => {
      const at = new Date(startedMs + number * 1_000).toISOString().replace(/\.\d+Z/, '+00:00');
      return `<div class="tgme_widget_message js-widget_message" data-post="channel${host}/${number}"><div class="tgme_widget_message_text js-message_text">${numberedText(host, number)}</div><div class="tgme_widget_message_footer"><span class="tgme_widget_message_meta"><a class="tgme_widget_message_date" href="/channel${host}/${number}"><time datetime="${at}">12:00</time></a></span></div></div>`;
    });
    const more = first > 1 ? `<a href="/s/channel${host}?before=${first}" data-before="${first}"></a>` : '';
    return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>Канал ${host}</title></head><body>${more}${messages.join('\n')}</body></html>`;
  }

  const servers: Server[] = [];
  const sources: object[] = [];
  for (let host = 0; host < hosts; host++) {
    const server = createServer(async (request, reply) => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      if (answerMs > 0) await sleep(answerMs);
      const isPage = url.pathname === `/s/channel${host}`;
      const body = isPage ? pageOf(host, Number(url.searchParams.get('before') ?? Infinity)) : 'not found';
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"`;
      const status = !isPage ? 404 : request.headers['if-none-match'] === etag ? 304 : 200;
      const headers = isPage ? { 'content-type': 'text/html; charset=utf-8', etag } : { 'content-type': 'text/plain' };
      reply.writeHead(status, headers).end(status === 304 ? undefined : body);
      requests.push({ host, path: url.pathname + url.search, status, atMs: performance.now() });
    });
    await new Promise<void>((resolve, reject) => {
      server.on('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    servers.push(server);
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    sources.push({
      id: `numbered-${host}`,
      kind: 'telegram-channel',
      name: `Канал ${host}`,
      urls: [`http://127.0.0.1:${port}/s/channel${host}`],
      territory: 'demo-svetloozersk',
      everyMinutes: options.everyMinutes ?? 60,
      depth: { pages: 500, topics: 0 },
      requestsPerDay: 80_000,
      allowPrivateNetwork: true,
      passport: {
        ground: 'own test pages',
        terms: 'invented texts',
        contact: 'test@otklik.invalid',
        expires: '2099-12-31',
      },
      ...options.source,
    });
  }

  return {
    sources,
    requests,
    posts: () =>
      Array.from({ length: hosts }, (_, host) =>
        Array.from({ length: count }, (_unused, place) => `numbered-${host}/channel${host}/${place + 1}`),
      ).flat(),
    grow(more) {
      count += more;
    },
    shortestGapMs() {
      const last = new Map<number, number>();
      let shortest = Infinity;
      for (const { host, atMs } of requests) {
        shortest = Math.min(shortest, atMs - (last.get(host) ?? -Infinity));
        last.set(host, atMs);
      }
      return Math.round(shortest);
    },
    async close() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}
