import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDesk } from '../../pipelines/incidents/desk.js';
import { createProcessFeed } from '../../pipelines/memory/in-process.js';
import { givenLabel } from '../../src/app/labels-give.js';
import { importLabels } from '../../src/app/labels-import.js';
import { nextTexts } from '../../src/app/labels-next.js';
import { rebuildLabels } from '../../src/app/labels-rebuild.js';
import { labelFileLines, readLabelFile } from '../../src/cli/label-files.js';
import { writeText } from '../../src/cli/text-output.js';
import { systemClock } from '../../src/core/clock.js';
import { type Label, notAsked } from '../../src/core/label.js';
import type { Store } from '../../src/core/ports.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { runCli } from '../support/cli.js';
import { elasticsearchUrl, randomPrefix, removeIndices } from '../support/elasticsearch.js';
import { sampleHand, sampleIncidentPost, sampleMachine, samplePost, sampleVerdict } from '../support/samples.js';
import { shippedCalendar } from '../support/working-calendar.js';
import { shippedTaxonomy } from '../unit/pipelines/rules/yaml-file.js';

const prefix = randomPrefix();
const url = elasticsearchUrl();
const now = new Date().toISOString();
const period = { since: '2026-01-01T00:00:00.000Z', group: null };
let store: Store;
let folder: string;
const path = (name: string): string => join(folder, name);
const otklik = (...args: string[]) =>
  runCli(['label', ...args], { env: { OTKLIK_ELASTICSEARCH_URL: url, OTKLIK_PREFIX: prefix } });
async function labels(): Promise<Label[]> {
  const all: Label[] = [];
  for await (const label of store.labels.all()) all.push(label);
  return all;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'otklik-labels-'));
  store = createElasticsearchStore({ url, indexPrefix: prefix });
  await store.setUp();
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await store?.close();
  await removeIndices(prefix);
});

describe('a decision at the desk', () => {
  it('is a label at once, and labels made anew from the log are the same', async () => {
    const desk = createDesk({
      incidents: store.incidents,
      labels: store.labels,
      feed: createProcessFeed(),
      calendar: shippedCalendar,
      clock: systemClock,
      bodies: { executorName: () => 'Горсвет' },
    });
    for (const n of [1, 2, 3]) {
      const post = (id: string) => sampleIncidentPost({ postId: id, publishedAt: now });
      await desk.record(`i${n}`, [
        { type: 'opened', post: post(`p${n}`), machine: sampleMachine(), clusterKeys: [] },
        { type: 'post-joined', post: post(`q${n}`), clusterKeys: [] },
      ]);
    }
    await desk.act('i1', 2, { type: 'assign', executorId: 'e', note: null }, sampleHand);
    await desk.act('i1', 3, { type: 'change-topic', group: 'energy', topic: null }, sampleHand);
    await desk.act('i2', 2, { type: 'not-incident', reason: 'Реклама.' }, { ...sampleHand, login: 'operator2' });
    const live = await labels();
    expect(live.map(({ subject, who, incident, group }) => [subject, who, incident, group]).sort()).toEqual([
      ['p1', 'operator1', true, 'energy'],
      ['p2', 'operator2', false, null],
      ['q1', 'operator1', true, 'energy'],
      ['q2', 'operator2', false, null],
    ]);
    expect(await rebuildLabels(store)).toEqual({ decided: 4, written: 0, removed: 0 });
    await store.labels.remove(live.map(({ id }) => id));
    expect(await rebuildLabels(store)).toEqual({ decided: 4, written: 4, removed: 0 });
    expect(await labels()).toEqual(live);
  });
});

describe('two labellers at once', () => {
  it('each keep their words, and are asked for each other’s texts until enough have two', async () => {
    const texts = ['a', 'b', 'c', 'd', 'e', 'f'];
    await store.posts.save(
      texts.map((id, n) =>
        samplePost({
          id: `t${id}`,
          text: `${'Нет света, воды, тепла и связи во дворе дома'.split(' ').slice(n).join(' ')} ${id}`,
          publishedAt: now,
          incidentId: null,
          verdict: sampleVerdict({ score: 0.4 + n / 20, unsure: true }),
        }),
      ),
    );
    await store.refresh();
    const ask = (who: string) => nextTexts(store, { ...period, who, count: 6, random: 0, second: 0.5 });
    const [first, second] = [(await ask('anna')).texts, (await ask('boris')).texts];
    expect(first.map(({ subject }) => subject).sort()).toEqual(texts.map((id) => `t${id}`));
    const say = (who: string, asked: typeof first, incident: boolean) =>
      asked.map((text) =>
        store.labels.put([
          givenLabel(text, { ...notAsked, incident, group: incident ? 'energy' : null }, { who, nowMs: Date.now() }),
        ]),
      );
    // Both press their keys in the same moment.
    await Promise.all([...say('anna', first, true), ...say('boris', second.slice(0, 2), false)]);
    const given = (await labels()).filter(({ origin }) => origin === 'labeller');
    expect(given).toHaveLength(8);
    // Half of six are three, two have two.
    expect((await ask('boris')).texts.map(({ why }) => why)).toEqual(['second']);
    expect((await ask('anna')).texts).toEqual([]);
  });
});

