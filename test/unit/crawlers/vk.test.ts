import { describe, expect, it } from 'vitest';
import { methodRestOfVk, refusalOfVk, restOfVk, vkRequest } from '../../../crawlers/parse/vk-api.js';
import { adapter } from '../../../crawlers/sources/vk.js';
import { AppError } from '../../../src/core/errors.js';

const source = { urls: ['https://vk.com/zaozersk'], depth: { pages: 3, topics: 20 }, language: 'ru' };
const facts = { contentType: 'application/json', fetchedAt: '2026-03-14T12:00:00.000Z', timeZone: 'Europe/Moscow' };
const parse = (url: string, body: object) => adapter.parse({ ...facts, url, body: JSON.stringify(body) }, source);
const refusal = (code: number) => ({
  error: { error_code: code, error_msg: 'x', request_params: [{ key: 'secret' }] },
});

describe('requests to VK', () => {
  it.each([
    ['https://vk.com/zaozersk', 'https://api.vk.com/method/wall.get?domain=zaozersk&count=100'],
    ['https://vk.com/zaozersk?offset=100', 'https://api.vk.com/method/wall.get?domain=zaozersk&count=100&offset=100'],
    ['https://vk.ru/public17', 'https://api.vk.ru/method/wall.get?owner_id=-17&count=100'],
    ['https://m.vk.com/club17/', 'https://api.vk.com/method/wall.get?owner_id=-17&count=100'],
    ['https://vk.com/id5', 'https://api.vk.com/method/wall.get?owner_id=5&count=100'],
    ['https://www.vk.com/wall-17', 'https://api.vk.com/method/wall.get?owner_id=-17&count=100'],
    [
      'https://vk.com/wall-17_3?reply=4&thread=9&offset=100',
      'https://api.vk.com/method/wall.getComments?owner_id=-17&post_id=3&comment_id=9&count=100&offset=100&sort=desc&need_likes=1',
    ],
    [
      'https://vk.com/wall-17_3',
      'https://api.vk.com/method/wall.getComments?owner_id=-17&post_id=3&count=100&sort=desc&need_likes=1&thread_items_count=10',
    ],
    [
      'https://vk.com/search/statuses?q=яма+во+дворе&start_from=30%2F-1_2',
      'https://api.vk.com/method/newsfeed.search?q=%D1%8F%D0%BC%D0%B0+%D0%B2%D0%BE+%D0%B4%D0%B2%D0%BE%D1%80%D0%B5&count=100&start_from=30%2F-1_2',
    ],
    [
      'https://vk.com/feed?section=search&q=свет',
      'https://api.vk.com/method/newsfeed.search?q=%D1%81%D0%B2%D0%B5%D1%82&count=100',
    ],
  ])('for %s', (url, request) => {
    expect(vkRequest(url, 100)).toBe(`${request}&v=5.199`);
  });

  it.each([
    'https://vk.com/',
    'https://vk.com/feed',
    'https://vk.com/video-1_2',
    'https://vk.com/search/statuses?q=',
    'https://vk.com/im',
  ])('are none for %s', (url) => {
    expect(() => vkRequest(url, 100)).toThrowError(/is no wall, post or search of VK/);
  });
});

describe('refusals of VK', () => {
  it.each([
    [5, 'E_FETCH_BLOCKED', /OTKLIK_VK_TOKEN/, 600_000],
    [6, 'E_FETCH_BLOCKED', /too many requests a second/, 2_000],
    [9, 'E_FETCH_BLOCKED', /too many requests of one kind/, 600_000],
    [14, 'E_FETCH_BLOCKED', /CAPTCHA/, 3_600_000],
    [15, 'E_SOURCE_CLOSED', /not open to everybody.+sources check.+leave it out/, 0],
    [18, 'E_SOURCE_CLOSED', /deleted or banned/, 0],
    [29, 'E_FETCH_BLOCKED', /used up/, 0],
    [10, 'E_FETCH_FAILED', /trouble of its own/, 0],
    [9_999, 'E_FETCH_FAILED', /list of its errors/, 0],
  ])('with number %i say what to do, and nothing of the request', (code, expected, words, restMs) => {
    const error = refusalOfVk(refusal(code).error, 'https://vk.com/zaozersk');
    expect(error.code).toBe(expected);
    expect(error.message).toMatch(words);
    expect(error.message).not.toContain('secret');
    expect(restOfVk(JSON.stringify(refusal(code)))).toBe(restMs);
    if (restMs > 0) expect(error.retryAfterMs).toBeGreaterThanOrEqual(restMs);
    expect(() => parse('https://vk.com/zaozersk', refusal(code))).toThrowError(error.message);
  });

  it('are about a topic alone where its comments are asked for', () => {
    for (const code of [15, 212]) {
      const error = refusalOfVk(refusal(code).error, 'https://vk.com/wall-1_2');
      expect([error.code, error.details.isClosed]).toEqual(['E_FETCH_BLOCKED', true]);
      expect(error.message).toMatch(/not open|comments are closed/);
    }
  });

  it('rest one method where its calls are used up, the whole API where the key is refused', () => {
    expect([29, 5, 15].map((code) => methodRestOfVk(JSON.stringify(refusal(code))))).toEqual([3_600_000, 0, 0]);
  });

  it('are told from answers and from what is neither', () => {
    expect(restOfVk('{"response":{"items":[{"text":"\\"error\\""}]}}')).toBe(0);
    expect(restOfVk('<html>"error"</html>')).toBe(0);
    expect(restOfVk(`{"error":${'['.repeat(9_000)}`)).toBe(0);
  });
});

