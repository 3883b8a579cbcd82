import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDesk } from '../../pipelines/incidents/desk.js';
import { createProcessFeed } from '../../pipelines/memory/in-process.js';
import { systemClock } from '../../src/core/clock.js';
import { incidentNumber } from '../../src/core/ids.js';
import type { IncidentEvent } from '../../src/core/incident.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { runCli } from '../support/cli.js';
import { elasticsearchUrl, randomPrefix, removeIndices } from '../support/elasticsearch.js';
import { sampleHand, sampleIncidentPost, sampleMachine, sampleUser } from '../support/samples.js';
import { shippedCalendar } from '../support/working-calendar.js';

const prefix = randomPrefix();
const env = {
  OTKLIK_ELASTICSEARCH_URL: process.env.OTKLIK_ELASTICSEARCH_URL,
  OTKLIK_REDIS_URL: process.env.OTKLIK_REDIS_URL,
  OTKLIK_PREFIX: prefix,
};
const otklik = (...words: string[]) => runCli(words, { env });
const store = createElasticsearchStore({ url: elasticsearchUrl(), indexPrefix: prefix });
const number = incidentNumber('iPit');

beforeAll(async () => {
  await store.setUp();
  await store.users.put(sampleUser({ login: 'operator1', disabled: false }));
  const desk = createDesk({
    incidents: store.incidents,
    labels: store.labels,
    feed: createProcessFeed(),
    calendar: shippedCalendar,
    clock: systemClock,
    bodies: { executorName: () => 'Горсвет' },
  });
  for (const id of ['iPit', 'iDark']) {
    const post = sampleIncidentPost({ postId: `p-${id}` });
    await desk.record(id, [{ type: 'opened', post, machine: sampleMachine(), clusterKeys: [] }]);
  }
  await desk.act('iPit', 1, { type: 'propose-answer', text: 'Яму засыпали.' }, sampleHand);
  await store.refresh();
});
afterAll(async () => {
  await store.close();
  await removeIndices(prefix);
});

