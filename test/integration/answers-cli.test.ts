import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDesk } from '../../pipelines/incidents/desk.js';
import { createProcessFeed } from '../../pipelines/memory/in-process.js';
import { tellOfTerms } from '../../src/app/tell-of-terms.js';
import { manualClock } from '../../src/core/clock.js';
import { incidentNumber } from '../../src/core/ids.js';
import { createLogger } from '../../src/log.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { runCli } from '../support/cli.js';
import { elasticsearchUrl, randomPrefix, removeIndices } from '../support/elasticsearch.js';
import { sampleHand, sampleIncidentPost, sampleMachine } from '../support/samples.js';
import { shippedCalendar } from '../support/working-calendar.js';

const prefix = randomPrefix();
const env = {
  OTKLIK_ELASTICSEARCH_URL: process.env.OTKLIK_ELASTICSEARCH_URL,
  OTKLIK_REDIS_URL: process.env.OTKLIK_REDIS_URL,
  OTKLIK_PREFIX: prefix,
};
const otklik = (...words: string[]) => runCli(words, { env });
const store = createElasticsearchStore({ url: elasticsearchUrl(), indexPrefix: prefix });
const number = incidentNumber('iDark');
const folder = mkdtempSync(join(tmpdir(), 'otklik-answers-'));
// Long ago, so that the day of the promise is over for the command line, which has the clock of the machine.
const clock = manualClock(Date.parse('2026-03-02T09:00:00.000Z'));
const desk = createDesk({
  incidents: store.incidents,
  labels: store.labels,
  feed: createProcessFeed(),
  calendar: shippedCalendar,
  clock,
  bodies: { executorName: () => 'Горсвет' },
});

beforeAll(async () => {
  await store.setUp();
  for (const id of ['iDark', 'iPit']) {
    const post = sampleIncidentPost({ postId: `p-${id}` });
    await desk.record(id, [{ type: 'opened', post, machine: sampleMachine(), clusterKeys: [] }]);
  }
  await store.refresh();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await store.close();
  await removeIndices(prefix);
});

describe('otklik answers', () => {
  it('check finds nothing wrong with what is shipped', async () => {
    const { code, stdout } = await otklik('answers', 'check');
    expect([code, stdout]).toEqual([0, expect.stringContaining('all usable')]);
  });

  it('check names file, line and remedy of what is wrong', async () => {
    const config = join(folder, 'config');
    await cp('config', config, { recursive: true });
    writeFileSync(
      join(config, 'answers', 'own.yaml'),
      'templates:\n  - id: own\n    name: Свой\n    kind: solved\n    text: "Здравствуйте, {имя}, всё решено."\n',
    );
    const { code, stdout } = await runCli(['answers', 'check'], { env: { OTKLIK_CONFIG_DIR: config } });
    expect(code).toBe(1);
    expect(stdout).toContain('config/answers/own.yaml:5');
    expect(stdout).toContain('no variable {имя}');
    // Where there is no such folder at all, nothing fits anything.
    rmSync(join(config, 'answers'), { recursive: true });
    const none = await runCli(['answers', 'check', '--json'], { env: { OTKLIK_CONFIG_DIR: config } });
    expect(JSON.parse(none.stdout).problems).toHaveLength(6);
  });

  it('draft prints what fits an incident, by its number, and one text alone', async () => {
    const all = await otklik('answers', 'draft', `ИН-${number}`);
    expect(all.code).toBe(0);
    for (const words of ['interim-taken', 'Горсвет Заречья', 'не заполнено: {что сделано}', `ИН-${number}`])
      expect(all.stdout).toContain(words);
    expect(all.stdout).not.toContain('health-explained');
    const one = await otklik('answers', 'draft', 'iDark', '--template', 'solved-at');
    expect(one.stdout).toMatch(/^Здравствуйте! По адресу Заречье, Садовая/);
    const drafts = JSON.parse((await otklik('answers', 'draft', 'iDark', '--json')).stdout);
    expect(drafts[0]).toMatchObject({ templateId: expect.any(String), gaps: expect.any(Array) });
    const unknown = await otklik('answers', 'draft', 'iDark', '--template', 'nothing');
    expect(unknown.stderr).toContain('those that do:');
  });
});

describe('a promise on Elasticsearch', () => {
  it('is told of by the workers’ look, found by the queue, shown, and settled', async () => {
    const answer = { type: 'answer', text: 'Лампу заменят до 12 марта.', url: null, elsewhere: 'По телефону' } as const;
    expect((await desk.act('iDark', 1, answer, sampleHand)).version).toBe(3);
    const overdue = async () => {
      await store.refresh();
      return (await store.incidents.search({ promisesOverAt: new Date(clock.now()).toISOString() })).items.map(
        ({ id }) => id,
      );
    };
    expect(await overdue()).toEqual([]);
    clock.set(Date.parse('2026-03-12T21:00:00.000Z'));
    expect(await overdue()).toEqual(['iDark']);
    const log = createLogger({ level: 'silent', format: 'json' });
    await tellOfTerms(store.incidents, desk, clock, log);
    await tellOfTerms(store.incidents, desk, clock, log);
    const types = (await store.incidents.events('iDark')).map(({ change }) => change.type);
    expect(types.filter((type) => type === 'promise-due')).toHaveLength(1);
    await store.refresh();
    const listed = await otklik('incidents', 'list', '--promises', 'overdue');
    expect(listed.stdout).toContain(number);
    expect(listed.stdout).not.toContain(incidentNumber('iPit'));
    expect((await otklik('incidents', 'list', '--promises', 'all')).stderr).toContain('--promises');
    const shown = await otklik('incidents', 'show', 'iDark');
    expect(shown.stdout).toContain('2026-03-12 (ждёт, событие 3)');
    const version = (await store.incidents.get('iDark'))?.version ?? 0;
    const after = await desk.act(
      'iDark',
      version,
      { type: 'settle-promise', seq: 3, kept: true, note: null },
      sampleHand,
    );
    expect(after.promises[0]?.state).toBe('kept');
    expect(await overdue()).toEqual([]);
    expect((await otklik('incidents', 'verify', '--all')).code).toBe(0);
    expect((await otklik('incidents', 'recompute', '--all')).stdout).toContain('2 as the log says');
  });
});