describe('answers of VK', () => {
  const post = (id: number) => ({ id, owner_id: -1, from_id: -1, date: 1_773_478_500, text: `Запись ${id}` });

  it('lead on while there is more', () => {
    const items = Array.from({ length: 100 }, (_, at) => post(at + 1));
    const older = (url: string, count: number) =>
      parse(url, { response: { count, items } })
        .links.filter(({ rel }) => rel === 'older')
        .map((link) => link.url);
    expect(older('https://vk.com/zaozersk', 250)).toEqual(['https://vk.com/zaozersk?offset=100']);
    expect(older('https://vk.com/zaozersk?offset=100', 250)).toEqual(['https://vk.com/zaozersk?offset=200']);
    expect(older('https://vk.com/zaozersk?offset=150', 250)).toEqual([]);
  });

  it('that hold nothing are nothing to be alarmed by, those without what makes a post are', () => {
    expect(parse('https://vk.com/zaozersk', { response: { count: 0, items: [] } }).posts).toEqual([]);
    expect(
      parse('https://vk.com/wall-1_2', { response: { count: 1, items: [{ id: 3, deleted: true }] } }).posts,
    ).toEqual([]);
    const codeOf = (body: object) => {
      try {
        return parse('https://vk.com/zaozersk', body).warnings;
      } catch (error) {
        return error instanceof AppError ? error.code : error;
      }
    };
    expect(codeOf({ response: { count: 2, items: [{ number: 5 }, { text: 'без номера' }] } })).toBe('E_PAGE_EMPTY');
    expect(codeOf({ response: { items: 5 } })).toBe('E_PAGE_INVALID');
    expect(codeOf({ reply: [] })).toBe('E_PAGE_INVALID');
    expect(codeOf({ response: { count: 2, items: [post(1), { text: 'без номера' }] } })).toEqual([
      '1 entries without id or content',
    ]);
  });
});

describe('the community of a wall', () => {
  const about = adapter.api?.about;
  const asked = 'https://api.vk.com/method/groups.getById?group_id=';
  it.each([
    ['https://vk.com/zaozersk', 'zaozersk'],
    ['https://vk.com/public17?offset=30', '17'],
    ['https://m.vk.com/event17', '17'],
    ['https://vk.com/wall-17', '17'],
    ['https://vk.com/wall-17_3?reply=4', '17'],
    ['https://vk.com/id5', null],
    ['https://vk.com/wall5_3', null],
    ['https://vk.com/search/statuses?q=яма', null],
  ])('is asked for with %s', (url, id) => {
    const address = about?.requestUrl(url);
    if (id === null) expect(address).toBeNull();
    else expect(address).toBe(`${asked}${id}&fields=members_count%2Cwall%2Ccity&v=5.199`);
  });

  const read = (group: object) =>
    about?.read(
      JSON.stringify({ response: { groups: [{ id: 17, name: 'Заозёрск ', ...group }] } }),
      'https://vk.com/club17',
    );

  it('says its name, who reads it and what stands in the way', () => {
    const open = { is_closed: 0, wall: 1, members_count: 12_345, city: { id: 1, title: 'Заозёрск' } };
    expect(read(open)).toEqual({ name: 'Заозёрск', notes: ['12345 members', 'Заозёрск'], closed: null });
    expect(read({ is_closed: 1, members_count: 7 })?.closed).toContain('is closed');
    expect(read({ is_closed: 2 })?.closed).toContain('is private');
    expect(read({ is_closed: 1, is_member: 1 })?.closed).toBeNull();
    expect(read({ deactivated: 'deleted' })?.closed).toMatch(/was deleted: .+ Leave it out/);
    expect(read({ deactivated: 'banned' })?.closed).toMatch(/was banned by VK: .+ Leave it out/);
    expect(read({ wall: 0 })?.closed).toMatch(/switched off: .+ Ask its administrators/);
  });

  it('is read as old versions of the API gave it, and what is no answer is refused', () => {
    const list = JSON.stringify({ response: [{ id: 17, name: 'Заозёрск' }] });
    expect(about?.read(list, 'https://vk.com/club17')).toEqual({ name: 'Заозёрск', notes: [], closed: null });
    expect(() => about?.read('<html>', 'https://vk.com/club17')).toThrow(/with no JSON/);
    expect(() => about?.read('{"response":{"groups":[]}}', 'https://vk.com/club17')).toThrow(/no community/);
    expect(() => about?.read(JSON.stringify(refusal(100)), 'https://vk.com/club17')).toThrow(/\(100\)/);
  });
});
