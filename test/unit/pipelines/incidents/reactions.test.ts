import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { moodReader, reactionChanges } from '../../../../pipelines/incidents/reactions.js';
import { indexBatch } from '../../../../pipelines/indexer.js';
import { createProcessMemory } from '../../../../pipelines/memory/in-process.js';
import { watchReactions } from '../../../../src/app/reaction-watch.js';
import { loadConfig } from '../../../../src/config/load.js';
import type { IncidentAction } from '../../../../src/core/http.js';
import { derivedId } from '../../../../src/core/ids.js';
import type { Incident } from '../../../../src/core/incident.js';
import { type Mood, type ReactionWatch, reactionsConfigSchema } from '../../../../src/core/reaction.js';
import { type Bench, locatedPost, makeBench } from '../../../support/line-fakes.js';
import { sampleHand, sampleIncident, sampleIncidentPost, sampleMachine } from '../../../support/samples.js';

const shipped = loadConfig('config').config.reactions;
const dayMs = 86_400_000;

describe('what is heard in the words of an author', () => {
  const moodOf = moodReader(shipped);
  const said: Record<Mood, string[]> = {
    satisfied: [
      'Спасибо!',
      'Большое спасибо, всё убрали',
      'Благодарим за оперативность',
      'Сделали, спасибо',
      'Починили лифт, благодарю',
      'Яму засыпали, молодцы',
      'Вода появилась',
      'Свет дали, спасибо большое',
      'Заработало! Спасибо',
      'Мусор вывезли сегодня утром',
      'Фонарь заменили, теперь светло',
      'Оперативно отреагировали',
      'Приехали через час и всё устранили',
      'Вопрос решён',
      'Проблема решена, благодарю',
      'Дорогу почистили',
      'Отремонтировали качели, дети рады',
      'Люк исправили',
      'Двор убран, спасибо дворнику',
      'Помогли, всё хорошо',
      'Снег вывезли, спасибо коммунальщикам',
      'Лампочку заменили в тот же день',
    ],
    dissatisfied: [
      'Ничего не сделали',
      'Спасибо, но ничего не изменилось',
      'Спасибо за отписку',
      'Опять отписка',
      'Сколько можно ждать?',
      'Когда уже починят лифт?',
      'Так и не приехали',
      'Никто не приехал',
      'Мусор не вывезли',
      'До сих пор нет воды',
      'По-прежнему темно',
      'Это неправда, яма как была, так и есть',
      'Враньё! Никто ничего не ремонтировал',
      'Вы издеваетесь?',
      'Снова погас фонарь',
      'Опять темно во дворе',
      'Яма на месте, ничего не засыпали',
      'Не убрали до сих пор',
      'Лифт не работает',
      'Проблема не решена',
      'Вопрос не решён, прошу разобраться',
      'Не помогло',
      'Стало только хуже стало, лужа больше',
      'И где обещанное?',
      'Обманули людей',
      'Починили, но через день опять сломалось',
      'Толку ноль',
      'Сделано для галочки',
      'Где ваши обещания? Дорогу не почистили',
      'Всё то же самое: снег не вывезли',
      'Приезжали, посмотрели и уехали, ничего не сделано',
      'Когда же включат отопление',
    ],
    unclear: [
      'А какой телефон у вас?',
      'Дом 15, второй подъезд',
      'Понятно',
      'Ждём',
      'Хорошо',
      'Подскажите, куда писать по поводу садика',
      'Это во дворе у магазина',
      'Уточните адрес, пожалуйста',
      'Завтра посмотрю',
      'Номер квартиры написал в сообщении',
      'А в соседнем дворе тоже планируете?',
      'Ок',
    ],
  };
  it.each(Object.entries(said).flatMap(([mood, texts]) => texts.map((text) => [text, mood] as const)))(
    '«%s»: %s',
    (text, mood) => expect(moodOf(text)).toBe(mood),
  );

  it('is rather missed than taken for what sends an incident back to work, on 258 further posts', () => {
    const posts = readFileSync('test/unit/pipelines/incidents/reactions.jsonl', 'utf8').trim().split('\n');
    const heard: Record<string, number> = {};
    for (const { mood, text } of posts.map((line) => JSON.parse(line) as { mood: Mood; text: string })) {
      const way = `${mood} as ${moodOf(text)}`;
      heard[way] = (heard[way] ?? 0) + 1;
    }
    expect(Object.keys(heard).filter((way) => /^(satisfied|unclear) as dissatisfied|^unclear as/.test(way))).toEqual([
      'unclear as unclear',
    ]);
    expect(heard['dissatisfied as dissatisfied']).toBeGreaterThanOrEqual(115);
    expect(heard['satisfied as satisfied']).toBeGreaterThanOrEqual(75);
    expect(heard['dissatisfied as satisfied'] ?? 0).toBeLessThanOrEqual(1);
  });

  it('does not come from what is quoted', () => expect(moodOf('> Спасибо, всё сделали\nА когда?')).toBe('unclear'));

  it('is refused with its place where a query or an example is wrong', () => {
    const config = (given: object) => reactionsConfigSchema.parse(given);
    expect(() => moodReader(config({ satisfied: 'спасибо | (' }))).toThrow(/config\/reactions\.yaml: satisfied: /);
    expect(() => moodReader(config({ satisfied: 'спасибо', examples: { unclear: ['Спасибо!'] } }))).toThrow(
      '«Спасибо!» is heard as satisfied, not unclear',
    );
    expect(moodReader(config({}))('Спасибо')).toBe('unclear');
  });
});

