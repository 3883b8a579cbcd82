import { beforeEach, describe, expect, it } from 'vitest';
import { indexBatch } from '../../../../pipelines/indexer.js';
import { isDrop } from '../../../../pipelines/stage.js';
import { cluster } from '../../../../pipelines/stages/cluster.js';
import type { BatchJob, Clustered, Located } from '../../../../pipelines/values.js';
import { incidentId } from '../../../../src/core/ids.js';
import { type Bench, locatedPost, makeBench, pageOf } from '../../../support/line-fakes.js';
import { sampleMachine, samplePlace, sampleVerdict } from '../../../support/samples.js';

const hourMs = 3_600_000;
const firstMs = Date.parse('2026-03-02T09:00:00.000Z');
let bench: Bench;
let count = 0;
beforeEach(() => {
  bench = makeBench();
  count = 0;
});

interface Told {
  hour?: number;
  thread?: string | null;
  isIncident?: boolean;
  topic?: string | null;
  certainty?: number;
  street?: string;
  house?: string;
}

function postOf(text: string, told: Told): Located {
  const { hour = 0, thread = 't1', isIncident = false, topic = null, certainty = 0.2, street, house } = told;
  const group = topic === null ? 'housing' : (topic.split('.')[0] as 'housing');
  const named = [...(street ? ['street' as const] : []), ...(house ? ['house' as const] : [])];
  return locatedPost(String(++count), text, {
    publishedAt: new Date(firstMs + hour * hourMs).toISOString(),
    threadId: thread,
    verdict: sampleVerdict({
      incident: isIncident,
      unsure: false,
      topic,
      group,
      groups: [{ group, probability: isIncident ? 0.9 : certainty }],
      evidence: [],
    }),
    place: samplePlace({ street: street ?? null, house: house ?? null, evidence: [], named }),
  });
}

const water: Told = { topic: 'housing.cold-water', certainty: 0.8 };
const complaint: Told = { ...water, isIncident: true, hour: 2 };
const ask = () => postOf('Народ, что с водой? Идёт коричневая', water);

/** What joining makes of posts, one batch each; null where it lets one go. */
async function tell(...posts: Located[]): Promise<(Clustered | null)[]> {
  const told: (Clustered | null)[] = [];
  for (const post of posts) {
    const [value] = await cluster.run([post], bench.stages);
    told.push(value === undefined || isDrop(value) ? null : value);
  }
  return told;
}

describe('a post that was let go', () => {
  it('is brought in by the complaint that comes later in its thread, and it is said why', async () => {
    const first = ask();
    const [none, opened] = await tell(first, postOf('Третий день ржавая вода, сил нет', complaint));
    expect(none).toBeNull();
    expect(opened?.join.how).toBe('opened');
    expect(opened?.brings).toEqual([
      { postId: first.id, join: { how: 'same-thread', on: opened?.id, similarity: null, shared: expect.anything() } },
    ]);
  });

  it('is brought in with those that agreed with it', async () => {
    const [first, second] = [ask(), postOf('у меня тоже, набрала ванну', { hour: 1 })];
    const [, , opened] = await tell(first, second, postOf('Третий день ржавая вода', complaint));
    expect(opened?.brings?.map(({ postId }) => postId).sort()).toEqual([first.id, second.id].sort());
  });

  it('stays out of another thread, of what is about something else or elsewhere, and after the window', async () => {
    for (const [text, told] of [
      ['Третий день ржавая вода', { ...complaint, thread: 't2' }],
      ['Лифт стоит', { ...complaint, topic: 'transport.schedule' }],
      ['Третий день ржавая вода', { ...complaint, hour: 100 }],
    ] as [string, Told][]) {
      bench = makeBench();
      const [, opened] = await tell(ask(), postOf(text, told));
      expect(opened?.brings, JSON.stringify(told)).toBeUndefined();
    }
    bench = makeBench();
    const other = { street: 'Мира', house: '3' };
    const [, opened] = await tell(
      postOf('На Мира 3 вода ржавая', { ...water, ...other }),
      postOf('На Лесной 7 вода ржавая', { ...complaint, street: 'Лесная', house: '7' }),
    );
    expect(opened?.brings).toBeUndefined();
  });

  it('is not remembered when it is chatter or says that all is well', async () => {
    const [, , opened] = await tell(
      postOf('Кто потерял ключи?', {}),
      postOf('У нас всё нормально с водой', water),
      postOf('Третий день ржавая вода', complaint),
    );
    expect(opened?.brings).toBeUndefined();
  });

  it('is part of one incident only, also when a batch runs again', async () => {
    const first = ask();
    const posts = [
      postOf('Третий день ржавая вода', complaint),
      postOf('Газ отключили во всём доме', { ...complaint, topic: 'energy.gas', hour: 3 }),
    ];
    const [, opened] = await tell(first, ...posts);
    expect(opened?.brings).toHaveLength(1);
    const [again, secondRun, other] = await tell(first, ...posts);
    expect(again).toMatchObject({ incidentId: opened?.incidentId, join: { how: 'same-thread' } });
    expect(secondRun?.brings).toEqual(opened?.brings);
    expect(other?.brings).toBeUndefined();
  });

  it('is a list of houses that a complaint was met by', async () => {
    const list = postOf('Отключение воды: Лесная 12, 14', { ...water, thread: null, street: 'Лесная', house: '12;14' });
    const [, opened] = await tell(
      list,
      postOf('Лесная 14, нет воды', { ...complaint, thread: null, street: 'Лесная', house: '14' }),
    );
    expect(opened?.incidentId).toBe(incidentId(list.id));
    expect(opened?.brings?.map(({ postId }) => postId)).toEqual([list.id]);
  });
});

