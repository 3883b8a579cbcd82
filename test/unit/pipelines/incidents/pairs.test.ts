import { describe, expect, it } from 'vitest';
import { halves, pairsOf, readInvented } from '../../../evaluation/support/clusters/posts.js';

const sets = halves.map((half) => readInvented(half));
const pairs = sets.flatMap(pairsOf);

describe('the invented pairs', () => {
  it('are at least four hundred, a third of them about one problem', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(400);
    expect(pairs.filter(({ isOne }) => isOne).length * 3).toBeGreaterThanOrEqual(pairs.length);
  });

  it('are of every kind in the first two sets', () => {
    const kindsOf = (posts: (typeof sets)[number]): string[] => [...new Set(posts.map(({ kind }) => kind))].sort();
    expect(kindsOf(sets[0] ?? [])).toEqual(kindsOf(sets[1] ?? []));
    expect(kindsOf(sets[0] ?? [])).toHaveLength(16);
  });

  it('share no post and no scene between those developed by and those kept back', () => {
    const values = sets.flatMap((posts) => [...new Set(posts.flatMap(({ id, scene, text }) => [id, scene, text]))]);
    expect(values.filter((value, at) => values.indexOf(value) !== at)).toEqual([]);
  });

  it('have one first post in each scene and ids of their own', () => {
    const all = sets.flat();
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const firsts = all.filter(({ kind }) => kind === 'first').map(({ scene }) => scene);
    expect(firsts.toSorted()).toEqual([...new Set(all.map(({ scene }) => scene))].sort());
  });
});
