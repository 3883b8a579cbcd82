import { beforeEach, describe, expect, it } from 'vitest';
import { isDrop } from '../../../../pipelines/stage.js';
import { cluster } from '../../../../pipelines/stages/cluster.js';
import type { Clustered, Located } from '../../../../pipelines/values.js';
import { encodeHalf, vectorWidth } from '../../../../src/core/float16.js';
import { incidentId } from '../../../../src/core/ids.js';
import { type Bench, locatedPost, makeBench } from '../../../support/line-fakes.js';
import { samplePlace, sampleVerdict } from '../../../support/samples.js';

const hourMs = 3_600_000;
const firstMs = Date.parse('2026-03-02T09:00:00.000Z');
let bench: Bench;
let count = 0;
beforeEach(() => {
  bench = makeBench();
  count = 0;
});

function vectorAt(degrees: number): string {
  const numbers = new Float32Array(vectorWidth);
  numbers[0] = Math.cos((degrees * Math.PI) / 180);
  numbers[1] = Math.sin((degrees * Math.PI) / 180);
  return encodeHalf(numbers);
}

interface Told {
  hour?: number;
  thread?: string | null;
  isIncident?: boolean;
  isUnsure?: boolean;
  /** Native id of the post that it answers. */
  replyTo?: string | null;
  topic?: string | null;
  certainty?: number;
  angle?: number;
  street?: string;
  house?: string;
}

function postOf(text: string, told: Told): Located {
  const {
    hour = 0,
    thread = null,
    isIncident = false,
    isUnsure = false,
    replyTo = null,
    topic = null,
    certainty = 0.2,
    angle = 80,
    street,
    house,
  } = told;
  const group = topic === null ? 'housing' : (topic.split('.')[0] as 'housing');
  const named = [...(street ? ['street' as const] : []), ...(house ? ['house' as const] : [])];
  return locatedPost(String(++count), text, {
    publishedAt: new Date(firstMs + hour * hourMs).toISOString(),
    threadId: thread,
    replyTo,
    verdict: sampleVerdict({
      incident: isIncident,
      unsure: isUnsure,
      topic,
      group,
      groups: [{ group, probability: isIncident ? 0.9 : certainty }],
    }),
    place: samplePlace({ street: street ?? null, house: house ?? null, evidence: [], named }),
    vector: vectorAt(angle),
  });
}

/** @returns null when the post was let go */
async function tell(text: string, told: Told = {}): Promise<Clustered | null> {
  const [value] = await cluster.run([postOf(text, told)], bench.stages);
  return value === undefined || isDrop(value) ? null : value;
}

const opened: Told = {
  isIncident: true,
  topic: 'housing.hot-water',
  angle: 0,
  thread: 't1',
  street: 'Лесная',
  house: '12',
};
const complain = (): Promise<Clustered | null> =>
  tell('Лесная 12: с утра нет горячей воды, никто не предупредил', opened);

describe('an answer that is no incident by itself', () => {
  it('joins the incident of its thread as a further voice, and says why', async () => {
    const first = await complain();
    const voice = await tell('и у нас так же', { thread: 't1', hour: 3 });
    expect(voice?.incidentId).toBe(first?.incidentId);
    expect(voice?.join).toMatchObject({ how: 'same-thread', on: first?.id, shared: { hours: 3 } });
    expect(voice?.clusterKeys).toEqual([]);
  });
  it('is let go in another thread, after the window, before the complaint, and when it says nothing of it', async () => {
    expect(await tell('и у нас так же', { thread: 't1' })).toBeNull();
    await complain();
    expect(await tell('и у нас так же', { thread: 't2' })).toBeNull();
    expect(await tell('и у нас так же', { thread: 't1', hour: 100 })).toBeNull();
    expect(await tell('Кто потерял ключи у магазина?', { thread: 't1' })).toBeNull();
  });
  it('is heard also when a page tells the newest first', async () => {
    const answer = postOf('и у нас так же', { thread: 't1', hour: 3 });
    const first = postOf('Лесная 12: с утра нет горячей воды, никто не предупредил', opened);
    const [voice, complaint] = (await cluster.run([answer, first], bench.stages)) as Clustered[];
    expect(complaint?.join.how).toBe('opened');
    expect(voice).toMatchObject({ incidentId: complaint?.incidentId, join: { how: 'same-thread', on: first.id } });
  });
  it('is let go when it tells of another house or street', async () => {
    await complain();
    expect(await tell('а у нас в 15 доме тоже', { thread: 't1' })).toBeNull();
    expect(await tell('у нас на Мира тоже', { thread: 't1', street: 'Мира' })).toBeNull();
    expect(await tell('у нас в 12 доме тоже', { thread: 't1' })).not.toBeNull();
  });
  it('is let go when it surely has a subject of its own', async () => {
    await complain();
    const school = { thread: 't1', topic: 'education.school-food', certainty: 0.9 };
    expect(await tell('да, и собрание завтра в семь', school)).toBeNull();
  });
  it('joins by its subject where its words do not agree', async () => {
    await complain();
    const subject = { thread: 't1', topic: 'housing.heating', certainty: 0.8 };
    expect(await tell('бойлер меняют', subject)).not.toBeNull();
  });
  it('stands for nothing: what it says joins nobody', async () => {
    await complain();
    await tell('и у нас так же', { thread: 't1' });
    expect(await tell('и у нас так же', { thread: 't9' })).toBeNull();
  });
});

