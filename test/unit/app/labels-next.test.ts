import { describe, expect, it } from 'vitest';
import type { Asked } from '../../../src/app/label-choice.js';
import { asPut, givenLabel, takeBack } from '../../../src/app/labels-give.js';
import { type NextOptions, nextTexts } from '../../../src/app/labels-next.js';
import { notAsked } from '../../../src/core/label.js';
import type { Store } from '../../../src/core/ports.js';
import type { Post } from '../../../src/core/post.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { sampleAt, sampleLabel, samplePost, sampleVerdict } from '../../support/samples.js';

const options: NextOptions = {
  who: 'anna',
  since: '2026-01-01T00:00:00.000Z',
  count: 10,
  group: null,
  random: 0.5,
  second: 0.5,
};
const nowMs = Date.parse(sampleAt);
const model = (sampled: boolean) => ({ revision: 'v0', pooled: '', sampled, shadow: null });

function post(id: string, score: number, overrides: Partial<Post> = {}): Post {
  return samplePost({
    id,
    text: `Текст номер ${id}: ${'абвгдежз'.repeat(Number(id.slice(1)))}`,
    verdict: sampleVerdict({ score, groups: [{ group: 'roads', probability: 1 }], group: 'roads', evidence: [] }),
    incidentId: null,
    ...overrides,
  });
}
async function filled(posts: Post[]): Promise<Store> {
  const store = createMemoryStore();
  await store.posts.save(posts);
  return store;
}
const shown = (texts: readonly Asked[]) => texts.map(({ subject, why }) => `${subject} ${why}`).sort();

describe('the texts that teach most', () => {
  it('are uncertain ones first; what has no verdict, is too old or too short is not asked', async () => {
    const store = await filled([
      post('p1', 0.99),
      post('p2', 0.5),
      post('p3', 0.6),
      post('p4', 0.5, { publishedAt: '2025-01-01T00:00:00.000Z' }),
      post('p5', 0.5, { text: '+1' }),
      post('p6', 0.5, { verdict: null }),
    ]);
    const { texts, looked } = await nextTexts(store, { ...options, count: 2, random: 0 });
    expect([shown(texts), looked]).toEqual([['p2 uncertain', 'p3 uncertain'], 4]);
    expect(texts[0]?.shown).toMatchObject({ group: 'roads', revisions: { rules: 'a1b2c3', text: 't1' } });
  });

  it('are joined by some that the gate let go: the sampled ones, or without a model those that it dropped', async () => {
    const dropped = { dropped: { stage: 'gate', reason: 'few' }, verdict: null };
    const withModel = await filled([post('p1', 0.5), post('p2', 0.1, { model: model(true) }), post('p3', 0, dropped)]);
    expect(shown((await nextTexts(withModel, options)).texts)).toEqual(['p1 uncertain', 'p2 random']);
    const rulesOnly = await filled([post('p1', 0.5), post('p3', 0, dropped)]);
    expect(shown((await nextTexts(rulesOnly, options)).texts)).toEqual(['p1 uncertain', 'p3 random']);
  });

  it('are of a group when one is asked for', async () => {
    const waste = sampleVerdict({
      score: 0.5,
      groups: [
        { group: 'roads', probability: 0.6 },
        { group: 'waste', probability: 0.4 },
      ],
    });
    const store = await filled([post('p1', 0.5), post('p2', 0.5, { verdict: waste })]);
    expect(shown((await nextTexts(store, { ...options, group: 'waste' })).texts)).toEqual(['p2 uncertain']);
  });

  it('are none that are labelled, nor copies of such, nor what their incident tells of', async () => {
    const store = await filled([
      post('p1', 0.5),
      post('p2', 0.5, { repeatOf: 'p1' }),
      post('p3', 0.5, { incidentId: 'i1' }),
      post('p4', 0.5),
    ]);
    await store.labels.put([
      sampleLabel({ id: 'l1', subject: 'p1', cluster: 'p1', who: 'boris' }),
      sampleLabel({ id: 'l2', subject: 'p9', cluster: 'i1' }),
    ]);
    expect(shown((await nextTexts(store, options)).texts)).toEqual(['p4 uncertain']);
  });

  it('come back to a second person, without a word of the first, until enough have two', async () => {
    const store = await filled([post('p1', 0.5), post('p2', 0.5)]);
    const ask = async (who: string) => (await nextTexts(store, { ...options, who })).texts;
    for (const text of await ask('anna'))
      await store.labels.put([
        givenLabel(text, { ...notAsked, incident: true, group: 'roads' }, { who: 'anna', nowMs }),
      ]);
    expect(await ask('anna')).toEqual([]);
    // Half of the two texts is one.
    const [second, ...others] = await ask('boris');
    expect([second?.why, others]).toEqual(['second', []]);
    expect(JSON.stringify(second)).not.toContain('anna');
    expect(second?.shown).toBeNull();
    if (second) await store.labels.put([givenLabel(second, { ...notAsked, incident: false }, { who: 'boris', nowMs })]);
    expect(await ask('boris')).toEqual([]);
    expect(await ask('vera')).toEqual([]);
    if (second) await takeBack(store.labels, second, 'boris');
    expect(shown(await ask('boris'))).toEqual([`${second?.subject} second`]);
  });

  it('are shown with the machine’s opinion only where figures do not stand on them', async () => {
    const store = await filled([post('p1', 0.5), post('p2', 0.1, { model: model(true) })]);
    const { texts } = await nextTexts(store, options);
    const seen = (blind: boolean) => texts.map((text) => [text.why, asPut(text, blind).shown !== null]).sort();
    expect(seen(false)).toEqual([
      ['random', false],
      ['uncertain', true],
    ]);
    expect(seen(true)).toEqual([
      ['random', false],
      ['uncertain', false],
    ]);
  });
});
