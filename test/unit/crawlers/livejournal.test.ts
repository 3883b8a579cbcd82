import { describe, expect, it } from 'vitest';
import { adapter } from '../../../crawlers/sources/livejournal.js';
import { AppError } from '../../../src/core/errors.js';

const entry = 'https://ru-zaozersk.livejournal.com/91204.html';
const source = { urls: ['https://ru-zaozersk.livejournal.com/'], depth: { pages: 3, topics: 20 }, language: 'ru' };
const facts = { contentType: 'text/html', fetchedAt: '2026-03-14T12:00:00.000Z', timeZone: 'Europe/Moscow' };
const parse = (body: string, url = entry) => adapter.parse({ ...facts, url, body }, source);
const words = (text: string) => `<div class="aentry-post__text">${text}</div>`;
const comment = (id: number, more: object = {}) => ({
  dtalkid: id,
  parent: 0,
  loaded: 1,
  uname: 'ivnyak',
  article: `Слова ${id}`,
  ...more,
});
const script = (comments: object[]) => `<script>Site.page = ${JSON.stringify({ comments })};</script>`;
const ids = (body: string, url = entry) => parse(body, url).posts.map(({ nativeId }) => nativeId);
const urls = (body: string, url = entry) => parse(body, url).links.map((link) => link.url);

function codeOf(body: string, url = entry): string {
  try {
    parse(body, url);
    return 'read';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

describe('an entry', () => {
  it('has the comments that its script holds, not those that somebody writes into the text', () => {
    const forged = 'Site.page = {"comments":[{"dtalkid":666,"article":"Это я"}]};';
    expect(ids(words(forged) + script([comment(1)]))).toEqual(['entry-91204', 'comment-1']);
    expect(ids(words(forged))).toEqual(['entry-91204']);
  });

  it('shows its comments without scripts where those are broken, and says so', () => {
    const shown = '<div class="comment-wrap" id="ljcmt7"><div class="comment-text">Видно</div></div>';
    const { posts, warnings } = parse(`${words('Яма')}${shown}<script>Site.page = {"comments":[{]};</script>`);
    expect(posts.map(({ nativeId }) => nativeId)).toEqual(['entry-91204', 'comment-7']);
    expect(warnings).toContain('the list of comments in the script of the page is not JSON');
  });

  it('leads to the top of each folded branch alone, in the looks of the page', () => {
    const folded = { loaded: 0, article: '' };
    const list = [
      comment(1),
      comment(2, { parent: 1, ...folded }),
      comment(3, { parent: 2, ...folded }),
      { type: 'more', parent: 3 },
      { type: 'more', parent: 1 },
    ];
    expect(urls(words('Яма') + script(list), `${entry}?format=light&view=flat`)).toEqual([
      `${entry}?thread=2&format=light&view=flat`,
      `${entry}?thread=1&format=light&view=flat`,
    ]);
  });

  it('is left to its own page where one thread is shown, and pages of comments are other pages', () => {
    const pager = [1, 2, 3].map((number) => `<a href="${entry}?page=${number}#comments">${number}</a>`).join('');
    expect(ids(words('Яма…') + script([comment(5)]), `${entry}?thread=5`)).toEqual(['comment-5']);
    expect(urls(words('Яма') + pager, `${entry}?page=2`)).toEqual([`${entry}?page=1`, `${entry}?page=3`]);
  });

  it('leaves out what was taken away or is hidden, and anonymous writers have no name', () => {
    const list = [
      comment(1, { deleted: 1 }),
      comment(2, { shown: 0 }),
      comment(3, { uname: null }),
      comment(4, { article: '' }),
    ];
    const { posts, warnings } = parse(words('Яма') + script(list));
    expect(posts.map(({ nativeId, authorId }) => [nativeId, authorId])).toEqual([
      ['entry-91204', null],
      ['comment-3', null],
    ]);
    expect(warnings).toContain('1 comments without number or words');
  });

  it('that asks for a confirmation or was taken away is an empty page', () => {
    expect(codeOf('<h1>Возможно, содержимое для взрослых</h1><form></form>')).toBe('E_PAGE_EMPTY');
  });

  it('is known where journals have no host of their own', () => {
    const url = 'https://users.livejournal.com/_ozero_/55.html';
    expect(parse(words('Лёд тает'), url).posts).toMatchObject([{ nativeId: 'entry-55', url, text: 'Лёд тает' }]);
  });

  it('quotes what it took over and names where that stands', () => {
    const from = '<a href="https://dvor.livejournal.com/7.html">Двор</a>';
    const [post] = parse(words(`Originally posted by <b>dvor</b> at ${from}<br>Мусор.`)).posts;
    expect(post).toMatchObject({
      text: '> Originally posted by dvor at Двор\n> Мусор.',
      repostOf: 'https://dvor.livejournal.com/7.html',
    });
  });
});

describe('a list of entries', () => {
  const list = 'https://ru-zaozersk.livejournal.com/';
  const title = (id: number, host = 'ru-zaozersk') =>
    `<h3 class="entryunit__title"><a href="https://${host}.livejournal.com/${id}.html">Запись ${id}</a></h3>`;

  it('leads to its own entries with how many comments they have, and one step back', () => {
    const page = `${title(1)}<a href="/1.html#comments">1 204 комментария</a>${title(2, 'drugoy')}<a href="?skip=20">3</a><a href="?skip=10">2</a>`;
    expect(parse(page, `${list}?format=light`).links).toEqual([
      { url: `${list}1.html?format=light`, rel: 'thread', changedAt: null, replies: 1_204 },
      { url: `${list}?skip=10&format=light`, rel: 'older', changedAt: null },
    ]);
  });

  it('without any is a redesign', () => {
    expect(codeOf('<main><p>Здесь было сообщество</p></main>', list)).toBe('E_PAGE_EMPTY');
    expect(codeOf('{"comments":[]}', `${list}x/__rpc_get_thread?itemid=1`)).toBe('E_PAGE_INVALID');
  });
});
