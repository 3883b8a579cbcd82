import { beforeEach, describe, expect, it } from 'vitest';
import { addressesOf, streetName } from '../../../../pipelines/incidents/cluster-sites.js';
import { cluster } from '../../../../pipelines/stages/cluster.js';
import type { Clustered, Located } from '../../../../pipelines/values.js';
import { encodeHalf, vectorWidth } from '../../../../src/core/float16.js';
import type { Place } from '../../../../src/core/place.js';
import type { Verdict } from '../../../../src/core/verdict.js';
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

interface Told {
  text?: string;
  hour?: number;
  topic?: string | null;
  group?: Verdict['group'];
  place?: Partial<Place>;
  thread?: string;
  /** Angle of the meaning, degrees: posts of one angle mean the same. */
  angle?: number;
}

/** A unit vector; the cosine of two of them is that of the difference of their angles. */
function vectorAt(degrees: number): string {
  const numbers = new Float32Array(vectorWidth);
  numbers[0] = Math.cos((degrees * Math.PI) / 180);
  numbers[1] = Math.sin((degrees * Math.PI) / 180);
  return encodeHalf(numbers);
}

async function tell({
  text,
  hour = 0,
  topic = 'housing.lift',
  group = 'housing',
  place = {},
  thread,
  angle,
}: Told): Promise<Clustered> {
  const id = String(++count);
  const named = [
    ...(place.street ? ['street' as const] : []),
    ...(place.house ? ['house' as const] : []),
    ...(place.landmarks ? ['landmark' as const] : []),
  ];
  const post: Located = locatedPost(
    id,
    text ?? `Слова только этого сообщения ${['раз', 'два', 'три', 'четыре'][count % 4]} ${'а'.repeat(count)}`,
    {
      publishedAt: new Date(firstMs + hour * hourMs).toISOString(),
      threadId: thread ?? null,
      verdict: sampleVerdict({ topic, group, groups: group === null ? [] : [{ group, probability: 0.9 }] }),
      place: samplePlace({ street: null, house: null, evidence: [], ...place, named: place.named ?? named }),
      vector: angle === undefined ? null : vectorAt(angle),
    },
  );
  const [clustered] = (await cluster.run([post], bench.stages)) as Clustered[];
  return clustered as Clustered;
}

const house = { street: 'Садовая', house: '12' };

describe('at one house', () => {
  it('a lift and a roof are two incidents that stand beside each other, and each takes in its own', async () => {
    const lift = await tell({ place: house, topic: 'housing.lift', angle: 0 });
    const roof = await tell({ place: house, topic: 'housing.roof', angle: 70, hour: 1 });
    const more = await tell({ place: house, topic: 'housing.lift', angle: 20, hour: 2 });
    const rain = await tell({ place: house, topic: 'housing.roof', angle: 60, hour: 3 });
    expect(roof.incidentId).not.toBe(lift.incidentId);
    expect([more.incidentId, rain.incidentId]).toEqual([lift.incidentId, roof.incidentId]);
  });

  it('kin topics are one thing when they mean nearly the same, and two when they do not', async () => {
    const cold = await tell({ place: house, topic: 'housing.heating', angle: 0 });
    const near = await tell({ place: house, topic: 'housing.hot-water', angle: 60 });
    const far = await tell({ place: house, topic: 'housing.bursts', angle: 145 });
    expect(near).toMatchObject({ incidentId: cold.incidentId, join: { how: 'same-place' } });
    expect(near.join.similarity).toBeCloseTo(0.5, 2);
    expect(far.join.how).toBe('opened');
  });

  it('other topics need less when both use one word for what is wrong', async () => {
    const roof = await tell({ place: house, topic: 'housing.roof', text: 'Крыша худая, льёт в зале', angle: 0 });
    const other = await tell({
      place: house,
      topic: 'housing.charges',
      text: 'За что платим, крышу не чинят',
      angle: 55,
    });
    const lift = await tell({ place: house, topic: 'housing.lift', text: 'Лифт висит между этажами', angle: -60 });
    expect(other.incidentId).toBe(roof.incidentId);
    expect(lift.join.how).toBe('opened');
  });

  it('a number in words is the house, another one is another house', async () => {
    const street = { street: 'Садовая', house: null, named: ['street' as const] };
    const first = await tell({ place: house, angle: 0 });
    const same = await tell({ place: street, text: 'Садовая, дом двенадцать, лифт висит', angle: 60 });
    const other = await tell({ place: street, text: 'Садовая, дом двадцать, лифт висит', angle: 60 });
    expect(same.incidentId).toBe(first.incidentId);
    expect(other.join.how).toBe('opened');
  });

  it('the join tells what both have in common', async () => {
    const first = await tell({ place: house });
    const second = await tell({ place: house, hour: 5 });
    expect(second.join).toEqual({
      how: 'same-place',
      on: first.id,
      similarity: null,
      shared: { place: 'Садовая, 12', topic: 'housing.lift', hours: 5 },
    });
  });

  it('a copy with another sum is another problem however alike', async () => {
    const say = (sum: number) =>
      `Пришла квитанция за отопление на ${sum} рублей, в декабре было вдвое меньше, площадь та же самая`;
    const first = await tell({ text: say(8450), place: house, topic: 'housing.charges', angle: 0 });
    const other = await tell({ text: say(6120), place: house, topic: 'housing.charges', angle: 0 });
    expect(other.incidentId).not.toBe(first.incidentId);
  });
});

