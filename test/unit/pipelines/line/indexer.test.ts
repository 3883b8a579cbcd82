import { describe, expect, it } from 'vitest';
import { indexBatch } from '../../../../pipelines/indexer.js';
import type { BatchJob, Finished } from '../../../../pipelines/values.js';
import type { IncidentChange } from '../../../../src/core/incident.js';
import type { Post } from '../../../../src/core/post.js';
import { locatedPost, makeBench, pageOf } from '../../../support/line-fakes.js';
import { sampleMachine, sampleVerdict } from '../../../support/samples.js';

function routed(nativeId: string, incidentId: string, overrides: Partial<Finished> = {}): Finished {
  const join = { how: 'opened' as const, on: null, similarity: null };
  return {
    ...locatedPost(nativeId, `Яма номер ${nativeId}`),
    incidentId,
    join,
    clusterKeys: ['k'],
    machine: sampleMachine(),
    ...overrides,
  };
}
function jobOf(items: { value: object; dropped?: { stage: string; reason: string } | null }[]): BatchJob {
  return {
    page: pageOf('a'),
    seen: [],
    items: items.map(({ value, dropped }) => ({ value: { ...value }, dropped: dropped ?? null })),
  };
}
const gate = { stage: 'gate', reason: 'no-signal' };

describe('the end of the line', () => {
  it('writes incidents before posts: a known post without its incident would be lost to the queue', async () => {
    const order: string[] = [];
    const { stages } = makeBench();
    const index = {
      clock: stages.clock,
      memory: stages.memory,
      cursor: { indexed: async () => void order.push('cursor') },
      desk: {
        amend: async () => null,
        record: async (id: string, changes: readonly IncidentChange[]) => {
          order.push(`incident ${id} with ${changes.length}`);
          return null;
        },
      },
      posts: {
        ...stages.posts,
        save: async (posts: readonly Post[]) => {
          order.push(`${posts.length} posts`);
          return posts.map(() => ({ ok: true as const }));
        },
      },
    };
    await indexBatch(
      jobOf([{ value: routed('1', 'iA') }, { value: routed('2', 'iB') }, { value: routed('3', 'iA') }]),
      index,
    );
    expect(order).toEqual(['incident iA with 2', 'incident iB with 1', '3 posts']);
  });

  it('counts incidents, filtered and failed posts', async () => {
    const { store, stages, desk } = makeBench();
    const job = jobOf([
      { value: routed('1', 'iA') },
      { value: locatedPost('2', 'погода'), dropped: gate },
      { value: { id: 'broken' } },
    ]);
    const { ledger, deadLetters } = await indexBatch(job, {
      posts: store.posts,
      desk,
      cursor: { indexed: async () => {} },
      clock: stages.clock,
      memory: stages.memory,
    });
    expect(ledger.counts.toSorted((a, b) => a.outcome.localeCompare(b.outcome))).toEqual([
      { stage: 'index', outcome: 'dropped:filtered', count: 1 },
      { stage: 'index', outcome: 'failed', count: 1 },
      { stage: 'index', outcome: 'passed', count: 1 },
    ]);
    expect(deadLetters).toEqual([expect.objectContaining({ where: 'index', code: 'E_JOB_INVALID' })]);
  });

  it('puts a post that the store refuses into the dead letters and stores the others', async () => {
    const { store, stages, desk } = makeBench();
    const refused = routed('2', 'iA', { text: `яма ${'о'.repeat(600_000)}` });
    const job = jobOf([{ value: routed('1', 'iA') }, { value: refused }, { value: routed('3', 'iA') }]);
    const { deadLetters } = await indexBatch(job, {
      posts: store.posts,
      desk,
      cursor: { indexed: async () => {} },
      clock: stages.clock,
      memory: stages.memory,
    });
    expect(deadLetters).toEqual([
      expect.objectContaining({
        where: 'index',
        code: 'E_STORE_REJECTED',
        message: expect.stringContaining('the store refuses the post'),
      }),
    ]);
    expect(await store.posts.count()).toBe(2);
  });

  it('lets the complaint open its incident, whatever stands before it on the page', async () => {
    const { store, stages, desk } = makeBench();
    const join = { how: 'same-thread' as const, on: locatedPost('2', '').id, similarity: null };
    const verdict = sampleVerdict({ incident: false, unsure: false });
    const job = jobOf([{ value: routed('1', 'iA', { join, verdict }) }, { value: routed('2', 'iA') }]);
    await indexBatch(job, {
      posts: store.posts,
      desk,
      cursor: { indexed: async () => {} },
      clock: stages.clock,
      memory: stages.memory,
    });
    expect((await store.incidents.get('iA'))?.postIds).toEqual(['2', '1'].map((id) => locatedPost(id, '').id));
  });

  it('leaves the cursor to the caller', async () => {
    const bench = makeBench();
    let moved = false;
    const cursor = {
      indexed: async () => {
        moved = true;
      },
    };
    await indexBatch(jobOf([{ value: routed('1', 'iA') }]), {
      posts: bench.store.posts,
      desk: bench.desk,
      cursor,
      clock: bench.clock,
      memory: bench.stages.memory,
    });
    expect(moved).toBe(false);
  });

  it('stores why a post was let go and what it repeats', async () => {
    const { store, stages, desk } = makeBench();
    const repeat = { postId: 'pFirst', incidentId: 'iA', exact: true, similarity: 1 };
    const job = jobOf([{ value: locatedPost('2', 'погода', { repeat }), dropped: gate }]);
    await indexBatch(job, {
      posts: store.posts,
      desk,
      cursor: { indexed: async () => {} },
      clock: stages.clock,
      memory: stages.memory,
    });
    const [post] = await store.posts.byIds([locatedPost('2', '').id]);
    expect(post).toMatchObject({ dropped: gate, repeatOf: 'pFirst', incidentId: null, verdict: { incident: true } });
  });
});

