import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonLd, readMicrodata, textAt } from '../../../crawlers/parse/schema-org.js';
import { parseTree } from '../../../crawlers/parse/tree.js';
import { adapter } from '../../../crawlers/sources/reviews.js';
import { AppError } from '../../../src/core/errors.js';
import { parsedPostSchema } from '../../../src/core/post.js';

const url = 'https://otzyvy.example/place/7';
const source = { urls: [url], depth: { pages: 3, topics: 20 }, language: 'ru' };
const facts = { contentType: 'text/html', fetchedAt: '2026-03-14T12:00:00.000Z', timeZone: 'Europe/Moscow' };
const parse = (body: string, at = url) => adapter.parse({ ...facts, url: at, body }, source);
const script = (value: unknown) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;
const review = (body: string, more: object = {}) => ({ '@type': 'Review', reviewBody: body, ...more });

function codeOf(body: string): string {
  try {
    parse(body);
    return 'read';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

describe('things that a page describes', () => {
  it('may point at each other in a ring, and each is read once', () => {
    const ring = [
      { '@id': '#a', '@type': 'Place', name: 'Парк', review: [{ '@id': '#r' }, { '@id': '#r' }] },
      { '@id': '#r', ...review('Темно по вечерам'), itemReviewed: { '@id': '#a' } },
    ];
    const { posts } = parse(script({ '@graph': ring }));
    expect(posts).toHaveLength(1);
    expect(parse(script({ '@graph': ring })).warnings).toEqual(['1 posts without a time that could be read']);
    expect(posts[0]?.attachments).toEqual([{ type: 'other', alt: 'Парк' }]);
    const { items } = readJsonLd({ body: script({ '@id': '#x', '@type': 'Thing', name: { '@id': '#x' } }) });
    expect(textAt(items[0] ?? null, 'name')).toBe('');
  });

  it('are read however many point at one place', () => {
    const many = Array.from({ length: 300 }, (_, at) => ({
      ...review(`Отзыв номер ${at}`),
      '@id': `#r${at}`,
      itemReviewed: { '@id': '#p' },
    }));
    const place = {
      '@id': '#p',
      '@type': 'Place',
      name: 'Рынок',
      review: many.map((each) => ({ '@id': each['@id'] })),
    };
    const { posts } = parse(script([place, ...many]));
    expect(posts).toHaveLength(300);
    expect(posts.every(({ attachments }) => attachments[0]?.alt === 'Рынок')).toBe(true);
  });

  it('do no harm when they are nested without end', () => {
    const deep = `${'{"@type":"Review","itemReviewed":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    expect(codeOf(`<script type="application/ld+json">${deep}</script>`)).toBe('E_PAGE_EMPTY');
  });

  it('have the values that the markup standard says', () => {
    const [item] = readMicrodata(
      parseTree(`<div itemscope itemtype="https://schema.org/Thing" itemid="urn:x">
        <a itemprop="url" href="/x">здесь</a><meta itemprop="number" content=" 5 "><time itemprop="day" datetime="2026-03-01">первого</time>
        <p itemprop="text">раз<br>два</p><div itemprop="part other" itemscope><b itemprop="name">Часть</b></div></div>`),
      { url },
    );
    const value = (name: string) => textAt(item ?? null, name);
    expect(['url', 'number', 'day', 'text', 'part', 'other', 'name'].map(value)).toEqual([
      'https://otzyvy.example/x',
      '5',
      '2026-03-01',
      'раз\nдва',
      'Часть',
      'Часть',
      '',
    ]);
    expect(item?.id).toBe('urn:x');
  });
});

describe('reviews', () => {
  it('that stand in markup and in a script are one, with what each of both knows', () => {
    const words = 'Очередь в регистратуру с шести утра, и никто не выходит к людям до самого обеда, так каждую неделю';
    const markup = `<div itemscope itemtype="https://schema.org/Review" id="review-9"><p itemprop="reviewBody">${words}</p></div>`;
    const { posts } = parse(`${script(review(`${words.slice(0, 85)}…`, { datePublished: '2026-03-01' }))}${markup}`);
    expect(posts).toMatchObject([
      { nativeId: 'review-9', text: words, rawTime: '2026-03-01', url: `${url}#review-9`, timePrecision: 'day' },
    ]);
  });

  it('keep an id of their own on whatever page they stand, and lose none to an address that they share', () => {
    const list = [review('Нет тепла', { url }), review('Нет воды', { url: `${url}/all` })];
    const page = script([...list, review('Нет света', { url: `${url}/all` }), review('Яма', { url: `${url}#r-4` })]);
    const [first, second] = [parse(page).posts, parse(page, `${url}?page=2`).posts];
    expect(first.map(({ nativeId }) => nativeId)).toEqual(
      second.map(({ nativeId }) => nativeId).with(0, first[0]?.nativeId ?? ''),
    );
    expect(new Set(first.map(({ nativeId }) => nativeId)).size).toBe(4);
    expect(first[3]?.nativeId).toBe(`${url}#r-4`);
  });

  it.each([
    [{ ratingValue: '2' }, 'Холодно\n\nОценка: 2 из 5'],
    [{ ratingValue: '4,5', bestRating: 10 }, 'Холодно\n\nОценка: 4.5 из 10'],
    [{ ratingValue: 80 }, 'Холодно'],
    [{ ratingValue: 'плохо' }, 'Холодно'],
    [{}, 'Холодно'],
  ])('tell their mark %j in the last line where it is one', (rating, text) => {
    expect(parse(script(review('Холодно', { reviewRating: { '@type': 'Rating', ...rating } }))).posts[0]?.text).toBe(
      text,
    );
  });

  it('of a place that has none yet are nothing to be alarmed by, a page that counts some and shows none is', () => {
    const place = (count: unknown) =>
      script({
        '@type': 'Hospital',
        name: 'Больница',
        aggregateRating: { '@type': 'AggregateRating', reviewCount: count },
      });
    expect(parse(place(0)).warnings).toEqual(['nothing was written here yet']);
    expect(codeOf(place(5))).toBe('E_PAGE_EMPTY');
    expect(codeOf(script({ '@type': 'Organization', name: 'Сайт' }))).toBe('E_PAGE_EMPTY');
    expect(codeOf(script(review('', { reviewRating: { ratingValue: 5 } })))).toBe('E_PAGE_EMPTY');
  });

  it('are sound or missing when anything in a script is of another type', () => {
    const value = fc.oneof(
      fc.constantFrom(null, 0, -1, 1e300, true, '', '<p>', '//', '2999-01-01', [], {}, [[1]]),
      fc.string(),
    );
    const names = [
      '@id',
      '@type',
      'url',
      'name',
      'author',
      'datePublished',
      'reviewRating',
      'itemReviewed',
      'comment',
      'identifier',
      'positiveNotes',
    ];
    const damage = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 });
    fc.assert(
      fc.property(damage, damage, (one, other) => {
        try {
          const { posts, links } = parse(
            script([
              review('Течёт крыша', one),
              review('Нет света', { itemReviewed: other, author: other, comment: [other] }),
            ]),
          );
          for (const post of posts) expect(parsedPostSchema.safeParse(post).success).toBe(true);
          for (const link of links) expect(URL.canParse(link.url)).toBe(true);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          expect(['E_PAGE_EMPTY', 'E_PAGE_INVALID']).toContain(error.code);
        }
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});