describe('a reaction', () => {
  const at = '2026-03-10T12:00:00.000Z';
  const answered = sampleIncident({ status: 'answered', postIds: ['p1'] });
  answered.clocks = { ...answered.clocks, answeredAt: at };
  const told = (incident: Incident, mood: Mood, days: number, postId = 'p9', policy = shipped) =>
    reactionChanges(incident, [{ postId, atMs: Date.parse(at) + days * dayMs, mood }], policy).map(({ type }) => type);

  it('is recorded, and reopens when the author is dissatisfied', () => {
    expect(told(answered, 'satisfied', 1)).toEqual(['author-reacted']);
    expect(told(answered, 'unclear', 1)).toEqual(['author-reacted']);
    expect(told(answered, 'dissatisfied', 1)).toEqual(['author-reacted', 'reopened']);
    expect(told(answered, 'dissatisfied', 1, 'p9', { ...shipped, reopens: ['closed'] })).toEqual(['author-reacted']);
  });
  it('sends nothing back when a later word of the author is content, in whatever order they are read', () => {
    const word = (postId: string, hours: number, mood: Mood) => ({
      postId,
      atMs: Date.parse(at) + hours * 3_600_000,
      mood,
    });
    const types = (...moods: Mood[]) =>
      reactionChanges(answered, moods.map((mood, n) => word(`r${n}`, n + 1, mood)).reverse(), shipped).map((change) =>
        'mood' in change ? `${change.postId} ${change.mood}` : change.type,
      );
    expect(types('dissatisfied', 'satisfied', 'unclear')).toEqual(['r0 dissatisfied', 'r1 satisfied', 'r2 unclear']);
    expect(types('satisfied', 'dissatisfied')).toEqual(['r0 satisfied', 'r1 dissatisfied', 'reopened']);
  });
  it('is none before the answer, too late, twice, or when it is part of the incident', () => {
    expect(told(answered, 'dissatisfied', -1)).toEqual([]);
    expect(told(answered, 'dissatisfied', 31)).toEqual([]);
    expect(told({ ...answered, reactions: [{ postId: 'p9', mood: 'unclear', at }] }, 'dissatisfied', 1)).toEqual([]);
    expect(told(answered, 'dissatisfied', 1, 'p1')).toEqual([]);
    expect(told({ ...answered, status: 'in-work' }, 'dissatisfied', 1)).toEqual([]);
  });
});

