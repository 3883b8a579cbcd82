import { describe, expect, it } from 'vitest';
import { recogniseSite } from '../../../crawlers/parse/recognise.js';

const ways = (url: string, body: string) => recogniseSite({ url, body }).map((each) => `${each.kind} ${each.url}`);
const discourse =
  '<meta name="generator" content="Discourse 3.3.0 - https://github.com/discourse/discourse version x">';
const nodebb = (folder: string) => `<script defer src="${folder}/assets/nodebb.min.js?v=abc"></script>`;
const flarum = (api: string) =>
  `<div id="flarum-loading"></div><script id="flarum-json-payload" type="application/json">{"resources":[{"attributes":{"apiUrl":"${api}"}}]}</script>`;

describe('a site', () => {
  it.each([
    ['https://f.example/', discourse, ['discourse https://f.example/latest.json']],
    ['https://f.example/t/net-vody/17/5', discourse, ['discourse https://f.example/t/net-vody/17.json']],
    ['https://f.example/c/dvor/4', discourse, ['discourse https://f.example/c/dvor/4.json']],
    [
      'https://f.example/talk/c/dvor/4',
      `${discourse}<meta id="data-discourse-setup" data-base-uri="/talk">`,
      ['discourse https://f.example/talk/c/dvor/4.json'],
    ],
    ['https://n.example/', nodebb(''), ['nodebb https://n.example/api/recent']],
    [
      'https://n.example/forum/category/3/dvor',
      nodebb('/forum'),
      ['nodebb https://n.example/forum/api/category/3/dvor'],
    ],
    ['https://n.example/topic/9/svet?page=2', nodebb(''), ['nodebb https://n.example/api/topic/9/svet']],
    ['https://l.example/', flarum('https:\\/\\/l.example\\/api'), ['flarum https://l.example/api/discussions']],
    [
      'https://l.example/d/5-voda',
      flarum('https:\\/\\/l.example\\/api'),
      ['flarum https://l.example/api/discussions/5'],
    ],
    ['https://t.me/zaozersk', '<html></html>', ['telegram-channel https://t.me/s/zaozersk']],
    [
      'https://ru-zaozersk.livejournal.com/data/rss',
      '<rss></rss>',
      ['livejournal https://ru-zaozersk.livejournal.com/'],
    ],
    [
      'https://m.livejournal.com/read/user/ru_zaozersk/91204',
      '',
      ['livejournal https://ru-zaozersk.livejournal.com/91204.html'],
    ],
    ['https://m.livejournal.com/read/user/_ozero_', '', ['livejournal https://users.livejournal.com/_ozero_/']],
    ['https://ru-zaozersk.livejournal.com/', '', []],
    ['https://t.me/s/zaozersk', '<html></html>', []],
    ['https://t.me/zaozersk/17', '<html></html>', []],
  ])('at %s is known by its engine', (url, body, expected) => {
    expect(ways(url, body)).toEqual(expected);
  });

  it('names its API and its feeds', () => {
    const head = `<head><link rel="https://api.w.org/" href="https://w.example/wp-json/">
      <link rel="alternate" type="application/rss+xml" title="Лента" href="/feed/">
      <link rel='alternate' type='application/rss+xml' title='Комментарии' href='/comments/feed/'>
      <link rel="alternate" hreflang="en" href="/en/"></head>`;
    expect(ways('https://w.example/', head)).toEqual([
      'wordpress-comments https://w.example/wp-json/wp/v2/posts?_embed=1',
      'feed https://w.example/feed/',
      'feed https://w.example/comments/feed/',
    ]);
    expect(
      ways('https://w.example/', '<link rel="https://api.w.org/" href="https://w.example/?rest_route=/">'),
    ).toEqual(['wordpress-comments https://w.example/?rest_route=/wp/v2/posts&_embed=1']);
  });

  it('that gives nothing away gets no suggestion, nor does one that speaks of engines', () => {
    expect(ways('https://a.example/', '<p>Мы переехали с Discourse на Flarum и NodeBB.</p>')).toEqual([]);
    expect(ways('no address', discourse)).toEqual([]);
  });
});
