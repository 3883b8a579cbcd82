/**
 * A small server with invented data behind the same contract as src/api (src/core/http.ts), for work on src/web and for browser checks.
 *   npx vite build src/web && node test/support/fake-api.mjs [--port 4400] [--new-every 8] [--role operator]
 * Login «operator1», password «password»; «newcomer1» must change it. It keeps nothing.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { draftsOf } from './fake-answers.mjs';
import { buildAlerts, buildMeta, buildSources, buildSystem } from './fake-pages.mjs';
import { applyAction, cardOf, listIncidents, similarTo } from './fake-queue.mjs';
import { buildSeries, seriesOf } from './fake-series.mjs';
import { buildIncident, buildWorld } from './fake-world.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4400' },
    'new-every': { type: 'string', default: '8' },
    role: { type: 'string', default: 'operator' },
    empty: { type: 'boolean', default: false },
  },
});
const root = fileURLToPath(new URL('../../dist/web/', import.meta.url));
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

const world = values.empty ? [] : buildWorld(Date.now());
const streams = new Set();
const sessions = new Map();
let counter = 100_000;
let downUntil = 0;

const send = (response, status, body, headers = {}) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
};
const fail = (response, status, code, message, { reason = null, ...details } = {}) =>
  send(response, status, {
    error: { code, message, details, reason, requestId: randomBytes(4).toString('hex') },
  });
const because = (key, params = {}) => ({ reason: { key, params } });
const tell = (card, type) => {
  for (const stream of streams)
    stream.write(
      `event: incident\ndata: ${JSON.stringify({ incidentId: card.incident.id, version: card.incident.version, type })}\n\n`,
    );
};
const readBody = async (request) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? {} : JSON.parse(text);
};

function arrive() {
  const card = buildIncident(counter++, Date.now() - 90_000, Date.now());
  world.unshift(card);
  tell(card, 'opened');
  return card;
}

async function page(response, path) {
  const nonce = randomBytes(16).toString('base64');
  const file = normalize(join(root, path));
  const isAsset = extname(path) !== '' && file.startsWith(root);
  const body = await readFile(isAsset ? file : join(root, 'index.html')).catch(() => null);
  if (body === null) return send(response, 404, undefined);
  const type = types[isAsset ? extname(path) : '.html'] ?? 'application/octet-stream';
  response.writeHead(200, {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'content-security-policy': `default-src 'self'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; style-src-attr 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'`,
  });
  response.end(isAsset ? body : body.toString().replaceAll('__CSP_NONCE__', nonce));
}

async function api(request, response, url, session, token) {
  const route = `${request.method} ${url.pathname}`;
  const id = /^\/api\/incidents\/([^/]+)/.exec(url.pathname)?.[1];
  const card = id && world.find((one) => one.incident.id === id);
  if (route === 'GET /api/session') return send(response, 200, session);
  if (route === 'DELETE /api/session') {
    sessions.delete(token);
    return send(response, 204, undefined);
  }
  if (route === 'POST /api/session/password') {
    const body = await readBody(request);
    if (body.current !== 'password')
      return fail(response, 403, 'E_FORBIDDEN', 'the current password does not match', because('password-wrong'));
    sessions.set(token, { ...session, mustChangePassword: false });
    return send(response, 204, undefined);
  }
  if (route === 'GET /api/meta') return send(response, 200, buildMeta());
  if (route === 'GET /api/sources')
    return session.role === 'executor'
      ? fail(
          response,
          403,
          'E_FORBIDDEN',
          'role executor may not see sources',
          because('role-not-allowed', { role: 'executor', allowed: ['administrator', 'coordinator', 'operator'] }),
        )
      : send(response, 200, buildSources(Date.now()));
  if (route === 'GET /api/alerts') return send(response, 200, buildAlerts(Date.now()));
  if (route === 'GET /api/system') return send(response, 200, buildSystem());
  if (route === 'GET /api/incidents') return send(response, 200, listIncidents(world, url.searchParams, Date.now()));
  if (id && !card) return fail(response, 404, 'E_NOT_FOUND', `there is no incident ${id}`, because('incident-unknown'));
  if (route === 'GET /api/series') return send(response, 200, buildSeries(world, url.searchParams, Date.now()));
  if (card && url.pathname.endsWith('/series')) return send(response, 200, seriesOf(world, card, Date.now()));
  if (card && url.pathname.endsWith('/similar')) return send(response, 200, similarTo(world, card, 10));
  if (card && url.pathname.endsWith('/drafts')) return send(response, 200, draftsOf(card.incident, Date.now()));
  if (card && request.method === 'GET') return send(response, 200, cardOf(card, session));
  if (card && url.pathname.endsWith('/actions')) {
    const { version, action } = await readBody(request);
    if (version !== card.incident.version) {
      return fail(response, 409, 'E_CONFLICT', 'the incident has changed', {
        version: card.incident.version,
        events: card.history.filter((entry) => entry.seq > version),
        ...because('incident-changed', { number: card.incident.number }),
      });
    }
    const { allowed } = cardOf(card, session);
    if (!allowed.includes(action.type)) {
      const { number, status } = card.incident;
      const params = { number, status, isPaused: false, action: action.type, allowed };
      return fail(response, 409, 'E_MOVE_FORBIDDEN', 'not possible now', because('move-forbidden', params));
    }
    applyAction(card, action, { kind: 'operator', id: session.login, name: session.name }, Date.now());
    tell(card, action.type);
    return send(response, 200, cardOf(card, session));
  }
  if (route === 'GET /api/stream') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': hello\n\n');
    streams.add(response);
    return response.on('close', () => streams.delete(response));
  }
  return fail(response, 404, 'E_NOT_FOUND', `there is no ${route}`);
}

/** Levers for browser checks: POST /fake/arrive, /fake/foreign-change?id=, /fake/down?ms=, /fake/expire. */
async function lever(response, url) {
  const card = world.find((one) => one.incident.id === url.searchParams.get('id'));
  if (url.pathname === '/fake/arrive') arrive();
  if (url.pathname === '/fake/foreign-change' && card)
    applyAction(
      card,
      { type: 'comment', text: 'Позвонили в аварийную службу: бригада уже на месте.' },
      { kind: 'operator', id: 'operator2', name: 'Орлов Пётр' },
      Date.now(),
    );
  if (url.pathname === '/fake/down') {
    downUntil = Date.now() + Number(url.searchParams.get('ms') ?? 5_000);
    for (const stream of streams) stream.destroy();
  }
  if (url.pathname === '/fake/expire') sessions.clear();
  send(response, 204, undefined);
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const token = /otklik=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
  const session = sessions.get(token);
  try {
    if (url.pathname.startsWith('/fake/')) return await lever(response, url);
    if (!url.pathname.startsWith('/api/')) return await page(response, url.pathname);
    if (Date.now() < downUntil) return fail(response, 503, 'E_STORE_UNAVAILABLE', 'the store does not answer');
    if (request.method === 'POST' && url.pathname === '/api/session') {
      const body = await readBody(request);
      if (!['operator1', 'newcomer1'].includes(body.login) || body.password !== 'password')
        return fail(
          response,
          401,
          'E_UNAUTHENTICATED',
          'login or password does not match',
          because('credentials-wrong'),
        );
      const fresh = randomBytes(16).toString('hex');
      const reply = {
        login: body.login,
        name: 'Смирнова Вера',
        role: values.role,
        mustChangePassword: body.login === 'newcomer1',
      };
      sessions.set(fresh, reply);
      return send(response, 200, reply, { 'set-cookie': `otklik=${fresh}; Path=/; HttpOnly; SameSite=Strict` });
    }
    if (!session) return fail(response, 401, 'E_UNAUTHENTICATED', 'sign in first', because('sign-in-needed'));
    return await api(request, response, url, session, token);
  } catch (error) {
    return fail(response, 500, 'E_INTERNAL', String(error));
  }
});

const every = Number(values['new-every']);
if (every > 0) setInterval(arrive, every * 1_000);
setInterval(() => {
  for (const stream of streams) stream.write(': still here\n\n');
}, 15_000);
server.listen(Number(values.port), '127.0.0.1', () => console.log(`fake api: http://127.0.0.1:${values.port}/`));
