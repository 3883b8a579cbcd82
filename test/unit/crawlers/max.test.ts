import { describe, expect, it } from 'vitest';
import { adapter } from '../../../crawlers/sources/max.js';

const facts = { contentType: 'application/json', fetchedAt: '2026-03-14T12:00:00.000Z', timeZone: 'Europe/Moscow' };
const source = { urls: ['https://max.ru/c/-5'], depth: { pages: 3, topics: 20 }, language: 'ru' };
const requestFor = (url: string) => adapter.api?.requestUrl(url);

describe('requests to MAX', () => {
  it.each([
    ['https://max.ru/c/-5', '/messages?chat_id=-5&count=100'],
    ['https://max.ru/c/-5/?before=1773478800000', '/messages?chat_id=-5&count=100&from=1773478800000'],
    ['https://max.ru/c/-5/mid.0a51', '/messages/mid.0a51/comments?count=100'],
    ['https://max.ru/c/-5/mid.0a51?before=17', '/messages/mid.0a51/comments?count=100&before=17'],
  ])('for %s', (url, request) => {
    expect(requestFor(url)).toBe(`https://platform-api2.max.ru${request}`);
  });

  it.each(['https://max.ru/', 'https://max.ru/gorod', 'https://max.ru/c/gorod'])('are none for %s', (url) => {
    expect(() => requestFor(url)).toThrowError(/names no chat of MAX/);
  });
});

describe('answers of MAX', () => {
  const message = (at: number) => ({
    recipient: { chat_id: -5, chat_type: 'chat' },
    timestamp: 1_773_478_800_000 - at * 1_000,
    body: { mid: `mid.${at}`, seq: at, text: `Сообщение ${at}` },
  });

  it('lead back from a full page to what was written before its oldest message', () => {
    const read = (messages: object[]) =>
      adapter.parse({ ...facts, url: 'https://max.ru/c/-5', body: JSON.stringify({ messages }) }, source);
    expect(read(Array.from({ length: 100 }, (_, at) => message(at))).links).toEqual([
      { url: `https://max.ru/c/-5?before=${1_773_478_800_000 - 99_001}`, rel: 'older', changedAt: null },
    ]);
    expect(read([message(1)]).links).toEqual([]);
    expect(read([]).posts).toEqual([]);
    expect(read([message(1), { timestamp: 5 }]).warnings).toEqual(['1 messages without id or content']);
  });
});
