import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hashPassword, makeOneTimePassword, verifyPassword } from '../../../src/api/passwords.js';
import { type ApiBench, cheapHash, makeApi, password } from '../../support/api-bench.js';

// Hashes at their full cost take seconds where other work fills the machine.
vi.setConfig({ testTimeout: 30_000 });

let api: ApiBench;
beforeEach(async () => {
  api = await makeApi();
  await api.addUser('operator', 'operator');
});
afterEach(() => api.close());
const logIn = (login: string, secret: string) =>
  api.call('POST', '/api/session', undefined, { login, password: secret });

describe('logging in', () => {
  it('with the right password gives a session in a cookie that scripts and other sites cannot use', async () => {
    const reply = await logIn('operator', password);
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toEqual({
      login: 'operator',
      name: 'Дежурный оператор',
      role: 'operator',
      mustChangePassword: false,
    });
    expect(reply.cookies).toEqual([
      expect.objectContaining({ name: 'otklik_session', httpOnly: true, sameSite: 'Strict', path: '/' }),
    ]);
    expect(reply.cookies[0]?.value.length).toBeGreaterThanOrEqual(43);
  });

  it('takes the login in any case', async () => expect((await logIn('Operator', password)).statusCode).toBe(200));

  it('over HTTPS marks the cookie as secure', async () => {
    const secure = await makeApi({ isSecure: true });
    await secure.addUser('operator', 'operator');
    const reply = await secure.call('POST', '/api/session', undefined, { login: 'operator', password });
    expect(reply.cookies[0]).toMatchObject({ secure: true });
    await secure.close();
  });

  it('keeps only a hash of the cookie', async () => {
    const put = vi.spyOn(api.store.sessions, 'put');
    const reply = await logIn('operator', password);
    expect(JSON.stringify(put.mock.calls)).not.toContain(reply.cookies[0]?.value);
  });

  it('takes as long for an unknown login as for a wrong password', async () => {
    const startedMs = performance.now();
    await logIn('nobody', 'wrong');
    // Far below what one derivation at the full cost takes, far above an early answer.
    expect(performance.now() - startedMs).toBeGreaterThan(20);
  });

  it('says the same for a wrong password, an unknown login and a disabled user', async () => {
    await api.addUser('gone', 'operator', { disabled: true });
    const replies = [await logIn('operator', 'wrong'), await logIn('nobody', 'wrong'), await logIn('gone', password)];
    for (const reply of replies) {
      expect(reply.statusCode).toBe(401);
      expect(reply.json()).toEqual({
        error: {
          code: 'E_UNAUTHENTICATED',
          message: 'login or password is wrong',
          details: {},
          reason: { key: 'credentials-wrong', params: {} },
          requestId: expect.any(String),
        },
      });
      expect(reply.cookies).toEqual([]);
    }
  });

  it.each([
    {},
    { login: 'operator' },
    { login: '', password: 'x' },
    { login: 'a', password: 'x'.repeat(501) },
    { login: 'a', password: 'x', role: 'administrator' },
  ])('refuses the body %j', async (body) => {
    const reply = await api.call('POST', '/api/session', undefined, body);
    expect(reply.statusCode).toBe(400);
    expect(reply.json().error.code).toBe('E_INPUT_INVALID');
  });

  it('is slowed down after twenty tries a minute', async () => {
    await api.addUser('busy', 'operator');
    const statuses: number[] = [];
    for (let turn = 0; turn < 22; turn++) statuses.push((await logIn('busy', 'wrong')).statusCode);
    expect(statuses.filter((status) => status === 401)).toHaveLength(20);
    const refused = await logIn('busy', password);
    expect(refused.statusCode).toBe(429);
    expect(refused.json().error).toMatchObject({
      code: 'E_TOO_MANY_REQUESTS',
      message: 'too many requests: wait a minute and try again',
      details: {},
    });
  });
});