describe('an edited post', () => {
  const edited = (overrides: Partial<Finished>): Finished =>
    routed('1', 'iA', { version: 2, knownIncidentId: 'iA', text: 'Яму закопали', ...overrides });
  async function indexed(...jobs: BatchJob[]) {
    const { store, stages, desk } = makeBench();
    const context = {
      posts: store.posts,
      desk,
      cursor: { indexed: async () => {} },
      clock: stages.clock,
      memory: stages.memory,
    };
    const results = [];
    for (const job of jobs) results.push(await indexBatch(job, context));
    return { store, results };
  }

  it('becomes the incident’s new text', async () => {
    const { store } = await indexed(jobOf([{ value: routed('1', 'iA') }]), jobOf([{ value: edited({}) }]));
    const incident = await store.incidents.get('iA');
    expect(incident).toMatchObject({ texts: ['Яму закопали'], postCount: 1, peopleCount: 1, version: 2 });
    expect((await store.incidents.events('iA')).map((event) => event.change.type)).toEqual(['opened', 'post-edited']);
  });

  it('that no longer passes the gate stays with its incident, with the new text', async () => {
    const { incidentId, join, machine, clusterKeys, ...filtered } = edited({ text: 'Всем спасибо!' });
    const { store } = await indexed(jobOf([{ value: routed('1', 'iA') }]), jobOf([{ value: filtered, dropped: gate }]));
    expect(await store.incidents.get('iA')).toMatchObject({ texts: ['Всем спасибо!'], status: 'new', postCount: 1 });
    const [post] = await store.posts.byIds([filtered.id]);
    expect(post).toMatchObject({ incidentId: 'iA', version: 2, dropped: gate });
  });

  it('whose incident was removed is stored and disturbs nothing', async () => {
    const { incidentId, join, machine, clusterKeys, ...filtered } = edited({ knownIncidentId: 'iGone' });
    const { store, results } = await indexed(jobOf([{ value: filtered, dropped: gate }, { value: routed('5', 'iB') }]));
    expect(results[0]?.deadLetters).toEqual([]);
    expect(await store.posts.count()).toBe(2);
    expect((await store.incidents.search({})).items.map((incident) => incident.id)).toEqual(['iB']);
  });

  it('changes nothing more when the batch runs again', async () => {
    const job = jobOf([{ value: edited({}) }]);
    const { store } = await indexed(jobOf([{ value: routed('1', 'iA') }]), job, job);
    expect((await store.incidents.get('iA'))?.version).toBe(2);
  });
});
