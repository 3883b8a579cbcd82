/** The API over the store in memory, called in process. */
import { scryptSync } from 'node:crypto';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { draftsFor } from '../../pipelines/answers/drafts.js';
import { loadAnswers } from '../../pipelines/answers/load.js';
import { createDesk } from '../../pipelines/incidents/desk.js';
import { project } from '../../pipelines/incidents/project.js';
import { createProcessFeed } from '../../pipelines/memory/in-process.js';
import type { ApiContext } from '../../src/api/context.js';
import { buildServer } from '../../src/api/server.js';
import { readMetrics } from '../../src/app/metrics.js';
import { createSeriesFinder } from '../../src/app/series.js';
import { switchSources } from '../../src/app/source-registry.js';
import { noTextVectors } from '../../src/app/text-vectors.js';
import { loadAnswersConfig } from '../../src/config/answer-files.js';
import { isoTime, manualClock } from '../../src/core/clock.js';
import type { MachineHalf } from '../../src/core/incident-machine.js';
import type { TextVectors } from '../../src/core/nearness.js';
import type { Store } from '../../src/core/ports.js';
import { seriesConfigSchema } from '../../src/core/series.js';
import type { RegisteredSource } from '../../src/core/source.js';
import type { Role, User } from '../../src/core/user.js';
import { createLogger } from '../../src/log.js';
import { createMemoryStore } from '../../src/store/memory.js';
import { sampleEvent, sampleIncidentPost, sampleMachine, samplePost, sampleUser } from './samples.js';
import { shippedCalendar } from './working-calendar.js';

const answers = loadAnswersConfig('config');
const { templates } = loadAnswers(answers.files, answers.taxonomy);
const answerContext = { taxonomy: answers.taxonomy, calendar: shippedCalendar, phoneOf: () => null };

export const apiNowMs = Date.parse('2026-03-02T10:00:00.000Z');
export const password = 'correct horse battery';

/** A stored hash of `password` at a cost that tests can afford. */
export const cheapHash = (() => {
  const salt = Buffer.alloc(16, 7);
  const hash = scryptSync(password, salt, 32, { N: 1_024, r: 8, p: 1 });
  return ['scrypt', 1_024, 8, 1, salt.toString('base64url'), hash.toString('base64url')].join('$');
})();

export interface ApiBench {
  app: FastifyInstance;
  store: Store;
  context: ApiContext;
  clock: ReturnType<typeof manualClock>;
  /** Lines that the server logged. */
  logged: Record<string, unknown>[];
  addUser(login: string, role: Role, overrides?: Partial<User>): Promise<void>;
  /** Logs in and returns the cookie; the second time the same one, since logins are limited. */
  login(login: string): Promise<string>;
  call(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    cookie?: string,
    body?: object,
    extra?: InjectOptions,
  ): Promise<LightMyRequestResponse>;
  /** Writes an incident with one post; returns its id. */
  addIncident(
    id: string,
    options?: {
      machine?: Partial<MachineHalf>;
      text?: string;
      at?: string;
      /** When its posts were published; else as the samples say. */
      published?: string;
      sourceId?: string;
      authors?: string[];
      /** As in Post.vector, of all its posts. */
      vector?: string | null;
    },
  ): Promise<string>;
  close(): Promise<void>;
}

