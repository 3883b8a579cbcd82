import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { project } from '../../../pipelines/incidents/project.js';
import { wordIndex } from '../../../src/app/history-search.js';
import { compareVersions, type DiffReport } from '../../../src/app/rules-diff.js';
import { fileSource, storedSource } from '../../../src/app/rules-diff-sources.js';
import { readVersion, type VersionSources } from '../../../src/app/rules-versions.js';
import type { IncidentChange } from '../../../src/core/incident.js';
import type { RuleSetStore } from '../../../src/core/ports.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import {
  sampleEvent,
  sampleIncidentPost,
  sampleMachine,
  sampleOperator,
  samplePost,
  sampleRuleSet,
} from '../../support/samples.js';
import { shippedCalendar } from '../../support/working-calendar.js';
import { shippedTaxonomy } from '../pipelines/rules/yaml-file.js';

const rule = (id: string, query: string, more = ''): string =>
  `  - id: ${id}\n    target: incident\n    weight: 8\n    query: '${query}'\n${more}    match: ['Пример']\n    noMatch: ['Другое']\n`;
const before = `rules:\n${rule('pit', 'яма')}${rule('hatch', 'люк NEAR/3 открыт*')}${rule('cat', '@pets')}lists: { pets: [кот] }\n`;
const after = `rules:\n${rule('pit', 'яма', "    except: 'двор'\n")}${rule('hatch', 'люк NEAR/3 открыт*')}${rule('bench', 'neg(работает)')}lists: { pets: [кот] }\n`;

const texts: Record<string, string> = {
  a: 'Яма во дворе. Помогите',
  b: 'Яма на дороге',
  c: 'Люк открыт, яма рядом, двор тёмный',
  d: 'Лифт не работает',
  e: 'Кот спит на окне',
  f: 'Лифт работает',
  g: 'Тихий вечер',
  h: '> Кот пропал\nНичего не знаю',
};

let folder: string;
let sources: VersionSources;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otklik-diff-'));
  for (const [name, pack] of Object.entries({ old: before, new: after })) {
    mkdirSync(join(folder, name, 'rules'), { recursive: true });
    writeFileSync(join(folder, name, 'rules', 'town.yaml'), pack);
    cpSync('config/taxonomy.yaml', join(folder, name, 'taxonomy.yaml'));
  }
  const ruleSets = createMemoryStore().ruleSets;
  sources = { configDir: join(folder, 'new'), taxonomy: shippedTaxonomy(), ruleSets: () => ruleSets };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const versions = async () =>
  [await readVersion(join(folder, 'old'), sources), await readVersion('work', sources)] as const;

async function fillStore() {
  const store = createMemoryStore({ words: wordIndex });
  await store.setUp();
  const posts = Object.entries(texts).map(([id, text]) =>
    samplePost({ id: `p-${id}`, text, publishedAt: '2026-05-01T10:00:00.000Z' }),
  );
  await store.posts.save(posts);
  return store;
}

const gist = ({ tally }: DiffReport) => ({
  counts: tally?.counts,
  rules: tally?.rules,
  posts: tally?.posts.map(({ id, kinds }) => [id, kinds]),
});

