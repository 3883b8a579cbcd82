import { join } from 'node:path';
import type { ApiContext } from '../api/context.js';
import { hashPassword, makeOneTimePassword } from '../api/passwords.js';
import { buildServer } from '../api/server.js';
import type { Env } from '../config/env.js';
import type { Config } from '../config/load.js';
import { isoTime } from '../core/clock.js';
import { AppError } from '../core/errors.js';
import type { MetaReply, SystemReply } from '../core/http.js';
import type { TextVectors } from '../core/nearness.js';
import type { PlaceExplanation } from '../core/place-explanation.js';
import type { Store } from '../core/ports.js';
import type { RegisteredSource } from '../core/source.js';
import type { Role, User } from '../core/user.js';
import type { Logger } from '../log.js';
import { projectRoot, version } from '../version.js';
import type { Analysis } from './analysis.js';
import { draftsOver } from './answers.js';
import { openFrontier } from './crawl.js';
import { lookAgain } from './look-again.js';
import { readMetrics } from './metrics.js';
import type { Platform } from './platform.js';
import { createSeriesFinder } from './series.js';
import { sourceNames } from './source-names.js';
import { switchSources } from './source-registry.js';
import { openDesk, openLineQueues } from './work.js';

/** How often the names of sources are looked at. */
const namesEveryMs = 10_000;

/** Names for the screens: territories of the sources with everything above them, which grow with the registry. */
function metaOf(config: Config, { locator, router }: Analysis, homes: () => Iterable<string>): ApiContext['meta'] {
  const known = new Map<string, MetaReply['territories'][number]>();
  const add = (home: string): void => {
    if (known.has(home)) return;
    for (const id of [home, ...locator.lineage(home)]) {
      const territory = locator.territory(id);
      if (territory !== null) known.set(id, { id, name: territory.name, parent: territory.parent });
    }
  };
  for (const { territory } of config.sources) add(territory);
  return {
    version,
    groups: config.taxonomy.groups.map(({ code, ru, en, topics }) => ({ code, ru, en, topics })),
    executors: router.executors().map(({ id, name }) => ({ id, name })),
    get territories() {
      for (const home of homes()) add(home);
      return [...known.values()];
    },
  };
}

function explainPlace({ places }: Analysis, text: string, home: string | null): PlaceExplanation {
  const territory = home === null ? null : places.territoryNamed(home, 'home').id;
  return places.explain(text, { territory });
}

function territoriesWithin({ locator, territoryIds }: Analysis, ids: readonly string[]): string[] {
  return territoryIds.filter((id) => locator.lineage(id).some((one) => ids.includes(one)));
}

async function switchSource(
  { store, clock }: Platform,
  id: string,
  to: { by: string; reason: string | null },
): Promise<RegisteredSource> {
  const change = { isOn: to.reason === null, by: to.by, reason: to.reason ?? '', at: isoTime(clock.now()) };
  const [changed] = await switchSources(store.sources, [id], change);
  return changed ?? ((await store.sources.get(id)) as RegisteredSource);
}

export interface RunningServer {
  /** Address for people, e.g. http://127.0.0.1:8470 */
  url: string;
  close(): Promise<void>;
}

/** Role `serve`: API and web application. @throws AppError E_SERVICE_MISSING when the port is taken. */
export async function startServe(
  platform: Platform,
  config: Config,
  analysis: Analysis,
  options: { env: Env; log: Logger; vectors: TextVectors },
): Promise<RunningServer> {
  const { env, log, vectors } = options;
  const queues = platform.redis === null ? null : openLineQueues(platform, env.OTKLIK_PREFIX);
  const countQueues = async (): Promise<SystemReply['queues']> =>
    Promise.all(Object.values(queues ?? {}).map(async (queue) => ({ name: queue.name, ...(await queue.counts()) })));
  const askNames = sourceNames(platform.store.sources, platform.clock);
  const homes = new Set<string>();
  const namesNow = async () => {
    const names = await askNames();
    for (const { territory } of names) homes.add(territory);
    return names;
  };
  await namesNow();
  const stopFollowing = lookAgain(async () => void (await namesNow()), namesEveryMs, log, 'names of sources not read');
  const frontier = platform.redis === null ? null : openFrontier(platform, env, log);
  const server = await buildServer({
    context: {
      store: platform.store,
      desk: openDesk(platform, config, analysis, log),
      feed: platform.feed,
      series: createSeriesFinder({
        incidents: platform.store.incidents,
        config: config.series,
        clock: platform.clock,
      }),
      clock: platform.clock,
      meta: metaOf(config, analysis, () => homes),
      sourceNames: async () => (await namesNow()).map(({ id, name, kind }) => ({ id, name, kind })),
      switchSource: (id, to) => switchSource(platform, id, to),
      metrics: () =>
        readMetrics({
          store: platform.store,
          clock: platform.clock,
          queues: countQueues,
          frontier: async () => (frontier === null ? null : frontier.idleInfo(platform.clock.now())),
        }),
      metricsToken: env.OTKLIK_METRICS_TOKEN ?? null,
      vectors,
      draftsFor: draftsOver(config, analysis, platform.clock),
      territoriesWithin: (ids) => territoriesWithin(analysis, ids),
      explainPlace: (text, home) => explainPlace(analysis, text, home),
      queues: countQueues,
      mode: platform.mode,
    },
    log,
    webFolder: join(projectRoot, 'dist', 'web'),
    isSecure: env.OTKLIK_SECURE_COOKIE,
  });
  try {
    await server.listen({ host: env.OTKLIK_HOST, port: env.OTKLIK_PORT });
  } catch (cause) {
    await server.close();
    await stopFollowing();
    await frontier?.close();
    await Promise.all(Object.values(queues ?? {}).map((queue) => queue.close()));
    throw new AppError(
      'E_SERVICE_MISSING',
      `cannot listen on ${env.OTKLIK_HOST}:${env.OTKLIK_PORT} (${(cause as Error).message}): stop what runs there or choose another OTKLIK_PORT`,
      { cause },
    );
  }
  const bound = server.server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : env.OTKLIK_PORT;
  const host = env.OTKLIK_HOST.includes(':') ? `[${env.OTKLIK_HOST}]` : env.OTKLIK_HOST;
  return {
    url: `http://${host}:${port}`,
    async close() {
      await server.close();
      await stopFollowing();
      await frontier?.close();
      await Promise.all(Object.values(queues ?? {}).map((queue) => queue.close()));
    },
  };
}

/**
 * Makes a user with a one-time password, or gives an existing one a new one-time password.
 * @returns the password, which is stored nowhere
 */
export async function giveOneTimePassword(
  store: Store,
  login: string,
  options: { name?: string; role?: Role; territories?: string[]; executors?: string[] },
  nowMs: number,
): Promise<string> {
  const password = makeOneTimePassword();
  const before = await store.users.get(login);
  const user: User = {
    login,
    name: options.name ?? before?.name ?? login,
    role: options.role ?? before?.role ?? 'operator',
    passwordHash: await hashPassword(password),
    mustChangePassword: true,
    territories: options.territories ?? before?.territories ?? [],
    executors: options.executors ?? before?.executors ?? [],
    disabled: false,
    createdAt: before?.createdAt ?? isoTime(nowMs),
  };
  await store.users.put(user);
  return password;
}

/** The first start makes an administrator. @returns its one-time password; null when there are users already. */
export async function ensureAdministrator(store: Store, nowMs: number): Promise<string | null> {
  if ((await store.users.list()).length > 0) return null;
  return giveOneTimePassword(store, 'admin', { name: 'Администратор', role: 'administrator' }, nowMs);
}