/** @param options.store replaces parts of the store, for faults */
export async function makeApi(
  options: {
    store?: (store: Store) => Store;
    isSecure?: boolean;
    vectors?: TextVectors;
    explainPlace?: ApiContext['explainPlace'];
  } = {},
): Promise<ApiBench> {
  const clock = manualClock(apiNowMs);
  const base = createMemoryStore({ clock });
  const store = options.store?.(base) ?? base;
  const feed = createProcessFeed();
  const desk = createDesk({
    incidents: store.incidents,
    labels: store.labels,
    feed,
    calendar: shippedCalendar,
    clock,
    bodies: { executorName: (id) => ({ lighting: 'Горсвет Заречья', water: 'Водоканал' })[id] },
  });
  const logged: Record<string, unknown>[] = [];
  const context: ApiContext = {
    store,
    desk,
    feed,
    series: createSeriesFinder({ incidents: store.incidents, config: seriesConfigSchema.parse({}), clock }),
    clock,
    meta: {
      version: '1.2.3',
      groups: [],
      executors: [{ id: 'lighting', name: 'Горсвет Заречья' }],
      territories: [
        { id: 'region', name: 'Приозёрная область', parent: null },
        { id: 'zarechye', name: 'Заречье', parent: 'region' },
        { id: 'zarechye-north', name: 'Северный', parent: 'zarechye' },
        { id: 'lesnoe', name: 'Лесное', parent: 'region' },
      ],
    },
    vectors: options.vectors ?? noTextVectors,
    draftsFor: (incident) => draftsFor(templates, incident, answerContext, clock.now()),
    territoriesWithin: (ids) => [...ids, ...(ids.includes('zarechye') ? ['zarechye-north'] : [])],
    explainPlace:
      options.explainPlace ??
      (() => {
        throw new Error('no places in this test');
      }),
    sourceNames: async () => (await store.sources.list()).map(({ id, name, kind }) => ({ id, name, kind })),
    async switchSource(id, { by, reason }) {
      const to = { isOn: reason === null, by, reason: reason ?? '', at: isoTime(clock.now()) };
      const [changed] = await switchSources(store.sources, [id], to);
      return changed ?? ((await store.sources.get(id)) as RegisteredSource);
    },
    metrics: () => readMetrics({ store, clock, queues: async () => [], frontier: async () => null }),
    metricsToken: 'token of the monitoring',
    queues: async () => [],
    mode: 'embedded',
  };
  const log = createLogger({
    level: 'info',
    format: 'json',
    destination: { write: (line) => void logged.push(JSON.parse(line) as Record<string, unknown>) },
  });
  const app = await buildServer({ context, log, webFolder: null, isSecure: options.isSecure ?? false });

  const call: ApiBench['call'] = (method, url, cookie, body, extra = {}) =>
    app.inject({
      method,
      url,
      ...(cookie === undefined ? {} : { headers: { cookie } }),
      ...(body === undefined ? {} : { payload: body }),
      ...extra,
    });

  const cookies = new Map<string, string>();

  return {
    app,
    store,
    context,
    clock,
    logged,
    call,
    async addUser(login, role, overrides = {}) {
      await store.users.put(sampleUser({ login, role, territories: [], passwordHash: cheapHash, ...overrides }));
    },
    async login(login) {
      const held = cookies.get(login);
      if (held !== undefined) return held;
      const reply = await call('POST', '/api/session', undefined, { login, password });
      if (reply.statusCode !== 200) throw new Error(`${login} could not log in: ${reply.body}`);
      const [cookie] = reply.cookies;
      cookies.set(login, `${cookie?.name}=${cookie?.value}`);
      return `${cookie?.name}=${cookie?.value}`;
    },
    async addIncident(
      id,
      {
        machine = {},
        text = `Текст обращения ${id}`,
        at = '2026-03-02T09:00:00.000Z',
        published,
        sourceId = 'zarechye-forum',
        authors = ['authorsecret1'],
        vector = null,
      } = {},
    ) {
      const half = sampleMachine({ territories: ['zarechye', 'region'], ...machine });
      const events = authors.map((author, index) => {
        const post = sampleIncidentPost({
          postId: `${id}-p${index}`,
          ...{ author, text, sourceId },
          ...(published === undefined ? {} : { publishedAt: published }),
        });
        const clusterKeys = [`clustersecret${index}`];
        const change =
          index === 0
            ? { type: 'opened' as const, post, machine: half, clusterKeys }
            : { type: 'post-joined' as const, post, clusterKeys };
        return sampleEvent({ incidentId: id, seq: index + 1, at, change });
      });
      await store.posts.save(
        authors.map((author, index) =>
          samplePost({ id: `${id}-p${index}`, author, text, sourceId, incidentId: id, place: half.place, vector }),
        ),
      );
      await store.incidents.append(events, project(events, shippedCalendar));
      return id;
    },
    close: () => app.close(),
  };
}