describe('a session', () => {
  it('tells who one is', async () => {
    const cookie = await api.login('operator');
    expect((await api.call('GET', '/api/session', cookie)).json()).toMatchObject({
      login: 'operator',
      role: 'operator',
    });
  });

  it('ends with logging out, at once', async () => {
    const cookie = await api.login('operator');
    expect((await api.call('GET', '/api/incidents', cookie)).statusCode).toBe(200);
    expect((await api.call('DELETE', '/api/session', cookie)).statusCode).toBe(204);
    expect((await api.call('GET', '/api/incidents', cookie)).statusCode).toBe(401);
  });

  it('ends after twelve hours', async () => {
    const cookie = await api.login('operator');
    api.clock.advance(12 * 3_600_000 - 1);
    expect((await api.call('GET', '/api/session', cookie)).statusCode).toBe(200);
    api.clock.advance(11_000);
    expect((await api.call('GET', '/api/session', cookie)).statusCode).toBe(401);
  });

  it('ends within seconds when the user is disabled', async () => {
    const cookie = await api.login('operator');
    await api.call('GET', '/api/session', cookie);
    await api.addUser('operator', 'operator', { disabled: true });
    api.clock.advance(10_001);
    expect((await api.call('GET', '/api/session', cookie)).statusCode).toBe(401);
  });

  it('takes no form that another site could send', async () => {
    const cookie = await api.login('operator');
    const reply = await api.app.inject({
      method: 'POST',
      url: '/api/session/password',
      headers: { cookie, 'content-type': 'text/plain' },
      payload: JSON.stringify({ current: password, next: 'a new password' }),
    });
    expect(reply.statusCode).toBe(400);
    expect(reply.json().error.message).toContain('send application/json');
  });
});

describe('changing the password', () => {
  const change = (cookie: string, current: string, next: string) =>
    api.call('POST', '/api/session/password', cookie, { current, next });

  it('lets a new user in, and only the new password counts', async () => {
    await api.addUser('fresh', 'operator', { mustChangePassword: true });
    const cookie = await api.login('fresh');
    expect((await api.call('GET', '/api/incidents', cookie)).statusCode).toBe(403);
    expect((await change(cookie, password, 'quite another one')).statusCode).toBe(204);
    expect((await api.call('GET', '/api/incidents', cookie)).statusCode).toBe(200);
    expect((await logIn('fresh', password)).statusCode).toBe(401);
    expect((await logIn('fresh', 'quite another one')).statusCode).toBe(200);
  });

  it.each([
    ['a wrong present one', 'wrong', 'quite another one', 'current', 403, 'password-wrong'],
    ['the same again', password, password, 'next', 400, 'password-same'],
    ['a short one', password, 'short', 'next', 400, 'fields-invalid'],
  ])('refuses %s', async (_what, current, next, field, status, key) => {
    const reply = await change(await api.login('operator'), current, next);
    expect(reply.statusCode).toBe(status);
    expect(reply.json().error.message).toContain(field);
    expect(reply.json().error.reason.key).toBe(key);
  });

  it('does not undo what an administrator changed a moment ago', async () => {
    const cookie = await api.login('operator');
    await api.call('GET', '/api/session', cookie);
    await api.addUser('operator', 'operator', { territories: ['zarechye'] });
    await change(cookie, password, 'quite another one');
    expect(await api.store.users.get('operator')).toMatchObject({ territories: ['zarechye'] });
  });

  it('and logging in leave entries in the audit log, without the password', async () => {
    await change(await api.login('operator'), password, 'quite another one');
    const entries = await api.store.audit.list({ target: 'operator' });
    expect(entries.map((entry) => entry.action).toSorted()).toEqual(['login', 'password-changed']);
    expect(JSON.stringify([entries, api.logged])).not.toMatch(/another one|battery/);
  });
});

describe('stored passwords', () => {
  it('are salted and slow hashes that only the password fits', async () => {
    const [one, other] = await Promise.all([hashPassword(password), hashPassword(password)]);
    expect(one).toMatch(/^scrypt\$65536\$8\$2\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(other);
    expect(await verifyPassword(password, one)).toBe(true);
    expect(await verifyPassword(`${password} `, cheapHash)).toBe(false);
  });

  it('of another cost are still understood', async () => expect(await verifyPassword(password, cheapHash)).toBe(true));

  it.each([
    '',
    'plain',
    'bcrypt$1$2$3$4$5',
    'scrypt$1024$8$1$c2FsdA',
    'scrypt$1000$8$1$c2FsdA$aGFzaA',
    'scrypt$x$y$z$c2FsdA$aGFzaA',
    'scrypt$1024$8$1$c2FsdA$',
  ])('that cannot be read fit nothing: «%s»', async (stored) =>
    expect(await verifyPassword(password, stored)).toBe(false),
  );

  it('for one time can be read out: no look-alikes, and never the same', () => {
    const made = new Set(Array.from({ length: 50 }, makeOneTimePassword));
    expect(made.size).toBe(50);
    for (const one of made) expect(one).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/);
  });
});