describe('bringing in the store', () => {
  const jobOf = (name: string, value: object, dropped: BatchJob['items'][number]['dropped']): BatchJob => ({
    page: pageOf(name),
    seen: [],
    items: [{ value: { ...value }, dropped }],
  });
  const letGo = { stage: 'cluster', reason: 'not-incident' };
  async function prepared() {
    const first = ask();
    const [, opened] = await tell(first, postOf('Третий день ржавая вода', complaint));
    const { store, stages, desk } = bench;
    const context = {
      posts: store.posts,
      desk,
      cursor: { indexed: async () => {} },
      clock: stages.clock,
      memory: stages.memory,
    };
    const index = {
      letGo: () => indexBatch(jobOf('a', first, letGo), context),
      complaint: () => indexBatch(jobOf('b', { ...opened, machine: sampleMachine() }, null), context),
    };
    const id = opened?.incidentId ?? '';
    const look = async () => ({
      incident: (await store.incidents.get(id))?.postIds,
      events: (await store.incidents.events(id)).map(({ change }) => change.type),
      post: (await store.posts.byIds([first.id]))[0],
    });
    return { first, opened, index, look, context };
  }

  it('comes to the same whichever is stored first, and when both run again', async () => {
    for (const order of [
      ['letGo', 'complaint'],
      ['complaint', 'letGo'],
      ['letGo', 'complaint', 'letGo', 'complaint'],
      ['complaint', 'letGo', 'complaint', 'letGo'],
    ] as ('letGo' | 'complaint')[][]) {
      bench = makeBench();
      const { first, opened, index, look } = await prepared();
      for (const which of order) await index[which]();
      const { incident, events, post } = await look();
      expect(incident, order.join()).toEqual([opened?.id, first.id]);
      expect(events).toEqual(['opened', 'post-joined']);
      expect(post).toMatchObject({
        incidentId: opened?.incidentId,
        dropped: null,
        join: { how: 'same-thread', on: opened?.id },
      });
    }
  });

  it('says so where the store does not take the post', async () => {
    const { index, context } = await prepared();
    await index.letGo();
    const { save } = context.posts;
    let saves = 0;
    context.posts = {
      ...context.posts,
      save: async (posts) => {
        if (++saves === 1) return save(posts);
        return posts.map(() => ({ ok: false as const, code: 'E_STORE_REJECTED', message: 'too many fields' }));
      },
    };
    await expect(index.complaint()).rejects.toThrow(/refuses post .* brings in: too many fields/);
  });

  it('is made good by the next run when the process died between the log and the post', async () => {
    const { first, opened, index, look, context } = await prepared();
    await index.letGo();
    const { save } = context.posts;
    let saves = 0;
    context.posts = {
      ...context.posts,
      save: async (posts) => {
        if (++saves === 2) throw new Error('killed');
        return save(posts);
      },
    };
    await expect(index.complaint()).rejects.toThrow('killed');
    expect((await look()).post?.incidentId).toBeNull();
    await index.complaint();
    const { incident, events, post } = await look();
    expect(incident).toEqual([opened?.id, first.id]);
    expect(events).toEqual(['opened', 'post-joined']);
    expect(post?.incidentId).toBe(opened?.incidentId);
  });
});