describe('the line', () => {
  let bench: Bench;
  let reactions: ReactionWatch;
  const id = 'iAnswered0000000000001';
  const source = locatedPost('any', 'x', {}).sourceId;
  const now = async () => (await bench.store.incidents.get(id)) as Incident;
  const act = async (action: IncidentAction) => bench.desk.act(id, (await now()).version, action, sampleHand);
  beforeEach(async () => {
    bench = makeBench();
    reactions = watchReactions(bench.store.incidents, shipped, bench.clock);
    const post = sampleIncidentPost({ postId: 'p-first', author: 'author-anna' });
    const clusterKeys = [`t-${derivedId('thread', source, 'thread-7')}`];
    await bench.desk.record(id, [{ type: 'opened', post, machine: sampleMachine(), clusterKeys }]);
    await act({ type: 'answer', text: 'Лампу заменили.', url: null, elsewhere: 'По телефону' });
    bench.clock.advance(2 * dayMs);
  });
  const hear = (nativeId: string, text: string, author = 'author-anna', threadId: string | null = 'thread-7') => {
    const { store, clock, desk } = bench;
    const publishedAt = new Date(clock.now()).toISOString();
    const { verdict, place, ...value } = locatedPost(nativeId, text, { threadId, publishedAt, author });
    const page = {
      id: `b-${nativeId}`,
      sourceId: source,
      url: 'https://forum.example/',
      fetchedAt: publishedAt,
      etag: null,
      lastModified: null,
    };
    const job = { page, items: [{ value, dropped: { stage: 'gate', reason: 'no-signal' } }], ledger: [] };
    return indexBatch(job as never, {
      posts: store.posts,
      desk,
      cursor: { indexed: async () => undefined },
      memory: createProcessMemory(),
      clock,
      reactions,
    });
  };

  it('hears the author in the thread, although the post alone is no complaint, and counts it once', async () => {
    await hear('r1', 'Спасибо, сделали!');
    await hear('r1', 'Спасибо, сделали!');
    expect((await now()).reactions).toEqual([expect.objectContaining({ mood: 'satisfied' })]);
    expect((await now()).status).toBe('answered');
  });
  it('counts for the incident of the author in this thread that was answered last before it, and for no other', async () => {
    const other = 'iAnswered0000000000002';
    const read = async () => (await bench.store.incidents.get(other)) as Incident;
    const post = sampleIncidentPost({ postId: 'p-second', author: 'author-anna' });
    const clusterKeys = [`t-${derivedId('thread', source, 'thread-7')}`];
    await bench.desk.record(other, [{ type: 'opened', post, machine: sampleMachine(), clusterKeys }]);
    await bench.desk.act(
      other,
      1,
      { type: 'answer', text: 'Воду дали.', url: null, elsewhere: 'По телефону' },
      sampleHand,
    );
    bench.clock.advance(dayMs);
    await hear('r1', 'Ничего не сделали');
    await hear('r1', 'Ничего не сделали');
    expect((await read()).reactions).toHaveLength(1);
    expect((await read()).status).toBe('new');
    expect((await now()).reactions).toEqual([]);
    // What was answered last is at work again: the next word can only be about the other.
    await hear('r2', 'Спасибо, починили!');
    expect((await now()).reactions).toEqual([expect.objectContaining({ mood: 'satisfied' })]);
  });
  it('sends the incident back to work when the author is dissatisfied', async () => {
    await hear('r1', 'Опять темно, никто не приехал');
    expect(await now()).toMatchObject({
      status: 'new',
      reactions: [{ mood: 'dissatisfied' }],
      dueAt: expect.any(String),
    });
  });
  it('meets the published answer by its address or by its words in the thread, once', async () => {
    expect((await now()).reply).toMatchObject({ foundAt: null });
    await hear('office', 'Лампу  заменили.', 'author-office');
    await hear('office', 'Лампу  заменили.', 'author-office');
    expect((await now()).reply?.foundAt).not.toBeNull();
    const checks = (await bench.store.incidents.events(id)).filter(({ change }) => change.type === 'reply-checked');
    expect(checks).toHaveLength(1);
    expect((await now()).status).toBe('answered');
  });
  it('does not take the answer of another thread for it', async () => {
    await hear('office', 'Лампу заменили.', 'author-office', 'thread-8');
    expect((await now()).reply).toMatchObject({ foundAt: null });
  });
  it.each([
    ['another author', 'author-boris', 'thread-7'],
    ['another thread', 'author-anna', 'thread-8'],
    ['no thread', 'author-anna', null],
  ])('does not hear %s', async (_who, author, thread) => {
    await hear('r1', 'Опять темно, никто не приехал', author, thread);
    expect((await now()).reactions).toEqual([]);
  });
});
