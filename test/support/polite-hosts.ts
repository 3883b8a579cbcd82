/** Many fake hosts on loopback, each with manners of its own, that remember to the millisecond when they were asked for what. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { feedOf } from './crawl-kit.js';

/**
 * `plain`: a pause of a second is enough; `slow`: robots.txt asks for two; `tired`: every third page is refused with Retry-After; `closed`: robots.txt
 * answers 503.
 */
export type Manner = 'plain' | 'slow' | 'tired' | 'closed';
export const CRAWL_DELAY_S = 2;
export const RETRY_AFTER_S = 4;

export interface HostRecord {
  origin: string;
  manner: Manner;
  asked: { path: string; status: number; startMs: number; endMs: number }[];
  /** Most requests open at once. */
  mostAtOnce: number;
}

export interface PoliteHosts {
  hosts: HostRecord[];
  /** Entries for config/sources/, `perHost` of each host. */
  sources: object[];
  close(): Promise<void>;
}

export async function startPoliteHosts(
  count: number,
  perHost: number,
  mannerOf: (number: number) => Manner,
): Promise<PoliteHosts> {
  const servers: Server[] = [];
  const hosts: HostRecord[] = [];
  for (let number = 0; number < count; number++) {
    const host: HostRecord = { origin: '', manner: mannerOf(number), asked: [], mostAtOnce: 0 };
    let open = 0;
    let pages = 0;
    const server = createServer((request, response) => {
      const record = {
        path: request.url ?? '',
        status: 200,
        startMs: performance.now(),
        endMs: Number.POSITIVE_INFINITY,
      };
      host.asked.push(record);
      host.mostAtOnce = Math.max(host.mostAtOnce, ++open);
      response.on('close', () => {
        open--;
        record.endMs = performance.now();
      });
      const isRobots = record.path === '/robots.txt';
      const headers: Record<string, string> = { 'content-type': isRobots ? 'text/plain' : 'application/rss+xml' };
      if (host.manner === 'closed' && isRobots) record.status = 503;
      if (host.manner === 'tired' && !isRobots && ++pages % 3 === 0) {
        record.status = 429;
        headers['retry-after'] = String(RETRY_AFTER_S);
      }
      const robots =
        host.manner === 'slow' ? `User-agent: *\nCrawl-delay: ${CRAWL_DELAY_S}\n` : 'User-agent: *\nDisallow:\n';
      response.writeHead(record.status, headers);
      response.end(record.status === 200 ? (isRobots ? robots : feedOf(host.origin, [pages])) : '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    host.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    servers.push(server);
    hosts.push(host);
  }
  const sources = hosts.flatMap(({ origin }, number) =>
    Array.from({ length: perHost }, (_, page) => ({
      id: `polite-${number}-${page}`,
      kind: 'feed',
      name: `Лента ${number}-${page}`,
      urls: [`${origin}/feed/${page}`],
      territory: 'demo-svetloozersk',
      everyMinutes: 0.1,
      allowPrivateNetwork: true,
      passport: { ground: 'own test page', terms: 'all allowed', contact: 'test@example.org', expires: '2099-01-01' },
    })),
  );
  return {
    hosts,
    sources,
    async close() {
      for (const server of servers) server.closeAllConnections();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
