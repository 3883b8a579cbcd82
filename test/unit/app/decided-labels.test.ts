import { beforeAll, describe, expect, it } from 'vitest';
import { project } from '../../../pipelines/incidents/project.js';
import { decidedLabels, decidedPosts, decidedTexts, sinceEver } from '../../../src/app/decided-labels.js';
import { manualClock } from '../../../src/core/clock.js';
import type { IncidentChange } from '../../../src/core/incident.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import {
  sampleAt,
  sampleEvent,
  sampleIncidentPost,
  sampleMachine,
  sampleOperator,
  samplePost,
} from '../../support/samples.js';
import { shippedCalendar } from '../../support/working-calendar.js';

const store = createMemoryStore({ clock: manualClock(Date.parse(sampleAt)) });

async function add(id: string, postIds: string[], decision: IncidentChange | null, later: string[] = []) {
  const post = (postId: string) => sampleIncidentPost({ postId });
  const join = (postId: string): IncidentChange => ({ type: 'post-joined', post: post(postId), clusterKeys: [] });
  const [first = '', ...others] = postIds;
  const changes: IncidentChange[] = [
    { type: 'opened', post: post(first), machine: sampleMachine(), clusterKeys: [] },
    ...others.map(join),
  ];
  const events = changes.map((change, index) => sampleEvent({ incidentId: id, seq: index + 1, change }));
  if (decision)
    events.push(sampleEvent({ incidentId: id, seq: events.length + 1, change: decision, actor: sampleOperator }));
  for (const postId of later)
    events.push(sampleEvent({ incidentId: id, seq: events.length + 1, change: join(postId) }));
  await store.incidents.append(events, project(events, shippedCalendar));
}

beforeAll(async () => {
  await store.posts.save([
    samplePost({ id: 'p1', incidentId: 'i1' }),
    samplePost({ id: 'p2', incidentId: 'i1', text: '> Темно на Садовой\nУ нас тоже темно' }),
    samplePost({ id: 'p3', incidentId: 'i1', publishedAt: '2025-01-01T00:00:00.000Z' }),
    samplePost({ id: 'p4', incidentId: 'i2' }),
    samplePost({ id: 'p5', incidentId: 'i3' }),
    samplePost({ id: 'p6', incidentId: 'i1' }),
  ]);
  await add('i1', ['p1', 'p2', 'p3'], { type: 'topic-changed', group: 'energy', topic: null }, ['p6']);
  await add('i2', ['p4'], { type: 'marked-not-incident', reason: 'Реклама.' });
  await add('i3', ['p5'], null);
});

describe('posts that operators decided on', () => {
  it('come with the label of their incident, as far as they are of the time asked for and were there at the decision', async () => {
    const found = [];
    for await (const { id, label, analysis } of decidedPosts(store, '2026-01-01T00:00:00.000Z'))
      found.push({ id, incident: label.incident, group: label.group, text: analysis.text.trim().slice(0, 7) });
    expect(found.sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      { id: 'p1', incident: true, group: 'energy', text: 'На улиц' },
      { id: 'p2', incident: true, group: 'energy', text: 'У нас т' },
      { id: 'p4', incident: false, group: null, text: 'На улиц' },
    ]);
  });

  it('have the same labels for the comparison of rules', async () => {
    const texts = await decidedTexts(store, '2026-01-01T00:00:00.000Z');
    expect([...texts.keys()].sort()).toEqual(['p1', 'p2', 'p3', 'p4']);
    expect(texts.get('p4')).toEqual({ incident: false, group: null, topic: null, alt: [] });
  });

  it('are found incident by incident, however many there are', async () => {
    for (let n = 10; n < 50; n++) await add(`i${n}`, [`q${n}`], { type: 'urgency-changed', urgency: 'urgent' });
    const ids: string[] = [];
    for await (const page of decidedLabels(store, sinceEver)) ids.push(...page.map(({ subject }) => subject));
    expect(ids).toHaveLength(44);
    expect(new Set(ids).size).toBe(44);
  });
});
