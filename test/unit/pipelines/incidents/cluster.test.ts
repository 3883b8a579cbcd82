import { beforeEach, describe, expect, it } from 'vitest';
import { refillMemory } from '../../../../pipelines/incidents/refill.js';
import { createProcessMemory } from '../../../../pipelines/memory/in-process.js';
import { cluster } from '../../../../pipelines/stages/cluster.js';
import type { Clustered, Located } from '../../../../pipelines/values.js';
import { incidentId } from '../../../../src/core/ids.js';
import type { Incident } from '../../../../src/core/incident.js';
import { bareTerritory, type Place } from '../../../../src/core/place.js';
import { type Bench, locatedPost, makeBench } from '../../../support/line-fakes.js';
import { sampleHand, sampleIncidentPost, sampleMachine, samplePlace, sampleVerdict } from '../../../support/samples.js';

const dayMs = 86_400_000;
const firstMs = Date.parse('2026-03-02T09:00:00.000Z');

let bench: Bench;
beforeEach(() => {
  bench = makeBench();
});

/** A post of day 0, 1, 2 … at a place. */
function post(
  nativeId: string,
  text: string,
  options: { day?: number; place?: Partial<Place>; thread?: string; topic?: string; territory?: string } = {},
): Located {
  const { day = 0, place = {}, thread = null, topic, territory = 'zarechye' } = options;
  const publishedAt = new Date(firstMs + day * dayMs).toISOString();
  const named = place.named ?? [
    ...(place.street ? ['street' as const] : []),
    ...(place.house ? ['house' as const] : []),
  ];
  return locatedPost(nativeId, text, {
    publishedAt,
    threadId: thread,
    territory,
    place: samplePlace({ street: null, house: null, territoryId: territory, settlement: territory, ...place, named }),
    ...(topic === undefined ? {} : { verdict: sampleVerdict({ topic }) }),
  });
}
const run = (...posts: Located[]): Promise<Clustered[]> => cluster.run(posts, bench.stages) as Promise<Clustered[]>;
/** Runs one after the other, each in a batch of its own. */
async function runEach(...posts: Located[]): Promise<Clustered[]> {
  const results: Clustered[] = [];
  for (const one of posts) results.push(...(await run(one)));
  return results;
}
/** Writes the incident of a clustered post, as the indexer would. */
function store(...posts: Clustered[]): Promise<(Incident | null)[]> {
  return Promise.all(
    posts.map((value) => {
      const { id: postId, sourceId, sourceKind, url, author, text, publishedAt, fetchedAt, version, join } = value;
      const stored = sampleIncidentPost({
        postId,
        sourceId,
        sourceKind,
        url,
        author,
        text,
        publishedAt,
        fetchedAt,
        version,
        join,
      });
      const machine = sampleMachine({
        verdict: value.verdict,
        place: value.place,
        territories: [value.place.territoryId ?? ''],
      });
      return bench.desk.record(value.incidentId, [
        { type: 'opened', post: stored, machine, clusterKeys: value.clusterKeys },
      ]);
    }),
  );
}
async function close(id: string): Promise<void> {
  const version = (await bench.store.incidents.get(id))?.version ?? 0;
  await bench.desk.act(id, version, { type: 'close', outcome: 'solved', reason: 'Сделано' }, sampleHand);
}
const incidents = (posts: Clustered[]): number => new Set(posts.map((one) => one.incidentId)).size;
const hows = (posts: Clustered[]): string[] => posts.map((one) => one.join.how);

const long = 'Уже третью неделю в нашем доме нет горячей воды, управляющая компания на звонки не отвечает, помогите';
const street = { street: 'Садовая' };

describe('posts about one thing', () => {
  it('open one incident when they say the same word for word, whatever case and punctuation', async () => {
    const posts = await runEach(post('1', long), post('2', `${long.toUpperCase()}!!!`));
    expect(hows(posts)).toEqual(['opened', 'repeat']);
    expect(incidents(posts)).toBe(1);
    expect(posts[1]?.join.on).toBe(posts[0]?.id);
  });

  it('join when they say nearly the same', async () => {
    const posts = await runEach(post('1', long), post('2', `${long} пожалуйста`));
    expect(hows(posts)).toEqual(['opened', 'near-duplicate']);
    expect(posts[1]?.join.similarity).toBeGreaterThan(0.7);
  });

  it('join within one batch too', async () => {
    expect(hows(await run(post('1', long), post('2', long), post('3', long)))).toEqual(['opened', 'repeat', 'repeat']);
  });

  it('join when two processes see them at the same moment', async () => {
    const [one, other] = await Promise.all([run(post('1', long)), run(post('2', long))]);
    expect(incidents([...one, ...other])).toBe(1);
  });

  it('open an incident whose id follows from the first post', async () => {
    const [first] = await run(post('1', long));
    expect(first?.incidentId).toBe(incidentId(first?.id ?? ''));
  });
});

