import { beforeEach, describe, expect, it } from 'vitest';
import { analysisOf } from '../../../pipelines/text/read.js';
import { storedTeachings, taughtLine } from '../../../src/app/models-labelled.js';
import { readTexts, type TextReader } from '../../../src/app/models-reader.js';
import { compareShadow } from '../../../src/app/models-shadow.js';
import { partOf, unitsOf } from '../../../src/app/models-units.js';
import { manualClock } from '../../../src/core/clock.js';
import { encodeHalf } from '../../../src/core/float16.js';
import { labelId } from '../../../src/core/ids.js';
import type { Label } from '../../../src/core/label.js';
import type { Store } from '../../../src/core/ports.js';
import type { Post, ShadowVerdict } from '../../../src/core/post.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { sampleAt, samplePost, sampleVerdict } from '../../support/samples.js';

let store: Store;
beforeEach(() => {
  store = createMemoryStore({ clock: manualClock(Date.parse(sampleAt)) });
});

const pooled = Float32Array.from({ length: 384 }, (_, at) => at / 512);
const record = (revision: string, shadow: ShadowVerdict | null = null): NonNullable<Post['model']> => ({
  revision,
  pooled: encodeHalf(pooled),
  sampled: false,
  shadow,
});
function label(subject: string, overrides: Partial<Label> = {}): Label {
  const who = overrides.who ?? 'anna';
  return {
    id: labelId(who, subject),
    version: 1,
    subject,
    postId: subject.startsWith('p') ? subject : null,
    text: `Яма у дома ${subject}`,
    cluster: `i${subject}`,
    who,
    at: sampleAt,
    origin: 'labeller',
    incident: true,
    group: 'roads',
    alt: null,
    topic: null,
    kind: null,
    urgency: null,
    shown: null,
    note: null,
    ...overrides,
  };
}

describe('what the labels teach', () => {
  const teachings = (since?: string) =>
    storedTeachings(store, {
      encoder: 'e1',
      encoderOf: (revision) => ({ 'v0-00': 'e1', 'v1-01': 'e2' })[revision] ?? null,
      ...(since === undefined ? {} : { since }),
    });

  it('is one truth a text, and nothing where people disagree', async () => {
    await store.labels.put([
      label('p1'),
      label('p1', { who: 'boris' }),
      label('p2'),
      label('p2', { who: 'boris', incident: false, group: null }),
      label('x3', { incident: false, group: null, origin: 'import', at: '2026-03-05T00:00:00.000Z' }),
    ]);
    const { texts, labels, contested, origins } = await teachings();
    expect([labels, contested, origins]).toEqual([5, 1, { labeller: 4, import: 1 }]);
    expect(texts.map(({ id, cluster, truth }) => [id, cluster, truth.incident, truth.group]).sort()).toEqual([
      ['p1', 'ip1', true, 'roads'],
      ['x3', 'ix3', false, null],
    ]);
    expect((await teachings('2026-03-04T00:00:00.000Z')).texts.map(({ id }) => id)).toEqual(['x3']);
  });
  it('takes a state from the post only when encoder and text are the same', async () => {
    const ids = ['p1', 'p2', 'p3', 'p4', 'p5'];
    const texts = Object.fromEntries(ids.map((id) => [id, `Яма у дома ${id}`]));
    await store.posts.save([
      samplePost({ id: 'p1', text: texts.p1 ?? '', model: record('v0-00') }),
      samplePost({ id: 'p2', text: texts.p2 ?? '', model: record('v1-01') }),
      samplePost({ id: 'p3', text: texts.p3 ?? '', model: record('v9-ff') }),
      samplePost({ id: 'p4', text: 'Автор дописал', model: record('v0-00') }),
      samplePost({ id: 'p5', text: texts.p5 ?? '', model: null }),
    ]);
    await store.labels.put(ids.map((id) => label(id)));
    const found = new Map((await teachings()).texts.map((text) => [text.id, text]));
    expect(ids.map((id) => found.get(id)?.pooled !== null)).toEqual([true, false, false, false, false]);
    expect(found.get('p1')?.pooled).toEqual(pooled);
    expect(found.get('p1')?.source).toBe('zarechye-forum');
  });
});

