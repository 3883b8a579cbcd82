import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDesk } from '../../pipelines/incidents/desk.js';
import { project } from '../../pipelines/incidents/project.js';
import { createProcessFeed } from '../../pipelines/memory/in-process.js';
import { systemClock } from '../../src/core/clock.js';
import { findChainBreak } from '../../src/core/event-chain.js';
import type { ErrorReply, IncidentAction, IncidentCard } from '../../src/core/http.js';
import type { IncidentChange } from '../../src/core/incident.js';
import { seededRandom } from '../../src/core/seeded-random.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { cheapHash, password } from '../support/api-bench.js';
import { type CliProcess, makeWorkspace, type Workspace } from '../support/processes.js';
import { sampleIncidentPost, sampleMachine, sampleUser } from '../support/samples.js';
import { shippedCalendar } from '../support/working-calendar.js';

const incidents = Array.from({ length: 6 }, (_, number) => `iEdited${number}`);
const people = 20;
const edits = 1_000;
const joins = 300;

let workspace: Workspace;
let servers: CliProcess[];
let store: ReturnType<typeof createElasticsearchStore>;

beforeAll(async () => {
  workspace = makeWorkspace({ sources: [] });
  store = createElasticsearchStore({ url: workspace.elasticsearchUrl, indexPrefix: workspace.prefix });
  await store.setUp();
  for (let number = 0; number < people; number++) {
    const [login, name] = [`operator${number}`, `Оператор ${number}`];
    await store.users.put(sampleUser({ login, name, role: 'coordinator', passwordHash: cheapHash, territories: [] }));
  }
  await Promise.all(incidents.map((id) => deskOf().record(id, [opening(`${id}-first`)])));
  servers = [workspace.start(['serve']), workspace.start(['serve'])];
}, 120_000);
afterAll(async () => {
  await store?.close();
  await workspace?.remove();
});

/** A process of the line, as far as the log of incidents is concerned. */
const deskOf = () =>
  createDesk({
    incidents: store.incidents,
    labels: store.labels,
    feed: createProcessFeed(),
    calendar: shippedCalendar,
    clock: systemClock,
    bodies: { executorName: () => undefined },
  });
const opening = (postId: string): IncidentChange => ({
  type: 'opened',
  post: sampleIncidentPost({ postId, author: `author-${postId}` }),
  machine: sampleMachine(),
  clusterKeys: [],
});

interface Reply {
  status: number;
  body: IncidentCard & ErrorReply;
}
async function signIn(base: string, login: string) {
  const headers = { origin: base, 'content-type': 'application/json' };
  const session = await fetch(`${base}/api/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ login, password }),
  });
  expect([login, session.status]).toEqual([login, 200]);
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
  return async (path: string, body?: object): Promise<Reply> => {
    const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const reply = await fetch(base + path, {
      headers: body ? { ...headers, cookie } : { cookie, origin: base },
      ...sent,
    });
    return { status: reply.status, body: (await reply.json()) as Reply['body'] };
  };
}

describe('a thousand edits at once', () => {
  it('through two servers, while the line joins posts: none is lost, none is written twice', {
    timeout: 240_000,
  }, async () => {
    const bases = await Promise.all(servers.map(async (server) => (await server.says(/Queue: (http:\S+)/))[1] ?? ''));
    const callers = [];
    for (let number = 0; number < people; number++)
      callers.push(await signIn(bases[number % bases.length] ?? '', `operator${number}`));
    let sent = 0;
    const accepted: { id: string; text: string }[] = [];
    const refused = { conflict: 0, forbidden: 0 };
    const wrong: unknown[] = [];
    const startedMs = performance.now();
    const joining = Promise.all(
      [deskOf(), deskOf()].map(async (desk, half) => {
        for (let number = half; number < joins; number += 2)
          await desk.record(incidents[number % incidents.length] ?? '', [opening(`joined-${number}`)]);
      }),
    );
    await Promise.all(
      callers.map(async (call, who) => {
        const random = seededRandom(who + 1);
        const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
        for (let edit = 0; sent < edits; edit++) {
          sent += 1;
          const id = pick(incidents);
          const { body: card } = await call(`/api/incidents/${id}`);
          const text = `${who}-${edit}`;
          const actions: IncidentAction[] = [
            { type: 'comment', text },
            { type: 'accept' },
            { type: 'propose-answer', text },
            { type: 'return-answer', reason: text },
            { type: 'not-incident', reason: text },
            { type: 'reopen', reason: text },
            { type: 'pause', reason: 'other', note: text },
            { type: 'resume' },
          ];
          // Now and then what the state does not allow, as if the screen were behind.
          const action = pick(actions.filter(({ type }) => card.allowed.includes(type) || random() < 0.05));
          const reply = await call(`/api/incidents/${id}/actions`, { version: card.incident.version, action });
          if (reply.status === 200) {
            if (action.type === 'comment') accepted.push({ id, text });
            continue;
          }
          const { code, details } = reply.body.error;
          if (code === 'E_CONFLICT' && (details.events as unknown[]).length > 0) refused.conflict += 1;
          else if (reply.status === 409 && code === 'E_MOVE_FORBIDDEN') refused.forbidden += 1;
          else wrong.push([reply.status, action, reply.body]);
        }
      }),
    );
    await joining;
    const seconds = (performance.now() - startedMs) / 1_000;
    expect(wrong).toEqual([]);

    const commented: { id: string; text: string }[] = [];
    const joined: string[] = [];
    for (const id of incidents) {
      const log = await store.incidents.log(id);
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_event, at) => at + 1));
      const stored = await store.incidents.get(id);
      expect(stored).toEqual(project(log, shippedCalendar));
      expect(findChainBreak(log, stored?.logHash)).toBeNull();
      for (const { change } of log) {
        if (change.type === 'commented') commented.push({ id, text: change.text });
        if (change.type === 'post-joined') joined.push(change.post.postId);
      }
    }
    const order = (one: { text: string }, other: { text: string }) => (one.text < other.text ? -1 : 1);
    expect(commented.toSorted(order)).toEqual(accepted.toSorted(order));
    expect(joined.toSorted()).toEqual(Array.from({ length: joins }, (_, number) => `joined-${number}`).toSorted());
    console.info(
      `${sent} edits by ${people} people and ${joins} joins in ${seconds.toFixed(1)} s: ${refused.conflict} conflicts, ${refused.forbidden} moves not allowed`,
    );
  });
});
