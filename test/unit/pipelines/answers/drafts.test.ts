import { describe, expect, it } from 'vitest';
import { draftsFor } from '../../../../pipelines/answers/drafts.js';
import { localDay } from '../../../../pipelines/answers/final-day.js';
import { fillIn } from '../../../../pipelines/answers/render.js';
import { type AnswerTemplate, templateSchema } from '../../../../pipelines/answers/schema.js';
import { type AnswerContext, variables } from '../../../../pipelines/answers/variables.js';
import { loadAnswersConfig } from '../../../../src/config/answer-files.js';
import type { Incident } from '../../../../src/core/incident.js';
import { sampleIncident, sampleMachine, samplePlace } from '../../../support/samples.js';
import { calendarWith, shippedCalendar } from '../../../support/working-calendar.js';

const { taxonomy } = loadAnswersConfig('config');
const nowMs = Date.parse('2026-03-02T10:00:00.000Z');
const context: AnswerContext = { taxonomy, calendar: shippedCalendar, phoneOf: () => null };
const template = (overrides: Partial<AnswerTemplate> = {}): AnswerTemplate =>
  templateSchema.parse({
    id: 'one',
    name: 'Первый',
    kind: 'interim',
    text: 'Ответим по номеру {номер} до {срок}',
    ...overrides,
  });
const textOf = (text: string, incident: Partial<Incident> = {}, with_: Partial<AnswerContext> = {}) =>
  draftsFor(
    [template({ text: `${text} — текст ответа` })],
    sampleIncident(incident),
    { ...context, ...with_ },
    nowMs,
  )[0]
    ?.text.replace(' — текст ответа', '')
    .replaceAll('\u00a0', ' ');

describe('a variable', () => {
  it.each<[string, Partial<Incident>, string]>([
    ['{дата}', {}, '2 марта 2026 г.'],
    ['{номер}', { number: '7K3QX2' }, 'ИН-7K3QX2'],
    ['{тема}', { group: 'roads', topic: 'roads.potholes' }, 'Ямы и выбоины на дороге'],
    ['{тема}', { group: 'roads', topic: null }, 'Дороги'],
    ['{тема}', { group: null, topic: null }, '{тема}'],
    ['{группа}', { group: 'housing' }, 'ЖКХ'],
    ['{адрес}', { settlement: 'Заречье', street: 'Садовая', house: '5' }, 'Заречье, Садовая, 5'],
    ['{адрес}', { settlement: 'Заречье', street: 'Садовая;Мира', house: null }, 'Заречье, Садовая, Мира'],
    ['{адрес}', { settlement: 'Заречье', street: null, house: null }, '{адрес}'],
    ['{адрес}', { settlement: null, street: null, house: '5' }, '{адрес}'],
    ['{населённый пункт}', { settlement: 'Заречье;Лесное' }, 'Заречье, Лесное'],
    ['{населённый пункт}', { settlement: null }, '{населённый пункт}'],
    ['{исполнитель}', { executorName: 'Горсвет' }, 'Горсвет'],
    ['{Исполнитель}', { executorName: 'горсвет' }, 'Горсвет'],
    ['{телефон}', {}, '{телефон}'],
    ['{дата обращения}', { clocks: { ...sampleIncident().clocks, publishedAt: null } }, '{дата обращения}'],
    // The end of the seventh working day after 2 March: the eighth of March has its day off on Monday the ninth.
    ['{срок}', {}, '12 марта 2026 г.'],
    ['{срок}', { finalBy: '2026-03-20' }, '20 марта 2026 г.'],
  ])('%s of %j is %s', (text, incident, expected) => expect(textOf(text, incident)).toBe(expected));

  it('tells the landmark where there is no street, and never a route', () => {
    const landmarks = [
      { kind: 'route' as const, name: '24' },
      { kind: 'school' as const, name: 'школа № 7' },
    ];
    const machine = sampleMachine({ place: samplePlace({ landmarks }) });
    expect(textOf('{адрес}', { settlement: 'Заречье', street: null, machine })).toBe('Заречье, школа № 7');
  });

  it('knows the telephone of the body that acts', () =>
    expect(textOf('{телефон}', {}, { phoneOf: (id) => (id === 'lighting' ? '8 800 000-00-00' : null) })).toBe(
      '8 800 000-00-00',
    ));

  it('stays a gap where no policy gives a term', () => {
    const [ordinary] = shippedCalendar.sla.policies;
    if (ordinary === undefined) throw new Error('no policy');
    const policies = [{ ...ordinary, terms: { 'first-answer': { hours: 9, workingTime: true } } }];
    expect(textOf('{срок}', {}, { calendar: calendarWith({ policies }) })).toBe('{срок}');
  });

  it('is counted in the days of the place', () => {
    expect(localDay(Date.parse('2026-03-02T20:30:00Z'), 'Asia/Omsk')).toBe('2026-03-03');
    const machine = sampleMachine({ timeZone: 'Asia/Kamchatka' });
    expect(textOf('{дата}', { machine })).toBe('2 марта 2026 г.');
  });

  it('has no value that a person could be known by', () => {
    for (const name of Object.keys(variables)) expect(name).not.toMatch(/автор|имя|фамилия|профиль|квартира/u);
  });
});

describe('a draft', () => {
  it('names what is still to be filled in and the day that it promises', () => {
    const asking = template({ text: 'Сделано: {что сделано}. Остальное до {срок}', ask: ['что сделано'] });
    expect(draftsFor([asking], sampleIncident(), context, nowMs)[0]).toMatchObject({
      gaps: ['{что сделано}'],
      finalBy: '2026-03-12',
    });
    expect(draftsFor([template({ text: 'Отвечаем по номеру {номер}.' })], sampleIncident(), context, nowMs)[0]).toEqual(
      {
        templateId: 'one',
        name: 'Первый',
        kind: 'interim',
        text: `Отвечаем по номеру ИН-${sampleIncident().number}.`,
        gaps: [],
        finalBy: null,
      },
    );
  });

  it('is offered where all its conditions fit, the most particular first', () => {
    const all = [
      template({ id: 'all' }),
      template({ id: 'nature', nature: 'solvable' }),
      template({ id: 'question', nature: 'informational' }),
      template({ id: 'group', groups: ['roads', 'improvement'] }),
      template({ id: 'topic', topics: ['roads.potholes'] }),
      template({ id: 'other', groups: ['housing'] }),
    ];
    const ids = (incident: Partial<Incident>) =>
      draftsFor(all, sampleIncident(incident), context, nowMs).map(({ templateId }) => templateId);
    expect(ids({ group: 'roads', topic: 'roads.potholes' })).toEqual(['topic', 'group', 'nature', 'all']);
    expect(ids({ group: null, topic: null, nature: 'informational' })).toEqual(['question', 'all']);
  });

  it('is never filled a second time from what a value says', () =>
    expect(
      fillIn(
        '{исполнитель} {номер}',
        new Map([
          ['исполнитель', '{номер}'],
          ['номер', '7'],
        ]),
      ),
    ).toBe('{номер} 7'));
});
