import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.js';
import { decodeHalf, encodeHalf, vectorWidth } from '../../src/core/float16.js';
import { cosine, type NearestOptions } from '../../src/core/nearness.js';
import type { Store } from '../../src/core/ports.js';
import type { Post } from '../../src/core/post.js';
import { samplePlace, samplePost } from './samples.js';
import type { StoreBench } from './store-contract.js';
import { thrownBy } from './store-contract-records.js';

/** A unit vector at so many degrees from the first axis. */
export function atAngle(degrees: number): Float32Array {
  const vector = new Float32Array(vectorWidth);
  vector[0] = Math.cos((degrees * Math.PI) / 180);
  vector[1] = Math.sin((degrees * Math.PI) / 180);
  return vector;
}

/** A unit vector of numbers that a seed determines. */
function drawn(seed: number): Float32Array {
  let state = seed * 2_654_435_761 + 1;
  const vector = Float32Array.from({ length: vectorWidth }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.4;
  });
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function post(id: string, vector: Float32Array | null, overrides: Partial<Post> = {}): Post {
  return samplePost({ id, vector: vector && encodeHalf(vector), ...overrides });
}

const placeless = samplePlace({ precision: 'none', territoryId: null });
/** The names in the tests are these ids. */
const few: Post[] = [
  post('same', atAngle(0), { incidentId: 'i1', publishedAt: '2026-03-01T00:00:00.000Z' }),
  post('close', atAngle(10), { incidentId: 'i2', publishedAt: '2026-03-02T00:00:00.000Z' }),
  post('elsewhere', atAngle(20), { incidentId: 'i3', place: samplePlace({ territoryId: 'kamenka' }) }),
  post('dropped', atAngle(30), { incidentId: null, join: null }),
  post('placeless', atAngle(40), { incidentId: 'i1', territory: 'kamenka', place: placeless }),
  post('undated', atAngle(50), { incidentId: 'i2', publishedAt: null, fetchedAt: '2026-03-05T00:00:00.000Z' }),
  post('opposite', atAngle(180), { incidentId: 'i4' }),
  post('unread', null),
];

