import { beforeEach, describe, expect, it } from 'vitest';
import { fromCells, labelCells, labelColumns } from '../../../src/app/label-lines.js';
import { type ImportReport, importLabels, type PlacedValue } from '../../../src/app/labels-import.js';
import { labelId, textSubject } from '../../../src/core/ids.js';
import { type Label, labelSchema } from '../../../src/core/label.js';
import type { Store } from '../../../src/core/ports.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { sampleAt, sampleLabel, samplePost } from '../../support/samples.js';
import { shippedTaxonomy } from '../pipelines/rules/yaml-file.js';

const nowMs = Date.parse(sampleAt);
const taxonomy = shippedTaxonomy();
let store: Store;
beforeEach(async () => {
  store = createMemoryStore();
  await store.posts.save([samplePost({ id: 'p1', incidentId: 'i1' }), samplePost({ id: 'p2', incidentId: null })]);
});

async function* placed(values: readonly unknown[]): AsyncGenerator<PlacedValue> {
  for (const [index, value] of values.entries()) yield { place: `f:${index + 1}`, value };
}
const read = (values: readonly unknown[], now = nowMs): Promise<ImportReport> =>
  importLabels(store, placed(values), { by: 'anna', nowMs: now, taxonomy });
async function kept(): Promise<Label[]> {
  const labels: Label[] = [];
  for await (const label of store.labels.all()) labels.push(label);
  return labels;
}

describe('a line of a file', () => {
  it('becomes a label of its stored post, of the person who labelled, in the cluster of its incident', async () => {
    const line = { id: 'p1', text: 'Темно', incident: true, group: 'improvement', alt: ['energy'], who: 'boris' };
    expect(await read([line])).toMatchObject({ labels: 1, unchanged: 0, bad: [] });
    expect(await kept()).toEqual([
      {
        id: labelId('boris', 'p1'),
        version: nowMs,
        subject: 'p1',
        postId: 'p1',
        text: 'Темно',
        cluster: 'i1',
        who: 'boris',
        at: sampleAt,
        origin: 'import',
        incident: true,
        group: 'improvement',
        alt: ['energy'],
        topic: null,
        kind: null,
        urgency: null,
        shown: null,
        note: null,
      },
    ]);
  });

  it('of a text from elsewhere is known by its words, which are masked first', async () => {
    const text = 'Звоните 8 912 345-67-89, темно';
    await read([{ id: 17, text, group: 'energy', cluster: 'town' }]);
    const [label] = await kept();
    expect(label).toMatchObject({ postId: null, who: 'anna', incident: true, group: 'energy', cluster: 'town' });
    expect(label?.text).not.toContain('345');
    expect(label?.subject).toBe(textSubject(label?.text ?? ''));
  });

  it('without an answer waits; a topic tells the group, and one that the taxonomy lacks is named', async () => {
    const report = await read([
      { text: 'Один', incident: null, group: null },
      { text: 'Два', topic: 'roads.potholes' },
      { text: 'Три', group: 'roads', topic: 'roads.dragons' },
    ]);
    expect(report).toMatchObject({ labels: 2, unanswered: 1, bad: [] });
    expect([...report.unknownTopics]).toEqual([['roads.dragons', 1]]);
    const topics = (await kept()).map(({ text, group, topic }) => [text, group, topic]);
    expect(topics).toHaveLength(2);
    expect(topics).toEqual(
      expect.arrayContaining([
        ['Два', 'roads', 'roads.potholes'],
        ['Три', 'roads', null],
      ]),
    );
  });

  it.each([
    ['text: is empty', { text: '  ', incident: true }],
    ['group:', { text: 'x', group: 'dragons' }],
    ['is of the group roads', { text: 'x', group: 'waste', topic: 'roads.potholes' }],
    ['incident: is false', { text: 'x', incident: false, group: 'waste' }],
    ['incident:', { text: 'x', incident: 'maybe' }],
    ['at:', { text: 'x', incident: true, at: 'вчера' }],
    ['kind:', { text: 'x', incident: true, kind: 'cry' }],
    ['text:', { incident: true }],
    ['line:', ['x']],
  ])('that is wrong is named with its place and loses no other: %s', async (problem, line) => {
    const report = await read([{ text: 'Яма', incident: true }, line, { text: 'Кот', incident: false }]);
    expect(report.bad).toEqual([expect.stringMatching(/^f:2 /)]);
    expect(report.bad[0]).toContain(problem);
    expect(await kept()).toHaveLength(2);
  });
});