describe('reading labelled texts', () => {
  it('encodes only what has no state yet, and gives the same in any order', async () => {
    const asked: number[] = [];
    const reader: TextReader = {
      encoder: 'e1',
      async encode(analyses) {
        asked.push(analyses.length);
        return analyses.map(({ tokens }) => new Float32Array(384).fill(tokens.length));
      },
      glance: async () => null,
      linear: ({ tokens }) => ({ incident: tokens.length, groups: new Float64Array(20) }),
      rules: () => ({ score: 0.5, groups: [], topic: null, urgency: 'ordinary' }),
    };
    const truth = { incident: true, group: 'roads' as const, topic: null, alt: [] };
    const texts = ['Яма', 'Яма на дороге', 'Нет света'].map((text, at) => ({
      ...taughtLine({ text, id: `t${at}`, cluster: `c${at}` }, truth),
      pooled: at === 1 ? pooled : null,
    }));
    const read = await readTexts(reader, texts);
    expect([asked, read.map(({ reading }) => reading.pooled[0])]).toEqual([[2], [1, 0, 2]]);
    expect(read.map(({ reading }) => reading.words)).toEqual([1, 3, 2]);
    expect(await readTexts(reader, [...texts].reverse())).toEqual(read);
  });
  it('reads a line of a file as it would be stored', () => {
    const read = { incident: false, group: null, topic: null, alt: [] };
    const { id, text, truth, source } = taughtLine({ text: '<b>Звоните</b> +7 910 123-45-67', kind: 'request' }, read);
    expect([text, truth.kind, source]).toEqual(['Звоните [телефон]', 'request', 'file']);
    expect(id).toMatch(/^x/);
  });
});

describe('splitting texts', () => {
  const of = (cluster: string, text: string) => ({ cluster, analysis: analysisOf(text) });
  it('keeps a cluster and near copies together, also with another house number', () => {
    const long = (house: number) =>
      `Добрый день, возле дома ${house} по улице Садовой вторую неделю не вывозят мусор, контейнеры переполнены`;
    const texts = [
      of('c2', long(5)),
      of('c1', long(7)),
      of('c3', 'Совсем другое дело: автобус номер десять не приехал утром на конечную'),
      of('c4', 'Яма'),
      of('c5', 'яма!'),
      of('c3', 'И вечером тоже его не было, ждали час'),
    ];
    expect(unitsOf(texts)).toEqual(['c1', 'c1', 'c3', 'c4', 'c4', 'c3']);
    expect(unitsOf([...texts].reverse())).toEqual(['c3', 'c4', 'c4', 'c3', 'c1', 'c1']);
  });
  it('puts each unit in one part for good, about seven of ten to fit', () => {
    const parts = Array.from({ length: 4_000 }, (_, n) => partOf(`i${n}`));
    const share = (part: string) => parts.filter((each) => each === part).length / parts.length;
    expect(Math.abs(share('fit') - 0.7)).toBeLessThan(0.03);
    expect(Math.abs(share('calibrate') - 0.15)).toBeLessThan(0.03);
    expect(partOf('i1')).toBe(parts[1]);
  });
});

describe('a model that looks on', () => {
  it('is compared with the live one by the verdicts stored beside each other', async () => {
    const shadow = (overrides: Partial<ShadowVerdict>): ShadowVerdict => ({
      revision: 'v2-02',
      score: 0.9,
      incident: true,
      unsure: false,
      group: 'improvement',
      topic: null,
      urgency: 'ordinary',
      ...overrides,
    });
    const lost = { score: 0.1, incident: false };
    const post = (id: string, said: ShadowVerdict | null, verdict = sampleVerdict()) =>
      samplePost({ id, text: `Текст ${id}`, verdict, model: record('v1-01', said) });
    await store.posts.save([
      post('p1', shadow({})),
      post('p2', shadow(lost)),
      post('p3', shadow({ ...lost, score: 0.4 })),
      post('p4', shadow({ group: 'energy', urgency: 'urgent' })),
      post('p5', shadow({}), sampleVerdict({ incident: false, score: 0.2 })),
      post('p6', shadow({ revision: 'v1-00', ...lost })),
      post('p7', null),
      post('p8', shadow({ unsure: true })),
    ]);
    await store.refresh();
    const report = await compareShadow(store, 'v2-02', { show: 1 });
    expect(report).toMatchObject({
      posts: 6,
      incidents: { live: 5, shadow: 4 },
      unsure: { live: 0, shadow: 1 },
      changes: { 'incident won': 1, 'incident lost': 2, 'other group': 1, 'other doubt': 1 },
      otherUrgency: 1,
      moves: [{ from: 'improvement', to: 'energy', count: 1 }],
    });
    // Of the two that are lost the one that was surer.
    expect(report.examples.map(({ id }) => id).sort()).toEqual(['p2', 'p4', 'p5', 'p8']);
  });
});