describe('the difference between two versions on stored posts', () => {
  it('is found by looking only at posts that a changed rule may hit, and is the same as on all', async () => {
    const store = await fillStore();
    const [old, now] = await versions();
    const options = { since: '2026-01-01T00:00:00.000Z', rules: [...old.rules, ...now.rules], lineage: () => [] };
    const source = await storedSource(store, options);
    const narrowed = await compareVersions(old, now, source, { show: 5, threads: 0 });
    const all = await compareVersions(old, now, { ...source, canNarrow: false }, { show: 5, threads: 0 });
    expect([narrowed.scan, all.scan]).toEqual(['narrowed', 'all']);
    expect(narrowed.tally?.looked).toBeLessThan(all.tally?.looked ?? 0);
    expect(gist(narrowed)).toEqual(gist(all));
    expect(narrowed.tally?.rules).toEqual({
      pit: { gained: 0, lost: 2, reweighted: 0 },
      bench: { gained: 1, lost: 0, reweighted: 0 },
      cat: { gained: 0, lost: 1, reweighted: 0 },
    });
    expect(narrowed.tally?.counts).toMatchObject({ 'incident gained': 1, 'incident lost': 2 });
  });

  it('tells precision and recall by what operators decided', async () => {
    const store = await fillStore();
    const [old, now] = await versions();
    const decided: [id: string, postId: string, decision: IncidentChange][] = [
      ['i-a', 'p-a', { type: 'marked-not-incident', reason: 'Реклама.' }],
      ['i-d', 'p-d', { type: 'topic-changed', group: 'housing', topic: null }],
    ];
    for (const [id, postId, decision] of decided) {
      const post = sampleIncidentPost({ postId, publishedAt: '2026-05-01T10:00:00.000Z' });
      const opened: IncidentChange = { type: 'opened', post, machine: sampleMachine(), clusterKeys: [] };
      const events = [
        sampleEvent({ incidentId: id, change: opened }),
        sampleEvent({ incidentId: id, seq: 2, change: decision, actor: sampleOperator }),
      ];
      await store.incidents.append(events, project(events, shippedCalendar));
    }
    const options = { since: '2026-01-01T00:00:00.000Z', rules: [...old.rules, ...now.rules], lineage: () => [] };
    const { tally } = await compareVersions(old, now, await storedSource(store, options), { show: 5, threads: 0 });
    expect(tally?.labelled).toBe(2);
    expect(tally?.old).toMatchObject({ found: 0, missed: 1, falseAlarms: 1 });
    expect(tally?.new).toMatchObject({ found: 1, missed: 0, falseAlarms: 0 });
  });

  it('is nothing, and no post is looked at, when no rule differs', async () => {
    const [, now] = await versions();
    const source = fileSource(() => {
      throw new Error('read');
    });
    expect(await compareVersions(now, now, source, { show: 5, threads: 0 })).toMatchObject({
      changes: [],
      tally: null,
      scan: 'none',
    });
  });
});

describe('versions of the rules', () => {
  it('come from a folder, the working tree, a deployed set and its number', async () => {
    const deployed = sampleRuleSet({ version: 1, files: [{ path: 'config/rules/town.yaml', text: before }] });
    const store = createMemoryStore();
    await store.ruleSets.deploy(deployed);
    const own = { ...sources, ruleSets: (): RuleSetStore => store.ruleSets };
    const names = await Promise.all(
      ['work', 'deployed', '1', 'v1', join(folder, 'old', 'rules')].map((word) => readVersion(word, own)),
    );
    expect(names.map(({ rules }) => rules.map(({ id }) => id).join(' '))).toEqual([
      'pit hatch bench',
      'pit hatch cat',
      'pit hatch cat',
      'pit hatch cat',
      'pit hatch cat',
    ]);
  });

  it('come from a revision of git, with its taxonomy and the numbers of its score', async () => {
    const root = join(folder, 'repository');
    mkdirSync(join(root, 'pipelines/rules'), { recursive: true });
    cpSync(join(folder, 'old'), join(root, 'config'), { recursive: true });
    writeFileSync(join(root, 'pipelines/rules/score.ts'), 'export const scoring = {\n  cap: 9,\n} as const;\n');
    const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: 'pipe' });
    git('init', '-q');
    git('add', '-A');
    git('-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '-q', '-m', 'first');
    writeFileSync(join(root, 'config/rules/town.yaml'), after);
    const own = { ...sources, configDir: join(root, 'config') };
    const version = await readVersion('git:HEAD', own);
    expect(version.rules.map(({ id }) => id)).toEqual(['pit', 'hatch', 'cat']);
    expect(version.constants).toEqual({ cap: 9 });
    await expect(readVersion('git:no-such', own)).rejects.toThrow('name a revision');
    await expect(readVersion('git:--output=x', own)).rejects.toThrow('name a revision');
  });

  it('that are not there are told of with the remedy', async () => {
    await expect(readVersion('deployed', sources)).rejects.toThrow('no rules were ever deployed');
    await expect(readVersion('7', sources)).rejects.toThrow('version 7 was never deployed');
    await expect(readVersion(join(folder, 'nowhere'), sources)).rejects.toThrow('is no version');
    await expect(readVersion(folder, sources)).rejects.toThrow('has no packs');
  });
});