describe('otklik incidents', () => {
  it('shows one by its number: where it stands, what waits, what happened', async () => {
    const { code, stdout } = await otklik('incidents', 'show', number);
    expect(code).toBe(0);
    for (const words of ['ответ на согласовании', 'ждёт согласования', 'Яму засыпали.', 'открыт', 'Дежурный оператор'])
      expect(stdout).toContain(words);
    const json = await otklik('incidents', 'show', 'iPit', '--json', '--by', 'аналитик');
    const { events } = JSON.parse(json.stdout) as { events: IncidentEvent[] };
    // Its post is old: it was found late.
    expect(events.map(({ change }) => change.type)).toEqual(['opened', 'clock-missed', 'answer-proposed']);
    await store.refresh();
    const reads = (await store.audit.list({ target: 'iPit' })).filter(({ action }) => action === 'read');
    expect(reads.map(({ login }) => login)).toContain('аналитик');
    expect(reads).toHaveLength(2);
  });

  it('lists by state and by body', async () => {
    expect((await otklik('incidents', 'list', '--status', 'proposed')).stdout).toContain(number);
    expect((await otklik('incidents', 'list', '--status', 'nothing')).stderr).toContain('--status:');
    expect((await otklik('incidents', 'list')).stdout).toContain('ответить до');
    expect((await otklik('incidents', 'list', '--urgency', 'urgent')).stdout).not.toContain(number);
    expect((await otklik('incidents', 'list', '--urgency', 'soon')).stderr).toContain('--urgency:');
  });

  it('assigns in a user’s name, and nobody’s else', async () => {
    const { code, stdout } = await otklik('incidents', 'assign', 'iDark', '--to', 'demo-roads', '--as', 'operator1');
    expect([code, stdout]).toEqual([0, expect.stringContaining('назначен')]);
    expect((await store.incidents.events('iDark')).at(-1)?.actor.id).toBe('operator1');
    await store.refresh();
    expect((await store.audit.list({ target: 'iDark' })).map(({ action }) => action)).toEqual(['assign']);
    await store.users.put(sampleUser({ login: 'afar', disabled: false, territories: ['elsewhere'] }));
    const outside = await otklik('incidents', 'assign', 'iDark', '--to', 'demo-roads', '--as', 'afar');
    expect([outside.code, outside.stderr]).toEqual([1, expect.stringMatching(/--as afar: .* outside the territories/)]);
    const unknown = await otklik('incidents', 'assign', 'iDark', '--to', 'nobody', '--as', 'operator1');
    expect(unknown.stderr).toContain('no executor «nobody»');
    expect((await otklik('incidents', 'assign', 'iDark', '--to', 'demo-roads', '--as', 'ghost')).stderr).toContain(
      'ghost',
    );
    // A move that the table forbids.
    const forbidden = await otklik('incidents', 'assign', 'iPit', '--to', 'demo-roads', '--as', 'operator1');
    expect(forbidden.stderr).toContain('approve-answer');
  });

  it('recomputes a projection that was spoilt, and says what differed', async () => {
    const client = new Client({ node: elasticsearchUrl() });
    // As another version of Otklik, or of the terms, would have projected it.
    const index = `${prefix}-incidents`;
    const { _source: stored, _version: version = 1 } = await client.get<object>({ index, id: 'iDark' });
    const document = { ...stored, executorName: 'Никто' };
    await client.index({ index, id: 'iDark', document, version, version_type: 'external_gte', refresh: true });
    expect((await otklik('incidents', 'recompute', 'iDark')).stdout).toContain('mended executorName');
    expect((await store.incidents.get('iDark'))?.executorName).not.toBe('Никто');
    const { stdout } = await otklik('incidents', 'recompute', '--all');
    expect(stdout).toContain('2 incidents: 2 as the log says, 0 mended');
    await client.update({ index, id: 'iDark', doc: { executorName: 'Никто' }, refresh: true });
    const refused = await otklik('incidents', 'recompute', 'iDark');
    expect([refused.code, refused.stdout]).toEqual([1, expect.stringContaining('written by hand')]);
    await client.close();
  });

  it('finds a log that was changed behind the product’s back', async () => {
    const sound = await otklik('incidents', 'verify', '--all');
    expect([sound.code, sound.stdout]).toEqual([0, expect.stringContaining('all as written')]);
    const client = new Client({ node: elasticsearchUrl() });
    const change = { type: 'answer-proposed', text: 'Никакой ямы не было.' };
    await client.update({ index: `${prefix}-events`, id: 'iPit-2', doc: { change }, refresh: true });
    await client.close();
    const { code, stdout, stderr } = await otklik('incidents', 'verify', '--all');
    expect(code).toBe(1);
    expect(stdout).toContain(`${number} (iPit), event 2: what it says is not what was written`);
    expect(stderr).toContain('E_STORE_REJECTED');
    expect((await otklik('incidents', 'verify', 'iDark')).code).toBe(0);
  });

  it('wants one incident or all of them', async () => {
    expect((await otklik('incidents', 'verify')).stderr).toContain('--all');
    expect((await otklik('incidents', 'show', 'ZZZZZZ')).stderr).toContain('no incident ZZZZZZ');
  });
});

describe('otklik sla explain', () => {
  it('tells each clock with its stretches and their sum', async () => {
    const { code, stdout } = await otklik('sla', 'explain', 'iDark');
    expect(code).toBe(0);
    for (const words of ['Первый ответ', 'Назначение', 'всего', 'правило «ordinary»']) expect(stdout).toContain(words);
    const views = JSON.parse((await otklik('sla', 'explain', 'iDark', '--json')).stdout);
    expect(views.map((view: { run: { clock: string } }) => view.run.clock)).toContain('first-answer');
  });

  it('refuses an instant that is none, or before the incident', async () => {
    expect((await otklik('sla', 'explain', 'iDark', '--at', 'завтра')).stderr).toContain('--at завтра');
    expect((await otklik('sla', 'explain', 'iDark', '--at', '2020-01-01T00:00:00Z')).stderr).toContain(
      'was not there yet',
    );
  });
});
