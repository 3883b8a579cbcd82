import { describe, expect, it } from 'vitest';
import { readStructuredData, textAt, thingsAt } from '../../../crawlers/parse/structured-data.js';
import { parseTree } from '../../../crawlers/parse/tree.js';
import { adapter } from '../../../crawlers/sources/reviews.js';

function read(body: string) {
  const page = {
    url: 'https://site.example/place',
    body,
    contentType: 'text/html',
    fetchedAt: '2026-03-14T12:00:00.000Z',
    timeZone: 'Europe/Moscow',
  };
  return { ...readStructuredData(parseTree(body), page), posts: () => adapter.parse(page, source).posts };
}
const source = { urls: ['https://site.example/place'], depth: { pages: 3, topics: 20 }, language: 'ru' };
const ld = (value: unknown) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;

describe('structured data', () => {
  it('finds scripts however their tag is written, and names those that are not JSON', () => {
    const { things, damaged } = read(
      `<SCRIPT id=a type=application/ld+json>{"@type":"Place","name":"а"}</SCRIPT>
       <script type='application/ld+json; charset=utf-8'><!-- {"@type":"Place","name":"б"} --></script>
       <script type="application/ld+json">{"@type":"Place",}</script>
       <script>{"@type":"Place","name":"в"}</script>`,
    );
    expect(things.map((thing) => textAt(thing, 'name'))).toEqual(['а', 'б']);
    expect(damaged).toBe(1);
  });

  it('puts what is described elsewhere into the place of a reference, also in circles', () => {
    const { things } = read(
      ld({
        '@graph': [
          { '@type': 'Place', '@id': '#p', name: 'Парк', review: { '@id': '#r' } },
          { '@type': 'Review', '@id': '#r', itemReviewed: { '@id': '#p' }, reviewBody: 'Темно' },
        ],
      }),
    );
    const [park] = things;
    const [review] = park === undefined ? [] : thingsAt(park, 'review');
    expect(textAt(review ?? null, 'reviewBody')).toBe('Темно');
    expect(textAt(review ?? null, 'itemReviewed')).toBe('Парк');
  });

  it('reads microdata: nested things are no text of the outer ones, links are addresses, times their attribute', () => {
    const { things } = read(
      `<div itemscope itemtype="https://schema.org/Review" id="r7">
         <p itemprop="reviewBody">Грязно<span itemprop="author" itemscope itemtype="https://schema.org/Person"> — <b itemprop="name">Гость</b></span></p>
         <a itemprop="url" href="/r/7">ссылка</a><time itemprop="datePublished" datetime="2026-03-01">вчера</time>
       </div>`,
    );
    const review = things.find(({ types }) => types.includes('Review')) ?? null;
    expect(review?.id).toBe('r7');
    expect(textAt(review, 'reviewBody')).toBe('Грязно');
    expect(textAt(review, 'url')).toBe('https://site.example/r/7');
    expect(textAt(review, 'datePublished')).toBe('2026-03-01');
    expect(textAt(review, 'author')).toBe('Гость');
  });

  it('is not led astray by depth or by numbers of things', () => {
    const deep = `${'{"@type":"Place","review":'.repeat(3_000)}1${'}'.repeat(3_000)}`;
    expect(read(`<script type="application/ld+json">${deep}</script>`).things.length).toBeLessThan(30);
    const many = Array.from({ length: 9_000 }, () => ({ '@type': 'Place', name: 'а' }));
    expect(read(ld(many)).things).toHaveLength(5_000);
  });
});

describe('reviews', () => {
  const review = { '@type': 'Review', author: 'Гость', datePublished: '2026-03-01', reviewBody: 'Лифт стоит' };

  it('keep an id made of author, day and words where the site gives none', () => {
    const [once] = read(ld(review)).posts();
    const [again] = read(ld([{ ...review, reviewBody: 'Другой отзыв' }, review]))
      .posts()
      .slice(1);
    expect(once?.nativeId).toMatch(/^d[\w-]{21}$/);
    expect(again?.nativeId).toBe(once?.nativeId);
  });

  it('of other people with the same words are two', () => {
    expect(read(ld([review, { ...review, author: 'Сосед' }])).posts()).toHaveLength(2);
  });

  it('tell a rating only where it is a number', () => {
    const withRating = (ratingValue: unknown) =>
      read(ld({ ...review, reviewRating: { '@type': 'Rating', ratingValue, bestRating: 10 } })).posts()[0]?.text;
    expect(withRating('3.5')).toBe('оценка 3,5 из 10\n\nЛифт стоит');
    expect(withRating('хорошо')).toBe('Лифт стоит');
  });
});
