import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { project } from '../../pipelines/incidents/project.js';
import type { IncidentChange } from '../../src/core/incident.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { runCli } from '../support/cli.js';
import { elasticsearchUrl, randomPrefix, removeIndices } from '../support/elasticsearch.js';
import { sampleEvent, sampleIncidentPost, sampleMachine, sampleOperator, samplePost } from '../support/samples.js';
import { shippedCalendar } from '../support/working-calendar.js';

const prefix = randomPrefix();
const url = elasticsearchUrl();
const now = new Date().toISOString();

/** One incident of one post, and what the operator made of it. */
const decided: [id: string, text: string, decision: IncidentChange | null][] = [
  ['1', 'На дороге огромные ямы, почините!', { type: 'topic-changed', group: 'roads', topic: 'roads.potholes' }],
  ['2', 'Сломан лифт, никто не чинит', { type: 'topic-changed', group: 'housing', topic: null }],
  ['3', 'Продам гараж, яма есть', { type: 'marked-not-incident', reason: 'Реклама.' }],
  ['4', 'Темно на Садовой', null],
];

beforeAll(async () => {
  const store = createElasticsearchStore({ url, indexPrefix: prefix });
  await store.setUp();
  for (const [id, text, decision] of decided) {
    const post = sampleIncidentPost({ postId: `p${id}`, text, publishedAt: now });
    await store.posts.save([samplePost({ id: `p${id}`, text, publishedAt: now, incidentId: `i${id}` })]);
    const opened: IncidentChange = { type: 'opened', post, machine: sampleMachine(), clusterKeys: [] };
    const events = [sampleEvent({ incidentId: `i${id}`, change: opened })];
    if (decision) events.push(sampleEvent({ incidentId: `i${id}`, seq: 2, change: decision, actor: sampleOperator }));
    await store.incidents.append(events, project(events, shippedCalendar));
  }
  await store.close();
}, 120_000);
afterAll(() => removeIndices(prefix));

describe('rules eval --since', () => {
  it('takes the labels from what operators decided', async () => {
    const env = { OTKLIK_ELASTICSEARCH_URL: url, OTKLIK_PREFIX: prefix };
    const { code, stdout, stderr } = await runCli(['rules', 'eval', '--since', '2d', '--json'], { env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ texts: 3, labelled: { incident: 3, group: 2, topic: 1 } });
    expect(report.detection.recall.of).toBe(2);
    expect(report.grouping.right).toMatchObject({ hits: 2, of: 2 });
  });

  it('says what is wrong with the time asked for, and that it needs the store', async () => {
    const wrong = await runCli(['rules', 'eval', '--since', 'вчера']);
    expect(wrong.stderr).toContain('write days («30d»)');
    expect(wrong.code).toBe(2);
    const { code, stderr } = await runCli(['rules', 'eval', '--since', '30d']);
    expect(stderr).toContain('OTKLIK_ELASTICSEARCH_URL is not set');
    expect(code).toBe(1);
  });
});