describe('otklik label', () => {
  it('counts, lists what people disagree about, and takes the last word', async () => {
    const before = await otklik('agreement', '--json');
    expect(before.stderr).toBe('');
    const found = JSON.parse(before.stdout);
    expect(found).toMatchObject({ texts: 2, pairs: [{ one: 'anna', other: 'boris', incident: { agreed: 0 } }] });
    const [subject] = found.disagreements.map((each: { subject: string }) => each.subject);
    expect((await otklik('settle', subject, '--group', 'dragons')).stderr).toContain('use one of');
    expect(await otklik('settle', subject, '--as', 'anna', '--by', 'vera')).toMatchObject({
      code: 0,
      stdout: `${subject} is settled: energy\n`,
    });
    expect((await otklik('agreement')).stdout).toContain('1 disagreement open');
    const { stdout } = await otklik();
    expect(stdout).toContain('13 labels on 10 texts');
    expect(stdout).toContain('A retraining needs more');
  }, 240_000);

  it('exports and imports without loss', async () => {
    const live = await labels();
    const options = { by: 'gleb', nowMs: Date.now(), taxonomy: shippedTaxonomy() };
    for (const format of ['csv', 'jsonl'] as const) {
      await writeText(path(format), labelFileLines(store.labels.all(), format));
      await store.labels.remove(live.map(({ id }) => id));
      const report = await importLabels(store, readLabelFile(path(format), format), options);
      expect(report).toMatchObject({ answered: 13, labels: 13, unchanged: 0, bad: [] });
      expect(await labels()).toEqual(live);
    }
  });

  it('names bad lines and loses no other', async () => {
    const exported = await otklik('export', '--out', path('labels.csv'));
    expect(exported).toMatchObject({ code: 0, stderr: expect.stringContaining('13 labels written') });
    const again = await otklik('import', path('labels.csv'));
    expect(again).toMatchObject({ code: 0, stdout: '13 labels read, 13 of them were there already\n' });
    writeFileSync(path('bad.jsonl'), '{"text":"Яма","incident":true}\n{oops\n{"text":"Кот","group":"dragons"}\n');
    const { code, stdout, stderr } = await otklik('import', path('bad.jsonl'), '--by', 'gleb');
    expect([code, stdout]).toEqual([2, '1 label read\n']);
    expect(stderr).toMatch(/bad\.jsonl:2 is not JSON[\s\S]*bad\.jsonl:3 group:/);
  }, 240_000);

  it('writes texts for labelling elsewhere and reads the answers', async () => {
    expect((await otklik('next')).stderr).toContain('--out FILE');
    await store.posts.save([
      samplePost({
        id: 'tg',
        text: 'Что-то совсем непонятное',
        publishedAt: now,
        incidentId: null,
        verdict: sampleVerdict({ score: 0.5 }),
      }),
    ]);
    await store.refresh();
    const asked = await otklik('next', '--out', path('ask.jsonl'), '--second', '0', '--by', 'vera');
    expect(asked.stderr).toContain('1 text of');
    const line = JSON.parse(readFileSync(path('ask.jsonl'), 'utf8'));
    expect(line).toMatchObject({ id: 'tg', incident: null, machine: { score: 0.5 } });
    writeFileSync(path('answered.jsonl'), `${JSON.stringify({ ...line, incident: false })}\n`);
    expect((await otklik('import', path('answered.jsonl'), '--by', 'vera')).stdout).toBe('1 label read\n');
    expect((await labels()).find(({ subject }) => subject === 'tg')).toMatchObject({
      who: 'vera',
      incident: false,
      postId: 'tg',
    });
    const { texts } = await nextTexts(store, { ...period, who: 'vera', count: 6, random: 0, second: 0 });
    expect(texts).toEqual([]);
  }, 240_000);
});