describe('a list of houses', () => {
  const list = { street: 'Мира', house: '1;3;5' };
  it('takes in who names one of them, and not who names another', async () => {
    const outage = await tell({ place: list, topic: 'housing.hot-water' });
    const inside = await tell({ place: { street: 'Мира', house: '3' }, topic: 'housing.hot-water' });
    const outside = await tell({ place: { street: 'Мира', house: '7' }, topic: 'housing.hot-water' });
    expect(inside.incidentId).toBe(outage.incidentId);
    expect(outside.incidentId).not.toBe(outage.incidentId);
  });

  it('over several streets gives each house to the street before it', () => {
    const at = (field: 'street' | 'house', value: string, start: number) => ({
      field,
      value,
      from: 'text' as const,
      span: { text: value, start, end: start + value.length },
    });
    const place = samplePlace({
      street: 'Мира;Ленина',
      house: '1;2',
      evidence: [at('street', 'Мира', 0), at('house', '1', 5), at('street', 'Ленина', 8), at('house', '2', 15)],
    });
    expect(addressesOf(place)).toEqual([
      { street: 'Мира', house: '1' },
      { street: 'Ленина', house: '2' },
    ]);
  });
});

describe('a street', () => {
  it('is one however it is called', () => {
    expect(streetName('проспект Победы')).toBe(streetName('Победы'));
    expect(streetName('Ново-Садовой')).toBe(streetName('Ново-Садовая'));
    expect(streetName('Паши Савельевой')).toBe(streetName('Савельевой'));
  });

  it('is another with an ordinal, an adjective, or as a square', () => {
    expect(streetName('2-я Садовая')).not.toBe(streetName('Садовая'));
    expect(streetName('Большая Садовая')).not.toBe(streetName('Садовая'));
    expect(streetName('Академическая площадь')).not.toBe(streetName('Академическая'));
  });

  it('and a house in it are one where the mains of the street fail, and two where a lift does', async () => {
    const street = { street: 'Садовая' };
    const dry = await tell({ place: street, topic: 'housing.cold-water', angle: 0 });
    const dryHouse = await tell({ place: house, topic: 'housing.cold-water', angle: 20 });
    const dark = await tell({ place: street, topic: 'improvement.street-lights', group: 'improvement', angle: 100 });
    const darkHouse = await tell({
      place: house,
      topic: 'improvement.street-lights',
      group: 'improvement',
      angle: 120,
    });
    expect(dryHouse.incidentId).toBe(dry.incidentId);
    expect(darkHouse.incidentId).not.toBe(dark.incidentId);
  });

  it('of a crossing is no place in each of its streets', async () => {
    const crossing = await tell({ place: { street: 'Мира;Ленина' }, topic: 'roads.traffic-lights', group: 'roads' });
    const same = await tell({ place: { street: 'Ленина;Мира' }, topic: 'roads.traffic-lights', group: 'roads' });
    const street = await tell({ place: { street: 'Ленина' }, topic: 'roads.traffic-lights', group: 'roads' });
    expect(same.incidentId).toBe(crossing.incidentId);
    expect(street.incidentId).not.toBe(crossing.incidentId);
  });
});

describe('without an address', () => {
  const bus = (name: string): Partial<Place> => ({ landmarks: [{ kind: 'route', name }] });
  it('a route, a school or a stop is the place', async () => {
    const late = await tell({ place: bus('5'), topic: 'transport.timetable', group: 'transport', angle: 0 });
    const missing = await tell({ place: bus('5'), topic: 'transport.missing-bus', group: 'transport', angle: 30 });
    const other = await tell({ place: bus('7'), topic: 'transport.timetable', group: 'transport', angle: 0 });
    expect(missing.incidentId).toBe(late.incidentId);
    expect(other.incidentId).not.toBe(late.incidentId);
  });

  it('a name that no register knows is, when it means the same', async () => {
    const smell = { topic: 'ecology.smell', group: 'ecology' as const };
    const first = await tell({ ...smell, text: 'Вонь от Грибной радуги всю ночь', angle: 0 });
    const second = await tell({ ...smell, text: 'грибная радуга опять воняет', angle: 60, hour: 20 });
    const third = await tell({ ...smell, text: 'Вонь с Осенцов такая, что не уснуть', angle: 0, hour: 21 });
    expect(second).toMatchObject({
      incidentId: first.incidentId,
      join: { how: 'same-meaning', shared: { place: 'грибн' } },
    });
    expect(third.incidentId).not.toBe(first.incidentId);
  });

  it('a stock phrase is one thing for a day', async () => {
    const phrase = { text: 'Когда это закончится, опять нет света', topic: 'energy.outage', group: 'energy' as const };
    const posts = [
      await tell(phrase),
      await tell({ ...phrase, hour: 3 }),
      await tell({ ...phrase, hour: 60 }),
      await tell({ ...phrase, hour: 61 }),
    ];
    expect(posts.map(({ join }) => join.how)).toEqual(['opened', 'repeat', 'opened', 'repeat']);
  });
});

describe('a thread', () => {
  it('keeps two problems apart and gives each answer to its own', async () => {
    const lift = await tell({ thread: '7', topic: 'housing.lift', angle: 0 });
    const bus = await tell({ thread: '7', topic: 'transport.missing-bus', group: 'transport', angle: 80 });
    const answer = await tell({ thread: '7', topic: null, angle: 40 });
    expect(bus.incidentId).not.toBe(lift.incidentId);
    expect(answer).toMatchObject({ incidentId: lift.incidentId, join: { how: 'same-thread' } });
  });
});