/** Posts by nearness of meaning. */
export function describeNearest(bench: StoreBench): void {
  describe('posts near in meaning', () => {
    let store: Store;
    beforeAll(async () => {
      store = await bench.open(systemClock);
      const outcomes = await store.posts.save(few);
      expect(outcomes.every(({ ok }) => ok)).toBe(true);
      await store.refresh();
    });
    afterAll(() => bench.discard(store));
    const ids = async (options: Partial<NearestOptions<'id'>> = {}): Promise<string[]> => {
      const near = await store.posts.nearest(atAngle(0), { k: 10, fields: ['id'], ...options });
      return near.map(({ post: { id } }) => id);
    };

    it('come with the most similar first, without those that no model read', async () => {
      expect(await ids()).toEqual(['same', 'close', 'elsewhere', 'dropped', 'placeless', 'undated', 'opposite']);
      expect(await ids({ k: 2 })).toEqual(['same', 'close']);
    });
    it('come with the cosine of the vectors that they keep', async () => {
      const near = await store.posts.nearest(atAngle(0), { k: 10 });
      for (const { post: found, similarity } of near) {
        expect(similarity).toBe(cosine(atAngle(0), decodeHalf(found.vector ?? '', vectorWidth)));
      }
      expect(near[1]?.similarity).toBeCloseTo(Math.cos(Math.PI / 18), 3);
      expect(near.at(-1)?.similarity).toBeCloseTo(-1, 6);
    });
    it('come whole, as they were stored', async () => {
      const [first] = await store.posts.nearest(atAngle(0), { k: 1 });
      expect(JSON.stringify(first?.post)).toBe(JSON.stringify(few[0]));
    });
    it('come with the wanted fields only', async () => {
      const [first] = await store.posts.nearest(atAngle(0), { k: 1, fields: ['id', 'incidentId'] });
      expect(first?.post).toEqual({ id: 'same', incidentId: 'i1' });
    });
    it('are asked for by a vector of any length', async () => {
      const long = atAngle(0).map((value) => value * 7);
      const [, second] = await store.posts.nearest(long, { k: 2, fields: ['id'] });
      expect(second?.post.id).toBe('close');
      expect(second?.similarity).toBeCloseTo(Math.cos(Math.PI / 18), 3);
    });

    it.each<[string, Partial<NearestOptions<'id'>>, string[]]>([
      ['of incidents alone', { onlyIncidents: true, k: 4 }, ['same', 'close', 'elsewhere', 'placeless']],
      ['without certain posts', { excludeIds: ['same', 'close'], k: 2 }, ['elsewhere', 'dropped']],
      ['without those of an incident', { excludeIncident: 'i1', k: 2 }, ['close', 'elsewhere']],
      ['written since', { since: '2026-03-04T00:00:00.000Z' }, ['undated']],
      ['written until', { until: '2026-03-01T12:00:00.000Z' }, ['same']],
      [
        'of a territory, without a place by the home of the source',
        { territory: ['kamenka'] },
        ['elsewhere', 'placeless'],
      ],
      ['of no territory at all', { territory: [] }, []],
      [
        'under all of these at once',
        { territory: ['kamenka'], onlyIncidents: true, excludeIncident: 'i3' },
        ['placeless'],
      ],
    ])('can be narrowed down to those %s, and are then the nearest of these', async (_what, options, expected) => {
      expect(await ids(options)).toEqual(expected);
    });

    it('are seen after a refresh when they come anew, and by their new vector when they changed', async () => {
      const changed = post('changing', atAngle(5));
      await store.posts.save([changed]);
      await store.refresh();
      expect(await ids({ k: 2 })).toEqual(['same', 'changing']);
      await store.posts.save([post('changing', atAngle(170), { version: 2 })]);
      await store.refresh();
      expect((await ids()).slice(-2)).toEqual(['changing', 'opposite']);
      await store.posts.save([post('changing', null, { version: 3 })]);
      await store.refresh();
      expect(await ids()).not.toContain('changing');
    });

    it('are the very nearest among two hundred, at any restriction', async () => {
      const many = Array.from({ length: 200 }, (_, seed) =>
        post(`many${seed}`, drawn(seed), { incidentId: seed % 3 === 0 ? `many${seed % 7}` : null }),
      );
      await store.posts.save(many);
      await store.refresh();
      for (const [question, k, onlyIncidents] of [
        [1_000, 1, false],
        [1_001, 25, true],
        [1_002, 120, false],
      ] as const) {
        const asked = drawn(question);
        const expected = [...few, ...many]
          .flatMap((one) => {
            if (one.vector === null || (onlyIncidents && one.incidentId === null)) return [];
            return [{ id: one.id, similarity: cosine(asked, decodeHalf(one.vector, vectorWidth)) }];
          })
          .sort((a, b) => b.similarity - a.similarity)
          .slice(0, k);
        const near = await store.posts.nearest(asked, { k, onlyIncidents, fields: ['id'] });
        expect(near.map(({ post: { id }, similarity }) => ({ id, similarity }))).toEqual(expected);
      }
    }, 20_000);

    it('cannot be asked for in impossible numbers or by a vector that points nowhere', async () => {
      const wrong: [Float32Array, number][] = [
        [atAngle(0), 0],
        [atAngle(0), 1_001],
        [atAngle(0), 1.5],
        [new Float32Array(vectorWidth), 1],
        [new Float32Array(3).fill(1), 1],
        [new Float32Array(vectorWidth).fill(Number.NaN), 1],
      ];
      for (const [vector, k] of wrong) {
        expect((await thrownBy(() => store.posts.nearest(vector, { k }))).code).toBe('E_INPUT_INVALID');
      }
    });
  });
}