describe('a file read twice', () => {
  const lines = [
    { id: 'p1', text: 'Темно', group: 'energy' },
    { text: 'Яма', incident: true, group: 'roads' },
  ];
  it('changes nothing the second time, be it later', async () => {
    await read(lines);
    const before = await kept();
    expect(await read(lines, nowMs + 86_400_000)).toMatchObject({ labels: 2, unchanged: 2 });
    expect(await kept()).toEqual(before);
  });

  it('with a correction replaces what the same person said, and says when a file contradicts itself', async () => {
    await read(lines);
    await read([{ ...lines[0], group: 'roads' }], nowMs + 1);
    expect((await kept()).find(({ subject }) => subject === 'p1')?.group).toBe('roads');
    const report = await read([lines[1], { ...lines[1], group: 'waste' }], nowMs + 2);
    expect(report.repeated).toBe(1);
    expect((await kept()).find(({ text }) => text === 'Яма')?.group).toBe('waste');
  });
});

describe('what was exported', () => {
  const own = (label: Partial<Label>, voice: string): Label => {
    const made = sampleLabel(label);
    return { ...made, id: labelId(voice, made.subject) };
  };
  const labels = [
    own({ origin: 'operator', cluster: 'i7', subject: 'p7', postId: 'p7' }, 'incident i7'),
    own({ origin: 'labeller', who: 'boris', alt: ['energy', 'housing'], note: '=1+1', shown: null }, 'boris'),
    own({ origin: 'settled', who: 'vera', incident: false, group: null, topic: null, urgency: null }, 'settled'),
  ];

  it('comes back as it was, from JSON lines and from cells', async () => {
    const byId = [...labels].sort((a, b) => (a.id < b.id ? -1 : 1));
    await read(labels.map((label) => JSON.parse(JSON.stringify(label))));
    expect(await kept()).toEqual(byId);
    store = createMemoryStore();
    expect(await read(labels.map((label) => fromCells(labelColumns, labelCells(label))))).toMatchObject({ bad: [] });
    expect(await kept()).toEqual(byId);
  });

  it('counts as somebody’s own words where the id is not what it should be', async () => {
    await read([{ ...labels[0], id: 'lForged' }]);
    expect(await kept()).toMatchObject([{ origin: 'import', who: 'operator1', shown: null }]);
  });
});

describe('garbage', () => {
  /** A small generator with a seed, so that a failure can be run again. */
  function randomly(seed: number): () => number {
    let state = seed;
    return () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
  }
  it('ends line by line in a valid label, a named line or a text that waits', async () => {
    const random = randomly(5);
    const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
    const junk = [
      null,
      undefined,
      true,
      false,
      0,
      -1,
      1e308,
      '',
      ' ',
      'да',
      '\u0000',
      '\uD800',
      [],
      {},
      ['roads'],
      'roads',
      'p1',
      '=x',
      sampleAt,
      'x'.repeat(2_100),
    ];
    const names = [...labelColumns, 'alt', 'extra', '__proto__'];
    const lines = Array.from({ length: 1_000 }, () => {
      if (random() < 0.1) return pick(junk);
      const line: Record<string, unknown> =
        random() < 0.3 ? { ...sampleLabel() } : { text: 'Яма на дороге', incident: true };
      for (let n = Math.floor(random() * 5); n > 0; n--)
        Object.defineProperty(line, pick(names), { value: pick(junk), enumerable: true, configurable: true });
      return line;
    });
    const report = await read(lines);
    const all = await kept();
    for (const label of all) expect(labelSchema.safeParse(label).error).toBeUndefined();
    expect(report.answered + report.bad.length + report.unanswered).toBe(lines.length);
    expect(report.bad.length).toBeGreaterThan(50);
    expect(all.length).toBeGreaterThan(1);
    for (const problem of report.bad) expect(problem).toMatch(/^f:\d+ ./);
  });
});
