import { describe, expect, it } from 'vitest';
import { adapter } from '../../../crawlers/sources/livejournal.js';

const source = { urls: ['https://gorod.livejournal.com/data/rss'], depth: { pages: 3, topics: 20 }, language: 'ru' };
const read = (query: string, comments: object[]) =>
  adapter.parse(
    {
      url: `https://gorod.livejournal.com/gorod/__rpc_get_thread?journal=gorod&itemid=7&${query}`,
      body: JSON.stringify({ comments, replycount: comments.length }),
      contentType: 'application/json',
      fetchedAt: '2026-03-14T12:00:00.000Z',
      timeZone: 'Europe/Moscow',
    },
    source,
  );
const comment = (dtalkid: number, more: object = {}) => ({
  dtalkid,
  parent: 0,
  article: `Текст ${dtalkid}`,
  ctime_ts: 1773421200,
  loaded: 1,
  ...more,
});

describe('comments of a journal', () => {
  it('go on to the next page only behind a full one', () => {
    const full = Array.from({ length: 15 }, (_, at) => comment(at + 1));
    const links = (page: string, comments: object[]) =>
      read(page, comments).links.map(({ url }) => new URL(url).searchParams.get('page'));
    expect(links('page=1', full)).toEqual(['2']);
    expect(links('page=4', full)).toEqual(['5']);
    expect(links('page=1', full.slice(1))).toEqual([]);
    expect(links('thread=9', full)).toEqual([]);
  });

  it('that are all gone, and the page after the last, are no alarm', () => {
    for (const comments of [
      [],
      [comment(1, { deleted: 1 })],
      [comment(2, { screened: 1 })],
      [comment(3, { suspended: 1 })],
    ])
      expect(read('page=2', comments)).toMatchObject({ posts: [], links: [] });
  });

  it('ask for a folded thread once, not again from its own answer', () => {
    const folded = comment(5, { article: '', loaded: 0 });
    expect(read('page=1', [folded]).links).toHaveLength(1);
    expect(read('thread=5', [folded]).links).toEqual([]);
  });
});
