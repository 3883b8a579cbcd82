import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { importSources, publishSources, readSourceFile, switchSources } from '../../../src/app/source-registry.js';
import { watchSources } from '../../../src/app/source-watch.js';
import { csvLine, readCsv } from '../../../src/cli/csv.js';
import { sourceCells, sourceColumns } from '../../../src/config/source-files.js';
import { sourceYaml } from '../../../src/config/yaml-text.js';
import { isoTime, manualClock } from '../../../src/core/clock.js';
import type { Store } from '../../../src/core/ports.js';
import { createLogger } from '../../../src/log.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { sampleSource, sampleSourceState } from '../../support/sample-sources.js';

const startMs = Date.parse('2026-03-02T10:00:00Z');
const at = (hours: number) => isoTime(startMs + hours * 3_600_000);
const rules = { kinds: ['phpbb', 'feed'], territories: new Set(['zarechye']) };
const one = sampleSource({ id: 'one' });
const two = sampleSource({ id: 'two' });

const folder = mkdtempSync(join(tmpdir(), 'otklik-sources-'));
afterAll(() => rmSync(folder, { recursive: true }));

let store: Store;
beforeEach(() => {
  store = createMemoryStore({ clock: manualClock(startMs) });
});
const stateOf = async () =>
  (await store.sources.list()).map(({ id, origin, enabled, updatedAt }) => [id, origin, enabled, updatedAt]);

describe('the registry of sources', () => {
  it('follows config/ and writes only what changed', async () => {
    await publishSources(store.sources, [one, two], at(0));
    await publishSources(store.sources, [one, { ...two, name: 'Другое' }], at(1));
    expect(await stateOf()).toEqual([
      ['one', 'config', true, at(0)],
      ['two', 'config', true, at(1)],
    ]);
    await publishSources(store.sources, [one], at(2));
    expect(await stateOf()).toEqual([
      ['one', 'config', true, at(0)],
      ['two', 'config', false, at(2)],
    ]);
    await expect(
      switchSources(store.sources, ['two'], { isOn: true, by: 'admin', reason: '', at: at(3) }),
    ).rejects.toThrow(/config\/sources keeps two off/);
    await publishSources(store.sources, [one, two], at(4));
    expect((await store.sources.get('two'))?.enabled).toBe(true);
  });

  it('keeps off what a person switched off, whatever config/ says, and leaves alone what was added otherwise', async () => {
    await publishSources(store.sources, [one], at(0));
    await importSources(store.sources, [two], { rules, file: 'f', at: at(0), isTrial: false });
    await switchSources(store.sources, ['one'], { isOn: false, by: 'admin', reason: 'просили', at: at(1) });
    await publishSources(store.sources, [{ ...one, name: 'Другое' }], at(2));
    expect(await store.sources.get('one')).toMatchObject({
      name: 'Другое',
      enabled: false,
      switchedOff: { by: 'admin' },
    });
    expect((await store.sources.get('two'))?.enabled).toBe(true);
    await switchSources(store.sources, ['one'], { isOn: true, by: 'admin', reason: '', at: at(3) });
    expect((await store.sources.get('one'))?.enabled).toBe(true);
    await expect(
      switchSources(store.sources, ['one', 'ghost'], { isOn: false, by: 'a', reason: 'r', at: at(4) }),
    ).rejects.toThrow('there is no source ghost');
    expect((await store.sources.get('one'))?.enabled).toBe(true);
  });

  it('takes in what fits and names what does not, and the second time nothing is new', async () => {
    await publishSources(store.sources, [one], at(0));
    const given = [
      one,
      two,
      sampleSource({ id: 'alien', kind: 'gopher' }),
      sampleSource({ id: 'far', territory: 'moon' }),
    ];
    const trial = await importSources(store.sources, given, { rules, file: 'list.csv', at: at(1), isTrial: true });
    expect([trial.added, (await store.sources.list()).length]).toEqual([1, 1]);
    const result = await importSources(store.sources, given, { rules, file: 'list.csv', at: at(1), isTrial: false });
    expect(result.problems.map(({ field, message }) => `${field} ${message.split(':')[0]}`)).toEqual([
      'one.id config/sources defines this source',
      'alien.kind there is no kind «gopher»',
      'far.territory config/places knows no territory «moon»',
    ]);
    const again = await importSources(store.sources, [two], { rules, file: 'list.csv', at: at(2), isTrial: false });
    expect([again.added, again.changed, again.same]).toEqual([0, 0, 1]);
  });

  it('reads back what it writes, as a table and as a list', async () => {
    const odd = sampleSource({
      id: 'odd',
      name: 'Форум «Заречье», раздел "ЖКХ"; =1+1',
      urls: ['https://a.example/?f=1', 'https://a.example/?f=2'],
      labels: ['форум', 'жкх'],
      browser: { hosts: ['cdn.example', 'api.example:8080'], waitFor: '.post > p, #app' },
      enabled: false,
    });
    writeFileSync(
      `${folder}/list.csv`,
      [csvLine(sourceColumns), ...[one, odd].map((each) => csvLine(sourceCells(each)))].join(''),
    );
    writeFileSync(`${folder}/list.yaml`, sourceYaml([one, odd]));
    for (const name of ['list.csv', 'list.yaml'])
      expect(await readSourceFile(`${folder}/${name}`, readCsv)).toEqual({ sources: [one, odd], problems: [] });
  });

  it('reads with a browser what a table says so, or names its hosts or what to wait for', async () => {
    const head = 'id;kind;name;urls;territory;ground;terms;contact;expires;browser;browserHosts;browserWaitFor\r\n';
    const row = (id: string, browser: string) =>
      `${id};feed;Лента;https://a.example/;zarechye;открытая лента;разрешено;a@example.org;2030-01-01;${browser}\r\n`;
    const rows = [
      row('plain', ';;'),
      row('yes', 'да;;'),
      row('hosts', ';cdn.example b.example;'),
      row('no', 'нет;;.post'),
    ];
    const bad = [row('odd', 'иногда;;'), row('wrong', ';https://cdn.example/;')];
    writeFileSync(`${folder}/list.csv`, head + [...rows, ...bad].join(''));
    const { sources, problems } = await readSourceFile(`${folder}/list.csv`, readCsv);
    expect(sources.map(({ id, browser }) => [id, browser])).toEqual([
      ['plain', undefined],
      ['yes', { hosts: [] }],
      ['hosts', { hosts: ['cdn.example', 'b.example'] }],
      ['no', undefined],
    ]);
    expect(problems.map(({ line, field }) => [line, field])).toEqual([
      [6, 'browser'],
      [7, 'browserHosts'],
    ]);
  });

  it('names file, line and column of each bad row of a table, and reads the others', async () => {
    const head = 'id;kind;name;urls;territory;everyMinutes;ground;terms;contact;expires;enabled\r\n';
    const row = (id: string, urls: string, every: string, enabled = 'да') =>
      `${id};feed;Лента;${urls};zarechye;${every};открытая лента;разрешено;a@example.org;2030-01-01;${enabled}\r\n`;
    const rows = [
      row('good', 'https://a.example/rss', '7,5'),
      row('Bad Id', 'https://b.example/rss', '10'),
      row('gopher', 'gopher://c.example/', '10'),
      row('often', 'https://d.example/', 'часто', 'может быть'),
      row('good', 'https://e.example/', ''),
    ];
    writeFileSync(`${folder}/list.csv`, head + rows.join(''));
    const { sources, problems } = await readSourceFile(`${folder}/list.csv`, readCsv);
    expect(sources.map(({ id, everyMinutes }) => [id, everyMinutes])).toEqual([['good', 7.5]]);
    expect(problems.map(({ line, field }) => [line, field])).toEqual([
      [3, 'id'],
      [4, 'urls[0]'],
      [5, 'everyMinutes'],
      [5, 'enabled'],
      [6, 'id'],
    ]);
    writeFileSync(`${folder}/short.csv`, 'id,name\r\na,b\r\n');
    const short = await readSourceFile(`${folder}/short.csv`, readCsv);
    expect(short.problems[0]?.field).toBe('kind, urls, territory, ground, terms, contact, expires');
    await expect(readSourceFile(`${folder}/list.xlsx`, readCsv)).rejects.toThrow(/ends in .csv, .yaml or .json/);
  });
});

