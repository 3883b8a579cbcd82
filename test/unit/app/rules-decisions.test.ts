import { describe, expect, it } from 'vitest';
import { project } from '../../../pipelines/incidents/project.js';
import { decidedPosts } from '../../../src/app/rules-decisions.js';
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

describe('posts that operators decided on', () => {
  it('come with the label of their incident, as far as they are of the time asked for', async () => {
    const store = createMemoryStore({ clock: manualClock(Date.parse(sampleAt)) });
    const add = async (id: string, postIds: string[], decision: IncidentChange | null): Promise<void> => {
      const posts = postIds.map((postId) => sampleIncidentPost({ postId }));
      const changes: IncidentChange[] = posts.map((post, index) =>
        index === 0
          ? { type: 'opened', post, machine: sampleMachine(), clusterKeys: [] }
          : { type: 'post-joined', post, clusterKeys: [] },
      );
      const events = changes.map((change, index) => sampleEvent({ incidentId: id, seq: index + 1, change }));
      if (decision)
        events.push(sampleEvent({ incidentId: id, seq: events.length + 1, change: decision, actor: sampleOperator }));
      await store.incidents.append(events, project(events, shippedCalendar));
    };
    const old = '2025-01-01T00:00:00.000Z';
    await store.posts.save([
      samplePost({ id: 'p1', incidentId: 'i1' }),
      samplePost({ id: 'p2', incidentId: 'i1', text: '> Темно на Садовой\nУ нас тоже темно' }),
      samplePost({ id: 'p3', incidentId: 'i1', publishedAt: old }),
      samplePost({ id: 'p4', incidentId: 'i2' }),
      samplePost({ id: 'p5', incidentId: 'i3' }),
    ]);
    await add('i1', ['p1', 'p2', 'p3'], { type: 'topic-changed', group: 'energy', topic: null });
    await add('i2', ['p4'], { type: 'marked-not-incident', reason: 'Реклама.' });
    await add('i3', ['p5'], null);

    const found = [];
    for await (const { id, label, analysis } of decidedPosts(store, '2026-01-01T00:00:00.000Z'))
      found.push({ id, incident: label.incident, group: label.group, text: analysis.text.trim().slice(0, 7) });
    expect(found.sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      { id: 'p1', incident: true, group: 'energy', text: 'На улиц' },
      { id: 'p2', incident: true, group: 'energy', text: 'У нас т' },
      { id: 'p4', incident: false, group: null, text: 'На улиц' },
    ]);
  });
});
