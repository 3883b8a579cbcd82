import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isoTime } from '../../src/core/clock.js';
import type { DeadLetter } from '../../src/core/dead-letter.js';
import type { DeadLetterStore, JobQueue, PostSink, PostStore } from '../../src/core/ports.js';
import type { PageRef, RawPost } from '../../src/core/post.js';
import type { RawPage } from '../../src/core/raw-page.js';
import { registered, type Source, type SourceState, sourceSchema } from '../../src/core/source.js';
import type { RawPageStore, SourceStore } from '../../src/core/source-ports.js';

/** One request as a host saw it: times in ms. */
export interface Seen {
  url: string;
  host: string;
  startedAt: number;
  endedAt: number;
  headers: IncomingMessage['headers'];
}

export interface FakeHost {
  origin: string;
  seen: Seen[];
  /** Most requests that were open at once. */
  mostAtOnce(): number;
  /** Shortest time between the end of a request and the start of the next. */
  shortestGapMs(): number;
  close(): Promise<void>;
}

/** A site on loopback that remembers when it was asked for what. */
export async function startFakeHost(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<FakeHost> {
  const seen: Seen[] = [];
  let open = 0;
  let most = 0;
  const server = createServer((request, response) => {
    const record: Seen = {
      url: request.url ?? '',
      host: request.headers.host ?? '',
      startedAt: Date.now(),
      endedAt: Date.now(),
      headers: request.headers,
    };
    seen.push(record);
    most = Math.max(most, ++open);
    response.on('close', () => {
      open--;
      record.endedAt = Date.now();
    });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    mostAtOnce: () => most,
    shortestGapMs: () =>
      seen
        .slice(1)
        .reduce(
          (least, record, at) => Math.min(least, record.startedAt - (seen[at] as Seen).endedAt),
          Number.POSITIVE_INFINITY,
        ),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Feed with the given entries, newest first. */
export function feedOf(origin: string, entries: readonly (string | number)[]): string {
  const items = entries.map(
    (id) =>
      `<item><title>Запись ${id}</title><guid>n-${id}</guid><link>${origin}/n/${id}</link><pubDate>Sat, 14 Mar 2026 09:05:00 +0300</pubDate><description>Текст записи ${id}</description></item>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Лента</title>${items.join('')}</channel></rss>`;
}

export function testSource(fields: Partial<Source> & Pick<Source, 'id' | 'urls'>): Source {
  return sourceSchema.parse({
    kind: 'feed',
    name: fields.id,
    territory: 'town',
    everyMinutes: 0.1,
    allowPrivateNetwork: true,
    passport: { ground: 'own test page', terms: 'all allowed', contact: 'test@example.org', expires: '2099-01-01' },
    ...fields,
  });
}

/** Stores, sink and queue in memory, with what they were given. */
export function memoryParts(sources: Source[], indexed?: (page: PageRef, posts: readonly RawPost[]) => Promise<void>) {
  const states = new Map<string, SourceState>();
  const letters = new Map<string, DeadLetter>();
  const batches: { page: PageRef; posts: readonly RawPost[] }[] = [];
  const jobs: { id: string; data: unknown }[] = [];
  const find = (id: string) => sources.find((source) => source.id === id);
  const at = isoTime(0);
  const store: Pick<SourceStore, 'list' | 'changedSince' | 'get' | 'byIds' | 'putStates' | 'states'> = {
    list: async () => sources.map((source) => registered(source, 'config', at)),
    changedSince: async () => sources.map((source) => registered(source, 'config', at)),
    byIds: async (ids) => (await Promise.all(ids.map((id) => store.get(id)))).flatMap((source) => source ?? []),
    get: async (id) => {
      const source = find(id);
      return source === undefined ? null : registered(source, 'config', at);
    },
    putStates: async (list) => {
      for (const state of list) states.set(state.sourceId, state);
    },
    states: async () => [...states.values()],
  };
  const deadLetters: DeadLetterStore = {
    put: async (list) => {
      for (const letter of list) letters.set(letter.id, letter);
    },
    list: async () => [...letters.values()],
    count: async () => letters.size,
    remove: async (ids) => {
      for (const id of ids) letters.delete(id);
    },
  };
  const kept = new Map<string, RawPage>();
  const rawPages: Pick<RawPageStore, 'put'> = {
    put: async (list) => {
      for (const page of list) kept.set(page.id, page);
    },
  };
  /** Posts that were found to be gone, and those that came back (null). */
  const removed: [id: string, at: string | null][] = [];
  const posts: Pick<PostStore, 'markRemoved'> = {
    markRemoved: async (ids, at) => void removed.push(...ids.map((id): [string, string | null] => [id, at])),
  };
  const sink: PostSink = {
    async accept(page, posts) {
      batches.push({ page, posts });
      await indexed?.(page, posts);
    },
  };
  function queue<T>(): JobQueue<T> {
    return {
      name: 'crawl',
      add: async (list) => void jobs.push(...list),
      counts: async () => ({ waiting: jobs.length, active: 0, delayed: 0, failed: 0 }),
    };
  }
  const nativeIds = () => batches.flatMap(({ posts }) => posts.map((post) => post.nativeId));
  return { states, letters, kept, removed, rawPages, posts, batches, jobs, store, deadLetters, sink, queue, nativeIds };
}

let compiled: URL | null = null;
/** Compiles the collector once per run (worker threads and child processes need JavaScript); the folder it lies in. */
export function compileCrawlers(): URL {
  if (compiled !== null) return compiled;
  const root = new URL('../../', import.meta.url);
  const out = new URL('.otklik/test-dist/', root);
  try {
    execFileSync(
      process.execPath,
      [
        fileURLToPath(new URL('node_modules/typescript/bin/tsc', root)),
        '-p',
        'tsconfig.build.json',
        '--outDir',
        fileURLToPath(out),
      ],
      { cwd: fileURLToPath(root), stdio: 'pipe' },
    );
  } catch (error) {
    // Type errors elsewhere do not keep the collector from being written; a missing file does.
    if (!existsSync(new URL('crawlers/parse-worker.js', out))) throw error;
  }
  compiled = pathToFileURL(fileURLToPath(out));
  if (!compiled.href.endsWith('/')) compiled = new URL(`${compiled.href}/`);
  return compiled;
}