describe('the watch over sources', () => {
  const clock = manualClock(startMs);
  const lines: { kind?: string; sourceId?: string; msg?: string }[] = [];
  const log = createLogger({
    level: 'info',
    format: 'json',
    destination: { write: (line) => void lines.push(JSON.parse(line)) },
  });
  const open = async () =>
    (await store.alerts.list({ isOpen: true })).map(({ kind, sourceId }) => `${sourceId} ${kind}`).sort();
  const fine = { failuresInRow: 0, lastSuccessAt: at(0), lastNewPostAt: at(0), silentAt: at(24), lastError: null };

  it('raises an alert once for each broken or silent source and each passport that ends, and closes it when it is over', async () => {
    const ending = { ...one.passport, expires: '2026-03-10' };
    await publishSources(
      store.sources,
      [one, two, sampleSource({ id: 'old', passport: ending }), sampleSource({ id: 'off', enabled: false })],
      at(0),
    );
    await store.sources.putStates([
      sampleSourceState({ ...fine, sourceId: 'one', failuresInRow: 3 }),
      sampleSourceState({ ...fine, sourceId: 'two', failuresInRow: 2 }),
      sampleSourceState({ ...fine, sourceId: 'off', failuresInRow: 9 }),
    ]);
    await watchSources(store, clock, log);
    await watchSources(store, clock, log);
    expect(await open()).toEqual(['old passport-expiring', 'one source-failing']);
    expect(lines.filter(({ msg }) => msg === 'source alert')).toHaveLength(2);
    clock.advance(25 * 3_600_000);
    await store.sources.putStates([
      sampleSourceState({ ...fine, sourceId: 'one' }),
      sampleSourceState({ ...fine, sourceId: 'two', lastNewPostAt: at(24), silentAt: at(72) }),
    ]);
    await watchSources(store, clock, log);
    expect(await open()).toEqual(['old passport-expiring', 'one source-silent']);
    clock.advance(9 * 24 * 3_600_000);
    await store.sources.putStates([
      sampleSourceState({ ...fine, sourceId: 'one', silentAt: at(9_999) }),
      sampleSourceState({ ...fine, sourceId: 'two', silentAt: at(9_999) }),
    ]);
    await watchSources(store, clock, log);
    expect(await open()).toEqual(['old passport-expired']);
    expect((await store.alerts.list()).length).toBe(4);
  });
});
