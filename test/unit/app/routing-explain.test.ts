import { describe, expect, it } from 'vitest';
import { explainIncident, explainText } from '../../../src/app/routing-explain.js';
import { createColours } from '../../../src/cli/colours.js';
import { formatRoute, formatStored } from '../../../src/cli/route-table.js';
import type { MachineHalf } from '../../../src/core/incident-machine.js';
import type { Classifier, Locator } from '../../../src/core/ports.js';
import { sampleSource } from '../../support/sample-sources.js';
import {
  sampleEvent,
  sampleIncident,
  sampleIncidentPost,
  sampleMachine,
  sampleOpening,
  sampleRoute,
} from '../../support/samples.js';
import { place, routing, taxonomy, verdict } from '../pipelines/routing/routing-kit.js';

const table = `
organisations:
  - { id: hall, name: Администрация }
  - { id: heat, name: Тепло, parent: hall }
  - { id: duty, name: Дежурная служба, parent: hall }
rules:
  - { id: night, topics: [housing.heating], territory: lake, executor: duty, when: { hours: { from: "22:00", to: "06:00" } } }
  - { id: heating, topics: [housing.heating], territory: lake, executor: heat }`;
const { router, explain: explainRoute } = routing(table);
const plain = createColours({}, false);
const heating = verdict('housing', 'housing.heating', [['housing', 0.8]]);

/** An incident that was opened by a post of that instant. */
function stored(publishedAt: string | null, machine: Partial<MachineHalf> = {}) {
  const opening = {
    ...sampleOpening(),
    post: sampleIncidentPost({ publishedAt, fetchedAt: '2026-03-02T20:30:00.000Z' }),
    machine: sampleMachine({ verdict: heating, place: place('town'), ...machine }),
  };
  const event = sampleEvent({ seq: 1, change: opening });
  return explainIncident({ router, explainRoute }, sampleIncident(), [event]);
}

describe('the route of a stored incident', () => {
  const route = router.route(heating, place('town'), '', { at: '2026-03-02T09:00:00Z' });

  it('comes out as it was stored from what the log says, while the table is the same', () => {
    const explained = stored('2026-03-02T09:00:00.000Z', { route, revisions: { routing: router.revision } });
    expect(explained).toMatchObject({ isSameTable: true, isSameRoute: true, byPerson: null });
    expect(explained.explanation.route).toEqual(route);
    expect(formatStored(explained, plain)).toBe('В инциденте  так и записано (та же таблица)');
  });

  it('counts the time of the fetch where the page gives none', () => {
    expect(stored(null).explanation.route.executorId).toBe('duty');
  });

  it('is shown beside a stored one that another table gave', () => {
    const explained = stored('2026-03-02T09:00:00.000Z', { revisions: { routing: 'routing-old' } });
    expect(explained).toMatchObject({ isSameTable: false, isSameRoute: false, stored: { revision: 'routing-old' } });
    expect(formatStored(explained, plain)).toContain('таблица routing-old, с тех пор её меняли): Горсвет Заречья');
  });

  it('shows what a learnt model suggested', () => {
    const ranked = [{ executorId: 'd1', executorName: 'Теплосеть', probability: 0.6 }];
    const explained = stored(null, { route: sampleRoute({ ranked }), revisions: { executors: 'executors-1' } });
    expect(explained.stored.suggestedBy).toBe('executors-1');
    expect(formatStored(explained, plain)).toContain('executors-1 предложила рядом с таблицей:\n  0.60  Теплосеть');
  });

  it('is refused for a log that does not begin with its opening', () => {
    const event = sampleEvent({ change: { type: 'commented', text: 'проверка' } });
    expect(() => explainIncident({ router, explainRoute }, sampleIncident(), [event])).toThrow(/does not begin/);
  });
});

describe('the route of a text', () => {
  const asked: unknown[] = [];
  const classifier: Classifier = {
    revisions: {},
    async classify(texts) {
      asked.push(...texts);
      return texts.map(() => ({ verdict: heating, model: null, vector: null, locality: null }));
    },
  };
  const locator = {
    locate: (_: string, { territory }: { territory?: string | null }) => place(territory ?? null),
  } as unknown as Locator;
  const sources = [sampleSource({ id: 'town-forum', kind: 'phpbb', territory: 'town', timeZone: 'Europe/Moscow' })];
  const explained = (source: string | null, territory: string | null = null) =>
    explainText({ classifier, locator, explainRoute }, sources, {
      text: 'Холодно. Звоните 8 900 000-00-00',
      territory,
      source,
      at: '2026-03-02T20:30:00.000Z',
    });

  it('takes home, kind and zone of the source that is named, and masks what the line would', async () => {
    const { explanation, text } = await explained('town-forum');
    expect(explanation).toMatchObject({ route: { ruleId: 'night' }, source: { id: 'town-forum', kind: 'phpbb' } });
    expect(text).not.toContain('900');
    expect(asked.at(-1)).toMatchObject({ sourceId: 'town-forum', publishedAt: '2026-03-02T20:30:00.000Z' });
  });

  it('knows a kind alone, and prefers the home that is given', async () => {
    const { explanation } = await explained('phpbb', 'east');
    expect(explanation).toMatchObject({ source: { id: null, kind: 'phpbb' }, route: { ruleId: 'rest' } });
  });

  it('refuses an unknown source', async () => {
    await expect(explained('moon')).rejects.toThrow(/--source moon: no source has this id or kind/);
  });

  it('is told as a table', async () => {
    const { explanation } = await explained('town-forum');
    const told = formatRoute(explanation, taxonomy, plain, 200).split('\n');
    expect(told.slice(0, 8)).toEqual([
      'Тема         «housing.heating» (housing.heating), группа «housing» (housing)',
      'Территория   Озёрск ‹ Озёрный округ ‹ Запад',
      'Когда        пн 02.03.2026 23:30 (Europe/Moscow)',
      'Источник     town-forum, phpbb',
      'Названы      никто',
      'Исполнитель  Дежурная служба (duty)',
      'Согласует    Администрация (hall)',
      'Почему       Тема «housing.heating», территория «Озёрный округ», время 22:00–06:00: правило «night» (config/routing/x.yaml:7).',
    ]);
    expect(told.slice(11).map((line) => line.replaceAll(/ {2,}/g, ' | '))).toEqual([
      '✓ | night | Дежурная служба | время 22:00–06:00 | выбрана | config/routing/x.yaml:7',
      '✗ | heating | Тепло | — | стоит в файлах ниже | config/routing/x.yaml:8',
      expect.stringMatching(/^✗ \| rest \| Администрация: место не определено \| — \| общее правило/),
    ]);
  });
});