describe('posts that name a village and no street', () => {
  const inVillage = { named: ['settlement' as const], settlement: 'Камыши', territoryId: 'district' };
  it('join when they are about one topic in the same days', async () => {
    const posts = await runEach(
      post('1', 'У деревни Камыши свалка строительного мусора растёт', { place: inVillage, topic: 'waste.dump' }),
      post('2', 'Камыши: ночью опять привезли покрышки', { place: inVillage, topic: 'waste.dump', day: 2 }),
      post('3', 'В Камышах второй день нет света', { place: inVillage, topic: 'energy.outage', day: 2 }),
      post('4', 'В Камышах новая свалка', { place: inVillage, topic: 'waste.dump', day: 9 }),
    );
    expect(hows(posts)).toEqual(['opened', 'same-place', 'opened', 'opened']);
  });

  it('stay apart in a town, where a topic is many problems', async () => {
    const inTown = { ...inVillage, settlement: 'Курск', territoryId: 'kursk' };
    bench.stages.locator.territory = (id) =>
      id === 'kursk'
        ? {
            ...bareTerritory,
            id,
            level: 'settlement',
            name: 'Курск',
            type: 'город',
            population: 440_000,
          }
        : null;
    const posts = await runEach(
      post('1', 'В Курске не пришёл автобус пятого маршрута', { place: inTown, topic: 'transport.routes' }),
      post('2', 'Курск, троллейбусы переполнены каждый вечер', { place: inTown, topic: 'transport.routes' }),
    );
    expect(incidents(posts)).toBe(2);
  });
});

describe('posts that only look alike', () => {
  it('are two problems when they name house 15 and house 51', async () => {
    const say = (house: string): string =>
      `Управляющая компания не убирает снег во дворе, улица Садовая, дом ${house}, третий день сугробы`;
    const posts = await runEach(
      post('1', say('15'), { place: { ...street, house: '15' } }),
      post('2', say('51'), { place: { ...street, house: '51' } }),
    );
    expect(incidents(posts)).toBe(2);
  });

  it('are two problems when the same short words come from two towns', async () => {
    const posts = await runEach(post('1', 'Нет света!'), post('2', 'Нет света!', { territory: 'lesnoe' }));
    expect(incidents(posts)).toBe(2);
  });

  it('are one text when the same long words appear in two towns', async () => {
    expect(incidents(await runEach(post('1', long), post('2', long, { territory: 'lesnoe' })))).toBe(1);
  });

  it('are two problems on streets of one name in two towns', async () => {
    const posts = await runEach(
      post('1', 'Огромная яма посреди дороги', { place: street }),
      post('2', 'Асфальт провалился, не проехать', { place: street, territory: 'lesnoe' }),
    );
    expect(incidents(posts)).toBe(2);
  });

  it('are two problems at one address when the topics differ', async () => {
    const posts = await runEach(
      post('1', 'Темно, фонари не горят', { place: street, topic: 'improvement.lighting' }),
      post('2', 'Мусор не вывозят', { place: street, topic: 'waste.collection' }),
    );
    expect(incidents(posts)).toBe(2);
  });
});

describe('one topic at one address', () => {
  const words = [
    'Огромная яма посреди дороги',
    'Асфальт провалился',
    'Колесо пробил сегодня',
    'Когда заделают дыру',
    'Объезжаем по газону',
  ];
  const onDays = (place: Partial<Place>, ...days: number[]): Promise<Clustered[]> =>
    runEach(...days.map((day, index) => post(String(index), words[index] ?? '', { day, place })));

  it('joins within a week on a street', async () =>
    expect(hows(await onDays(street, 0, 7))).toEqual(['opened', 'same-place']));

  it('opens anew after a week, and what follows joins the new one', async () => {
    const posts = await onDays(street, 0, 8, 9, 14);
    expect(hows(posts)).toEqual(['opened', 'opened', 'same-place', 'same-place']);
    expect(posts[3]?.incidentId).toBe(posts[1]?.incidentId);
  });

  it('joins within thirty days at a house, and not after', async () =>
    expect(hows(await onDays({ ...street, house: '7' }, 0, 30, 31))).toEqual(['opened', 'same-place', 'opened']));

  it('is not an address when only the source’s home says so', async () => {
    const home = (nativeId: string, text: string): Located => ({
      ...post(nativeId, text),
      place: samplePlace({ named: [] }),
    });
    expect(incidents(await runEach(home('1', words[0] ?? ''), home('2', words[1] ?? '')))).toBe(2);
  });

  it('takes an older post in that comes late', async () =>
    expect(hows(await onDays(street, 3, 0))).toEqual(['opened', 'same-place']));
});

