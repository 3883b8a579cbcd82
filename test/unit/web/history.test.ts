import { describe, expect, it } from 'vitest';
import type { HistoryEntry, MetaReply } from '../../../src/core/http.js';
import type { IncidentChange } from '../../../src/core/incident.js';
import type { IncidentPost, MachineHalf } from '../../../src/core/incident-machine.js';
import { createTranslate } from '../../../src/web/i18n/translate.js';
import { describeChange } from '../../../src/web/lib/history.js';
import { createNames, describeJoin, describeTarget } from '../../../src/web/lib/names.js';

const meta: MetaReply = {
  version: '1',
  groups: [{ code: 'roads', ru: 'Дороги', en: 'Roads', topics: [{ id: 'roads.pits', ru: 'Ямы', en: 'Potholes' }] }],
  executors: [{ id: 'gorsvet', name: 'МУП «Горсвет»' }],
  sources: [{ id: 'forum', name: 'Форум', kind: 'phpbb' }],
  territories: [],
};
const post: IncidentPost = {
  postId: 'p1',
  sourceId: 'forum',
  sourceKind: 'phpbb',
  url: 'https://forum.example/1',
  author: null,
  text: 'яма',
  publishedAt: null,
  fetchedAt: '2026-03-10T12:00:00Z',
  version: 2,
  join: { how: 'near-duplicate', on: 'p0', similarity: 0.83 },
};
const machine = { verdict: { score: 0.914, group: 'roads', topic: 'roads.pits' } } as MachineHalf;

/** As it is written, or as the API tells of it. */
type Told = IncidentChange | HistoryEntry['change'];
const say = (change: Told, language: 'ru' | 'en' = 'ru') =>
  describeChange(change as HistoryEntry['change'], {
    names: createNames(meta, language),
    language,
    t: createTranslate(language),
    zone: 'Asia/Omsk',
  });

describe('history sentences', () => {
  it.each<[Told, string]>([
    [{ type: 'opened', post, machine, clusterKeys: [] }, 'Инцидент открыт по посту из источника «Форум»'],
    [{ type: 'post-joined', post, clusterKeys: [] }, 'Присоединён пост из источника «Форум»: почти повтор, 0,83'],
    [{ type: 'post-edited', post }, 'Автор изменил пост, редакция 2'],
    [{ type: 'rescored', machine }, 'Оценка пересчитана: 91 %, тема — Ямы'],
    [
      { type: 'assigned', executorId: 'gorsvet', executorName: 'МУП «Горсвет»', note: null },
      'Исполнитель назначен: МУП «Горсвет»',
    ],
    [{ type: 'topic-changed', group: 'roads', topic: null }, 'Тема изменена: Дороги'],
    [{ type: 'urgency-changed', urgency: 'urgent' }, 'Срочность изменена: срочный'],
    [{ type: 'marked-not-incident', reason: 'шутка' }, 'Отмечено: не инцидент'],
    [{ type: 'answered', text: 'Сделано', url: null }, 'Записан ответ жителю'],
    [{ type: 'closed', outcome: 'solved', reason: null }, 'Инцидент закрыт: решено'],
    [{ type: 'reopened', reason: 'снова' }, 'Инцидент открыт заново'],
    [{ type: 'commented', text: 'звонили' }, 'Комментарий'],
    [
      { type: 'merged', intoId: 'i2', intoNumber: '7K3QX2', reason: null, isWithdrawn: false },
      'Объединено с № 7K3QX2: продолжается там',
    ],
    [
      { type: 'merged', intoId: 'i2', intoNumber: '7K3QX2', reason: null, isWithdrawn: true },
      'Посты возвращены в № 7K3QX2',
    ],
    [
      { type: 'absorbed', from: { id: 'i3', number: 'ABC123', postCount: 2, peopleCount: 1 } },
      'Вошёл инцидент № ABC123: людей — 1, постов — 2',
    ],
    [{ type: 'undone', seq: 4, of: 'split-off', reason: null }, 'Выделение отменено'],
    [{ type: 'settled', seq: 4 }, 'Связанный инцидент обновлён'],
  ])('%o', (change, sentence) => expect(say(change).sentence.replaceAll('\u00A0', ' ')).toBe(sentence));

  it('carry the words that a person wrote', () => {
    expect(say({ type: 'marked-not-incident', reason: 'шутка' }).quote).toBe('шутка');
    expect(say({ type: 'answered', text: 'Сделано', url: 'https://a.example/' })).toMatchObject({
      quote: 'Сделано',
      url: 'https://a.example/',
    });
    expect(say({ type: 'closed', outcome: 'solved', reason: null }).quote).toBeNull();
  });

  it('exist in English', () => {
    expect(say({ type: 'post-joined', post, clusterKeys: [] }, 'en').sentence).toBe(
      'A post from «Форум» joined: near repeat, 0.83',
    );
  });
});

describe('names', () => {
  const t = createTranslate('ru');
  it('fall back to the code before the names have come', () => {
    const names = createNames(undefined, 'ru');
    expect(names.source('forum')).toBe('forum');
    expect(names.topic('roads.pits')).toBe('roads.pits');
    expect(names.group(null)).toBeNull();
  });

  it('say what evidence speaks for', () => {
    const names = createNames(meta, 'ru');
    expect(
      ['urgent', 'not-incident', 'roads', 'roads.pits', 'new.kind'].map((target) => describeTarget(target, names, t)),
    ).toEqual(['срочность', 'не инцидент', 'Дороги', 'Ямы', 'new.kind']);
  });

  it('say why a post joined', () => {
    expect(describeJoin({ how: 'same-place', on: 'k', similarity: null }, 'ru', t)).toBe('то же место и та же тема');
    expect(describeJoin({ how: 'near-duplicate', on: 'k', similarity: null }, 'ru', t)).toBe('почти повтор');
    const shared = { place: 'Садовая, 12', topic: 'housing.lift', hours: 5 };
    expect(describeJoin({ how: 'same-place', on: 'k', similarity: 0.7, shared }, 'ru', t)).toBe(
      'то же место и та же тема: Садовая, 12',
    );
  });
});
