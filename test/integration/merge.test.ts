import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDesk } from '../../pipelines/incidents/desk.js';
import { createProcessFeed } from '../../pipelines/memory/in-process.js';
import { tellOfTerms } from '../../src/app/tell-of-terms.js';
import { systemClock } from '../../src/core/clock.js';
import { createLogger } from '../../src/log.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { runCli } from '../support/cli.js';
import { elasticsearchUrl, randomPrefix, removeIndices } from '../support/elasticsearch.js';
import { sampleIncidentPost, sampleMachine, sampleUser } from '../support/samples.js';
import { shippedCalendar } from '../support/working-calendar.js';

const prefix = randomPrefix();
const env = {
  OTKLIK_ELASTICSEARCH_URL: process.env.OTKLIK_ELASTICSEARCH_URL,
  OTKLIK_REDIS_URL: process.env.OTKLIK_REDIS_URL,
  OTKLIK_PREFIX: prefix,
};
const store = createElasticsearchStore({ url: elasticsearchUrl(), indexPrefix: prefix });
const desk = createDesk({
  incidents: store.incidents,
  labels: store.labels,
  feed: createProcessFeed(),
  calendar: shippedCalendar,
  clock: systemClock,
  bodies: { executorName: () => 'Горсвет' },
});
const log = createLogger({ level: 'silent', format: 'json' });
const otklik = (...words: string[]) => runCli(['incidents', ...words, '--as', 'operator1'], { env });
/** All of an incident but what only grows. */
const content = async (id: string) => {
  const found = await store.incidents.get(id);
  if (found === null) throw new Error(`no incident ${id}`);
  const { version, updatedAt, logHash, ...rest } = found;
  return rest;
};
const posts = async (id: string) => (await store.incidents.get(id))?.postIds;

beforeAll(async () => {
  await store.setUp();
  await store.users.put(sampleUser({ login: 'operator1', disabled: false }));
  for (const id of ['iPit', 'iDark']) {
    const opened = ['1', '2'].map((name) => ({
      type: 'opened' as const,
      post: sampleIncidentPost({ postId: `${id}-${name}`, author: `${id}-${name}` }),
      machine: sampleMachine(),
      clusterKeys: [],
    }));
    await desk.record(id, opened);
  }
  await store.refresh();
});
afterAll(async () => {
  await store.close();
  await removeIndices(prefix);
});

describe('merging and splitting from the command line', () => {
  it('merge, and undo as if it had not been', async () => {
    const before = [await content('iPit'), await content('iDark')];
    const merged = await otklik('merge', 'iPit', '--into', 'iDark', '--reason', 'Одна яма');
    const seq = String((await store.incidents.get('iPit'))?.ties.mergedInto?.seq);
    expect([merged.code, merged.stdout]).toEqual([0, expect.stringContaining(`--event ${seq}`)]);
    expect(await posts('iDark')).toEqual(['iDark-1', 'iDark-2', 'iPit-1', 'iPit-2']);
    const undone = await otklik('undo', 'iPit', '--event', seq);
    expect([undone.code, undone.stdout]).toEqual([0, expect.stringContaining(`отменено событие ${seq}`)]);
    expect([await content('iPit'), await content('iDark')]).toEqual(before);
    expect((await runCli(['incidents', 'verify', '--all'], { env })).stdout).toContain('all as written');
  });

  it('split, and undo', async () => {
    const before = await content('iDark');
    const split = await otklik('split', 'iDark', '--posts', 'iDark-2', '--reason', 'Другой дом');
    expect([split.code, split.stderr]).toEqual([0, '']);
    const seq = (await store.incidents.get('iDark'))?.ties.splitOff[0]?.seq;
    expect(await posts('iDark')).toEqual(['iDark-1']);
    expect((await otklik('undo', 'iDark', '--event', String(seq))).code).toBe(0);
    expect(await content('iDark')).toEqual(before);
  });

  it('say what is wrong and change nothing', async () => {
    const before = await content('iPit');
    expect((await otklik('merge', 'iPit', '--into', 'iPit')).stderr).toContain('into itself');
    expect((await otklik('split', 'iPit', '--posts', 'iPit-1', '--reason', 'x')).stderr).toContain('first post');
    expect((await otklik('undo', 'iPit', '--event', 'третье')).stderr).toContain('--event третье');
    expect((await otklik('undo', 'iPit', '--event', '1')).stderr).toContain('E_MOVE_FORBIDDEN');
    expect(await content('iPit')).toEqual(before);
  });
});

describe('a merge whose process is killed after the decision', () => {
  it('is made good by the next look at what is owed', async () => {
    const script = fileURLToPath(new URL('../support/merge-and-die.mjs', import.meta.url));
    const child = spawn(process.execPath, [script, 'iPit', 'iDark'], {
      env: { ...process.env, ...env },
      stdio: 'inherit',
    });
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGKILL');
    expect((await store.incidents.get('iPit'))?.ties).toMatchObject({ mergedInto: { id: 'iDark' }, unsettled: [{}] });
    expect(await posts('iDark')).toEqual(['iDark-1', 'iDark-2']);
    await store.refresh();
    await tellOfTerms(store.incidents, desk, systemClock, log);
    expect(await posts('iDark')).toEqual(['iDark-1', 'iDark-2', 'iPit-1', 'iPit-2']);
    expect((await store.incidents.get('iPit'))?.ties.unsettled).toEqual([]);
  });
});
