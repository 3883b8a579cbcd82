import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { project } from '../../pipelines/incidents/project.js';
import { incidentNumber } from '../../src/core/ids.js';
import type { Series } from '../../src/core/series.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { runCli } from '../support/cli.js';
import { elasticsearchUrl, randomPrefix, removeIndices } from '../support/elasticsearch.js';
import {
  sampleEvent,
  sampleIncidentPost,
  sampleMachine,
  sampleOperator,
  samplePlace,
  sampleVerdict,
} from '../support/samples.js';
import { shippedCalendar } from '../support/working-calendar.js';

const prefix = randomPrefix();
const env = {
  OTKLIK_ELASTICSEARCH_URL: process.env.OTKLIK_ELASTICSEARCH_URL,
  OTKLIK_PREFIX: prefix,
};
const otklik = (...words: string[]) => runCli(['incidents', 'series', ...words], { env });
const store = createElasticsearchStore({ url: elasticsearchUrl(), indexPrefix: prefix });
const thisYear = new Date().getUTCFullYear();

/** An incident of the day, closed as solved. */
async function add(id: string, day: string, house: string, topic: string, territory = 'zarechye'): Promise<void> {
  const machine = sampleMachine({
    verdict: sampleVerdict({ group: 'housing', topic }),
    place: samplePlace({ street: 'Садовая', house, precision: 'house' }),
    territories: [territory, 'region'],
  });
  const post = sampleIncidentPost({ postId: `p-${id}`, publishedAt: `${day}T08:00:00.000Z`, author: `author-${id}` });
  const events = [
    sampleEvent({ incidentId: id, change: { type: 'opened', post, machine, clusterKeys: [] } }),
    sampleEvent({
      incidentId: id,
      seq: 2,
      actor: sampleOperator,
      change: { type: 'closed', outcome: 'solved', reason: null },
    }),
  ];
  await store.incidents.append(events, project(events, shippedCalendar));
}

beforeAll(async () => {
  await store.setUp();
  for (let back = 1; back <= 5; back++)
    await add(`iSpring${back}`, `${thisYear - back}-03-${10 + back * 3}`, '12', 'housing.bursts');
  await Promise.all(
    [`${thisYear - 4}-01-10`, `${thisYear - 3}-06-10`, `${thisYear - 2}-10-20`].map((day, index) =>
      add(`iRoof${index}`, day, '7', 'housing.roof', 'lesnoe'),
    ),
  );
  // The history begins here: six whole years of it.
  await add('iLong', `${thisYear - 6}-01-01`, '99', 'housing.roof');
  await store.refresh();
});
afterAll(async () => {
  await store.close();
  await removeIndices(prefix);
});

describe('otklik incidents series', () => {
  it('tells what comes each spring, when it is due again and why it is a series', async () => {
    const { code, stdout } = await otklik('--json', '--kind', 'seasonal');
    expect(code).toBe(0);
    const [series, ...more] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Series);
    expect(more).toEqual([]);
    expect(series).toMatchObject({
      place: { street: 'Садовая', house: '12' },
      solvedCount: 5,
      peopleCount: 5,
      reason: { season: { counted: 5, inside: 5 } },
    });
    expect(series?.next?.from.slice(5, 7)).toMatch(/0[23]/);
    expect(series?.incidents.map(({ number }) => number)).toContain(incidentNumber('iSpring1'));
  });

  it('prints a table, and narrows it', async () => {
    const all = await otklik();
    expect(all.stdout).toContain('сезонный');
    expect(all.stdout).toContain('повторный');
    expect(all.stdout).toContain('2 of 2 series among 9 incidents');
    const there = await otklik('--territory', 'lesnoe');
    expect(there.stdout).toContain('1 of 1 series');
    expect(there.stdout).not.toContain('сезонный');
    expect((await otklik('--group', 'roads')).stdout).toBe('0 of 0 series among 9 incidents\n');
    expect((await otklik('--since', `${thisYear - 3}-01-01`)).stdout).toContain('among 5 incidents');
  });

  it.each([
    [['--kind', 'yearly'], '--kind'],
    [['--group', 'nothing'], '--group'],
    [['--since', 'long ago'], '--since'],
    [['--limit', '0'], '--limit'],
  ])('refuses %j', async (words, expected) => {
    const { code, stderr } = await otklik(...words);
    expect(code).not.toBe(0);
    expect(stderr).toContain(expected);
  });
});