describe('one thread', () => {
  it('joins an answer without an address of its own', async () => {
    const posts = await runEach(
      post('1', 'Огромная яма посреди дороги', { place: street, thread: '77' }),
      post('2', 'И у нас колесо пробило', { thread: '77' }),
    );
    expect(hows(posts)).toEqual(['opened', 'same-thread']);
  });

  it('does not join an answer that names another address', async () => {
    const posts = await runEach(
      post('1', 'Огромная яма посреди дороги', { place: street, thread: '77' }),
      post('2', 'Провал на Лесной', { place: { street: 'Лесная' }, thread: '77' }),
    );
    expect(incidents(posts)).toBe(2);
  });

  it('does not join after three days, in another thread, or about something else', async () => {
    const posts = await runEach(
      post('1', 'Огромная яма посреди дороги', { thread: '77', topic: 'roads.potholes' }),
      post('2', 'И у нас колесо пробило', { thread: '78', topic: 'roads.potholes' }),
      post('3', 'Контейнеры полные стоят', { thread: '77', topic: 'waste.collection' }),
      post('4', 'До сих пор не заделали', { thread: '77', topic: 'roads.potholes', day: 4 }),
    );
    expect(incidents(posts)).toBe(4);
  });
});

describe('a closed incident', () => {
  it('is left alone: the same complaint opens a new one, and the next joins that', async () => {
    const [first] = await run(post('1', long));
    await store(...(first === undefined ? [] : [first]));
    await close(first?.incidentId ?? '');
    const later = await runEach(post('2', long, { day: 1 }), post('3', long, { day: 1 }));
    expect(hows(later)).toEqual(['opened', 'repeat']);
    expect(later[0]?.incidentId).not.toBe(first?.incidentId);
  });

  it('keeps a post of its own that is edited later', async () => {
    const [first] = await run(post('1', long));
    await store(...(first === undefined ? [] : [first]));
    await close(first?.incidentId ?? '');
    const [edited] = await run({ ...post('1', `${long} УПД`), version: 2, knownIncidentId: first?.incidentId ?? null });
    expect(edited).toMatchObject({ incidentId: first?.incidentId, join: { how: 'repeat' } });
  });
});

describe('the same batch twice', () => {
  const batch = (): Located[] => [
    post('1', long),
    post('2', `${long} пожалуйста`),
    post('3', 'Огромная яма посреди дороги', { place: street, thread: '77' }),
    post('4', 'Асфальт провалился', { place: street }),
    post('5', 'И у нас колесо пробило', { thread: '77' }),
  ];

  it('gets the same answers', async () => {
    const first = await run(...batch());
    expect(await run(...batch())).toEqual(first);
  });

  it('gets the same answers in single runs, and when an incident was closed in between', async () => {
    const first = await run(...batch());
    await store(...first);
    for (const id of new Set(first.map((one) => one.incidentId))) await close(id);
    expect(await runEach(...batch())).toEqual(first);
  });
});

describe('a memory that was wiped', () => {
  const say = [
    'Огромная яма посреди дороги на Садовой, машины бьют колёса',
    `${long} срочно`,
    'Фонарь не горит, темно, страшно ходить',
  ];

  it('is filled from the stored incidents, so that posts go on joining', async () => {
    const first = await runEach(
      post('1', say[0] ?? '', { place: street, thread: '77' }),
      post('2', long, { place: street }),
      post('3', say[2] ?? ''),
    );
    for (const one of first) await store(one);
    const next = (): Located[] => [
      post('4', say[1] ?? ''),
      post('5', say[2] ?? ''),
      post('6', 'Асфальт провалился', { place: street }),
      post('7', 'Колесо пробило', { thread: '77' }),
    ];
    const fresh = createProcessMemory();
    const counted = await refillMemory(fresh, bench.store, bench.clock);
    expect(counted).toBe(2);
    const before = await run(...next());
    bench.stages.memory = fresh;
    expect(await run(...next())).toEqual(before);
    expect(hows(before)).toEqual(['near-duplicate', 'repeat', 'same-place', 'same-thread']);
  });

  it('leaves out what is closed', async () => {
    const [first] = await run(post('1', long));
    if (first !== undefined) await store(first);
    await close(first?.incidentId ?? '');
    const fresh = createProcessMemory();
    await refillMemory(fresh, bench.store, bench.clock);
    expect((await fresh.find(first?.clusterKeys ?? [])).size).toBe(0);
  });

  it('is filled once, also when several workers start together', async () => {
    const [first] = await run(post('1', long));
    if (first !== undefined) await store(first);
    const fresh = createProcessMemory();
    const refill = () => refillMemory(fresh, bench.store, bench.clock);
    expect((await Promise.all([refill(), refill(), refill()])).toSorted()).toEqual([0, 0, 1]);
    expect(await refill()).toBe(0);
  });
});
