import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReasonKey, reasonParams } from '../../../src/core/error-reason.js';
import { errorReplySchema } from '../../../src/core/http.js';
import { type ApiBench, makeApi } from '../../support/api-bench.js';
import { sampleRegistered } from '../../support/sample-sources.js';
import { productFiles } from '../../support/source-files.js';

let api: ApiBench;
beforeAll(async () => {
  api = await makeApi();
  await api.addUser('operator', 'operator');
  await api.addUser('brigade', 'executor', { executors: ['lighting'] });
  await api.addUser('fresh', 'operator', { mustChangePassword: true });
  await api.addUser('far', 'operator', { territories: ['lesnoe'] });
  await api.addIncident('iLight');
  await api.addIncident('iOther');
});
afterAll(() => api.close());

/** The reason of a refusal, its parameters checked against the contract. */
async function reasonOf(login: string, method: 'GET' | 'POST' | 'PUT', url: string, body?: object) {
  const reply = await api.call(method, url, await api.login(login), body);
  const { reason } = errorReplySchema.parse(reply.json()).error;
  if (reason === null) throw new Error(`no reason: ${reply.body}`);
  return { key: reason.key, params: reasonParams[reason.key as ReasonKey].parse(reason.params) };
}
const act = (login: string, action: object, version = 1) =>
  reasonOf(login, 'POST', '/api/incidents/iLight/actions', { version, action });

describe('a refusal tells programs why', () => {
  it.each([
    ['an incident of other territories', 'far', '/api/incidents/iLight', 'incident-unknown'],
    ['an incident that does not exist', 'operator', '/api/incidents/iNone', 'incident-unknown'],
    ['a one-time password', 'fresh', '/api/incidents', 'password-one-time'],
    ['a place in a list of another order', 'operator', '/api/incidents?after=nonsense', 'page-outdated'],
    ['a merge with itself', 'operator', '/api/incidents/iLight/merge-preview?into=iLight', 'merge-with-itself'],
  ])('%s', async (_what, login, url, key) => {
    expect((await reasonOf(login, 'GET', url)).key).toBe(key);
  });

  it('a role', async () => {
    expect(await reasonOf('operator', 'PUT', '/api/sources/some/switch', { on: true })).toEqual({
      key: 'role-not-allowed',
      params: { role: 'operator', allowed: ['administrator'] },
    });
    expect(await act('brigade', { type: 'assign', executorId: 'water', note: null })).toEqual({
      key: 'action-not-for-role',
      params: { action: 'assign', role: 'executor' },
    });
  });

  it('a state, an executor, an incident that changed', async () => {
    expect(await act('operator', { type: 'reopen', reason: 'снова' })).toMatchObject({
      key: 'move-forbidden',
      params: { status: 'new', isPaused: false, action: 'reopen' },
    });
    const nobody = { type: 'assign', executorId: 'nobody', note: null };
    expect(await act('operator', nobody)).toEqual({ key: 'executor-unknown', params: { executorId: 'nobody' } });
    expect((await act('operator', { type: 'accept' }, 7)).key).toBe('incident-changed');
    const merge = { type: 'merge', intoId: 'iOther', intoVersion: 9, reason: null };
    expect((await act('operator', merge)).key).toBe('merge-other-changed');
  });

  it('fields, each with its problem', async () => {
    const fields = async (action: object) => (await act('operator', action)).params;
    expect(await fields({ type: 'comment', text: '' })).toEqual({
      fields: [{ name: 'action.text', problem: 'missing', limit: null }],
    });
    expect(await fields({ type: 'comment', text: 'а'.repeat(4_001) })).toEqual({
      fields: [{ name: 'action.text', problem: 'too-long', limit: 4_000 }],
    });
    expect(await fields({ type: 'answer', text: 'Готово', url: 'ftp://x' })).toEqual({
      fields: [{ name: 'action.url', problem: 'bad-format', limit: null }],
    });
    expect(await fields({ type: 'comment', text: 'а', colour: 1 })).toEqual({
      fields: [{ name: 'action.colour', problem: 'unknown-field', limit: null }],
    });
    expect(await fields({ type: 'comment' })).toEqual({
      fields: [{ name: 'action.text', problem: 'missing', limit: null }],
    });
    expect(await fields({ type: 'split', postIds: [], reason: 'другое' })).toEqual({
      fields: [{ name: 'action.postIds', problem: 'missing', limit: null }],
    });
  });

  it('a source that is not there, and one that the configuration keeps off', async () => {
    await api.addUser('admin', 'administrator');
    await api.store.sources.put([sampleRegistered({ id: 'kept-off', enabled: false })]);
    const switchOn = (id: string) => reasonOf('admin', 'PUT', `/api/sources/${id}/switch`, { on: true });
    expect(await switchOn('nobody')).toEqual({ key: 'source-unknown', params: { ids: ['nobody'] } });
    expect(await switchOn('kept-off')).toEqual({ key: 'source-kept-off', params: { ids: ['kept-off'] } });
  });

  it('too much at once', async () => {
    const reason = await act('operator', { type: 'comment', text: 'а'.repeat(300_000) });
    expect(reason.key).toBe('request-too-large');
  });
});

/** Refusals that a person can bring about; the other codes say that something failed. */
const refusals = /^E_(?:INPUT_INVALID|FORBIDDEN|UNAUTHENTICATED|MOVE_FORBIDDEN|CONFLICT|NOT_FOUND)$/;
/** What stands between a person and the answer. */
const between = /^(?:src\/api\/|pipelines\/incidents\/(?:desk|tie-desk|lifecycle|promises)\.ts)/;
/** Met by programs alone: a wrong content type, an address that does not exist, what Fastify refuses; the machine's own writing. */
const noReason: Record<string, number> = {
  'src/api/sessions.ts': 1,
  'src/api/static.ts': 1,
  'src/api/errors.ts': 0,
  'pipelines/incidents/desk.ts': 1,
};

it('no refusal between a person and the answer is without a reason', () => {
  const without: Record<string, number> = {};
  for (const file of productFiles.filter((path) => between.test(path))) {
    const text = readFileSync(file, 'utf8');
    for (const { 1: code = '', index } of text.matchAll(/new AppError\(\s*'(E_[A-Z_]+)'/g)) {
      if (!refusals.test(code)) continue;
      let end = text.indexOf('(', index);
      for (let depth = 0; end < text.length; end++) {
        depth += text[end] === '(' ? 1 : text[end] === ')' ? -1 : 0;
        if (depth === 0) break;
      }
      if (!/\breason\b\s*[:}]/.test(text.slice(index, end))) without[file] = (without[file] ?? 0) + 1;
    }
  }
  expect(without).toEqual(Object.fromEntries(Object.entries(noReason).filter(([, count]) => count > 0)));
});
