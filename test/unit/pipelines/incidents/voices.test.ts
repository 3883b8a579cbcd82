import { describe, expect, it } from 'vitest';
import { answeringOf, housesBeside, isDenying, isVoice, mayBeVoice } from '../../../../pipelines/incidents/voices.js';
import type { Evidence } from '../../../../src/core/verdict.js';

const rule = (target: string, weight: number): Evidence => ({
  engine: 'rules',
  id: `some.${target}`,
  revision: 'r1',
  target,
  weight,
  words: [],
});
const inThread = { threadId: 't1', knownIncidentId: null };
const alone = { threadId: null, knownIncidentId: null };

describe('an answer in a thread', () => {
  it.each([
    '+1',
    '++',
    'Подтверждаю',
    'у нас тоже',
    'У нас на Лесной тоже самое',
    'и у нас в соседнем доме так же',
    'Да, второй день сидим',
    'ага, и ночью гудело',
    'и правда холодно',
    'В нашем подъезде та же картина',
    'Такая же история у соседей снизу',
    'там уже три машины застряли',
    'согласна с автором',
  ])('agrees: %s', (text) => {
    expect(answeringOf(text)).toBe('agrees');
  });
  it.each([
    'Позвонил в диспетчерскую, ждите',
    'диспетчер: мастер придёт утром',
    'В управляющей сказали, что трубы меняют',
    'обещают к пятнице',
  ])('tells what became of it: %s', (text) => {
    expect(answeringOf(text)).toBe('reports');
  });
  it.each([
    'У нас всё нормально, горит',
    'а у нас есть вода',
    'уже починили, спасибо',
    'не подтверждаю, вчера проходил',
    'Неправда, подъезд чистый',
  ])('does not speak for it when all is well: %s', (text) => {
    expect(isDenying(text)).toBe(true);
    expect(answeringOf(text)).toBeNull();
  });
  it.each([
    'Кто потерял ключи?',
    'Дайте телефон слесаря',
    'Давно пора',
    'Дадут ли концерт в субботу?',
    'Тамара Ивановна, вы где?',
  ])('says nothing of it: %s', (text) => {
    expect(answeringOf(text)).toBeNull();
  });
  it('is short', () => {
    expect(answeringOf(`у нас тоже ${'и ещё вот что '.repeat(30)}`)).toBeNull();
  });
});

describe('houses beside the word', () => {
  it.each([
    ['а в доме 15 есть', ['15']],
    ['в 17а доме так же', ['17а']],
    ['у нас 9-й дом', ['9']],
    ['дом № 4, второй подъезд', ['4']],
    ['ждём 15 минут, дома холодно', []],
    ['соседний дом тоже', []],
  ])('%s', (text, houses) => {
    expect(housesBeside(text)).toEqual(houses);
  });
});

describe('what is no incident', () => {
  it('by the word of the classifier alone; a doubtful one is for a person', () => {
    expect(isVoice({ incident: false, unsure: false })).toBe(true);
    expect(isVoice({ incident: false, unsure: true })).toBe(false);
    expect(isVoice({ incident: true, unsure: false })).toBe(false);
  });
  it('may be a voice as a short answer, or where a rule knows its topic', () => {
    expect(mayBeVoice(inThread, 'и у нас', { evidence: [] })).toBe(true);
    expect(mayBeVoice(alone, 'и у нас', { evidence: [] })).toBe(false);
    expect(mayBeVoice(alone, 'светофор мигает', { evidence: [rule('roads.traffic-lights', 5)] })).toBe(true);
    expect(mayBeVoice(alone, 'дорога', { evidence: [rule('roads', 5)] })).toBe(false);
  });
  it('is none when rules say that it is something else, when all is well, or when it is long', () => {
    const sale = { evidence: [rule('not-incident', -4)] };
    expect(mayBeVoice(inThread, 'Продам санки', sale)).toBe(false);
    expect(mayBeVoice(inThread, 'у нас всё хорошо', { evidence: [] })).toBe(false);
    expect(mayBeVoice(inThread, 'слово '.repeat(300), { evidence: [rule('roads.potholes', 5)] })).toBe(false);
  });
  it('stays what it was when it was part of an incident before an edit', () => {
    expect(mayBeVoice({ threadId: 't1', knownIncidentId: 'i1' }, 'и у нас', { evidence: [] })).toBe(false);
  });
});