describe('a doubtful answer', () => {
  const doubtful: Told = { isUnsure: true, thread: 't1', hour: 3, topic: 'roads.potholes', certainty: 0.43 };

  it('belongs to the complaint that it names', async () => {
    const first = await complain();
    const answer = await tell('> Лесная 12: с утра нет воды\n\nТам вообще жутко, обхожу', {
      ...doubtful,
      replyTo: first?.nativeId ?? null,
    });
    expect(answer?.incidentId).toBe(first?.incidentId);
    expect(answer?.join).toMatchObject({ how: 'same-thread', on: first?.id, shared: { hours: 3 } });
  });
  it('opens an incident of its own where it names none, or another post', async () => {
    const first = await complain();
    for (const replyTo of [null, 'another']) {
      const answer = await tell('Там вообще жутко, обхожу', { ...doubtful, replyTo });
      expect(answer?.incidentId).not.toBe(first?.incidentId);
    }
  });
  it('stands by its own words when it is surely an incident, of another place or subject, or denies', async () => {
    const first = await complain();
    const replyTo = first?.nativeId ?? null;
    const answers: [string, Told][] = [
      ['Жутко там, обхожу', { isIncident: true, isUnsure: false }],
      ['Жутко там, обхожу', { street: 'Мира', house: '3' }],
      ['Жутко там, обхожу', { certainty: 0.9 }],
      ['Неправда, обхожу', {}],
      ['Жутко там, обхожу', { hour: 100 }],
    ];
    for (const [text, told] of answers) {
      const answer = await tell(text, { ...doubtful, replyTo, ...told });
      expect(answer?.incidentId, `${text} ${JSON.stringify(told)}`).not.toBe(first?.incidentId);
    }
  });
});

describe('a note at a place', () => {
  it('joins the same topic there in nearly the same sense, and nothing else', async () => {
    const first = await complain();
    const note: Told = { topic: 'housing.hot-water', street: 'Лесная', house: '12', hour: 5, certainty: 0.8 };
    expect((await tell('Лесная 12, кран сухой', { ...note, angle: 30 }))?.incidentId).toBe(first?.incidentId);
    expect(await tell('Лесная 12, кран сухой', { ...note, angle: 75 })).toBeNull();
    expect(await tell('Лесная 12, батареи', { ...note, topic: 'housing.heating', angle: 10 })).toBeNull();
    expect(await tell('Лесная 14, кран сухой', { ...note, house: '14', angle: 0 })).toBeNull();
  });
});

describe('a list of houses that is no complaint', () => {
  it('opens nothing, and those who complain from its houses meet in one incident', async () => {
    const list = postOf('Отключение горячей воды: Лесная 12, 14', {
      topic: 'housing.hot-water',
      angle: 0,
      street: 'Лесная',
      house: '12;14',
    });
    const [dropped] = await cluster.run([list], bench.stages);
    expect(dropped).toMatchObject({ drop: 'not-incident', keep: true });
    const note: Told = { topic: 'housing.hot-water', street: 'Лесная', house: '14', angle: 0, certainty: 0.8 };
    expect(await tell('Лесная 14, кран сухой', note)).toBeNull();
    const first = await complain();
    const second = await tell('Лесная 14 тоже без горячей воды', { ...opened, thread: null, house: '14', angle: 20 });
    expect(first?.incidentId).toBe(incidentId(list.id));
    expect(second?.incidentId).toBe(first?.incidentId);
  });
});
