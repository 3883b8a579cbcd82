import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorReply, IncidentCard } from '../../src/core/http.js';
import { type NumberedServer, startNumberedServer } from '../support/numbered-server.js';
import { type OwnRedis, startOwnRedis } from '../support/own-redis.js';
import { type CliProcess, makeWorkspace, showsStack, until, type Workspace } from '../support/processes.js';
import { type Auditor, openAuditor } from '../support/processes-audit.js';

/** One host with many pages: the crawler always has visits that wait for their turn. */
describe('the roles', () => {
  let redis: OwnRedis;
  let server: NumberedServer;
  let workspace: Workspace;
  let auditor: Auditor;
  let roles: Record<'crawl' | 'work' | 'serve', CliProcess>;
  beforeAll(async () => {
    redis = await startOwnRedis();
    server = await startNumberedServer({ hosts: 4, postsPerHost: 400, pageSize: 10, everyMinutes: 0.1 });
    workspace = makeWorkspace({ sources: server.sources, redisUrl: redis.url });
    auditor = openAuditor(workspace.prefix, redis.url);
    roles = { crawl: workspace.start(['crawl']), work: workspace.start(['work']), serve: workspace.start(['serve']) };
    await Promise.all(Object.values(roles).map((role) => role.says(/role started/, 60_000)));
    const hasIncidents = async () =>
      (await auditor.postCount()) > 60 && (await auditor.incidents()).length > 3 ? true : null;
    await until('there are incidents', hasIncidents, { timeoutMs: 60_000 });
  }, 150_000);
  afterAll(async () => {
    await workspace?.remove();
    await auditor?.close();
    await server?.close();
    await redis?.remove();
  });

  it('let fifty operators act at once on one incident: one wins, all others see what came between', {
    timeout: 120_000,
  }, async () => {
    const base = (await roles.serve.says(/Queue: (http:\S+)/))[1] ?? '';
    const password = (await roles.serve.says(/one-time password: (\S+)/))[1] ?? '';
    const call = await logIn(base, password);
    const [incident] = await auditor.incidents();
    const path = `/api/incidents/${incident?.id}`;
    const before = (await call<IncidentCard>('GET', path)).body;

    // Three rounds: all act on the same version, one wins, the others look at what came between and decide again.
    let seen = before.incident.version;
    let waiting = Array.from({ length: 50 }, (_, number) => `замечание ${number}`);
    const won: string[] = [];
    const startedMs = performance.now();
    for (let round = 1; round <= 3; round++) {
      const replies = await Promise.all(
        waiting.map(async (text) => {
          const request = { version: seen, action: { type: 'comment', text } };
          return { text, ...(await call<IncidentCard & ErrorReply>('POST', `${path}/actions`, request)) };
        }),
      );
      const losers = replies.filter(({ status }) => status !== 200);
      for (const { status, body } of losers) {
        expect([status, body.error.code]).toEqual([409, 'E_CONFLICT']);
        const { version, events } = body.error.details as { version: number; events: { seq: number }[] };
        // Without a gap: from the version that was seen to the one that is there.
        expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: version - seen }, (_, at) => seen + 1 + at));
        expect(events.length).toBeGreaterThan(0);
      }
      const winners = replies.filter(({ status }) => status === 200).map(({ text }) => text);
      expect(winners).toHaveLength(1);
      won.push(...winners);
      waiting = losers.map(({ text }) => text);
      seen = (await call<IncidentCard>('GET', path)).body.incident.version;
    }
    const { history } = (await call<IncidentCard>('GET', path)).body;
    expect(history.map(({ seq }) => seq)).toEqual(history.map((_event, at) => at + 1));
    expect(history.flatMap(({ change }) => (change.type === 'commented' ? [change.text] : []))).toEqual(won);
    console.info(`three rounds of 50, 49 and 48 actions: ${Math.round(performance.now() - startedMs)} ms`);
  });

  it.each(['crawl', 'work', 'serve'] as const)(
    '%s ends within 30 s of SIGTERM with code 0, no job active, no stack',
    {
      timeout: 60_000,
    },
    async (name) => {
      const end = await roles[name].kill('SIGTERM');
      expect([end.code, end.signal]).toEqual([0, null]);
      expect(end.ms).toBeLessThan(30_000);
      expect(end.stderr).toContain('"stopped"');
      expect(showsStack(end.stdout + end.stderr)).toBe(false);
      const busy = await auditor.busyQueues();
      const mine = name === 'crawl' ? ['fetch'] : name === 'work' ? ['posts', 'candidates', 'index'] : [];
      expect(mine.map((queue) => busy[queue]?.active ?? 0)).toEqual(mine.map(() => 0));
      console.info(`${name} ended ${end.ms} ms after SIGTERM`);
    },
  );

  it('end within 30 s of SIGTERM although Redis does not answer any more', { timeout: 120_000 }, async () => {
    const [crawl, work] = [workspace.start(['crawl']), workspace.start(['work'])];
    await Promise.all([crawl, work].map((role) => role.says(/role started/)));
    await redis.kill();
    const ends = await Promise.all([crawl, work].map((role) => role.kill('SIGTERM')));
    for (const end of ends) {
      expect(end.ms).toBeLessThan(30_000);
      expect([end.signal, showsStack(end.stderr)]).toEqual([null, false]);
    }
    await redis.restart();
    console.info(`without Redis: ${ends.map(({ ms, code }) => `${ms} ms with code ${code}`).join(', ')}`);
  });
});

type Call = <T>(method: string, path: string, body?: object) => Promise<{ status: number; body: T }>;

/** Logs in with the one-time password, chooses another, and gives the way to call the API. */
async function logIn(base: string, oneTime: string): Promise<Call> {
  let cookie = '';
  const call: Call = async (method, path, body) => {
    const headers = { cookie, origin: base, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const reply = await fetch(base + path, { method, headers, ...sent });
    const set = reply.headers.get('set-cookie')?.split(';')[0];
    if (set !== undefined) cookie = set;
    const text = await reply.text();
    return { status: reply.status, body: text === '' ? null : JSON.parse(text) };
  };
  const next = 'test-password-of-this-run';
  expect((await call('POST', '/api/session', { login: 'admin', password: oneTime })).status).toBe(200);
  expect((await call('POST', '/api/session/password', { current: oneTime, next })).status).toBe(204);
  expect((await call('POST', '/api/session', { login: 'admin', password: next })).status).toBe(200);
  return call;
}
