import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Adapter, Page } from '../../../crawlers/adapter.js';
import { weightOf } from '../../../crawlers/inspect.js';
import { createRegistry, loadRegistry, type Registry } from '../../../crawlers/registry.js';
import { AppError } from '../../../src/core/errors.js';
import { parsedPostSchema } from '../../../src/core/post.js';
import { type Fixture, loadFixtures } from '../../support/fixtures.js';

const fixtures = loadFixtures();
const adapterFiles = readdirSync(new URL('../../../crawlers/sources/', import.meta.url))
  .map((file) => file.replace(/\.ts$/, ''))
  .sort();
const source = { urls: ['http://example.org/'], depth: { pages: 3, topics: 20 }, language: 'ru' };
/** What a page without anything looks like where it is no HTML. */
const emptyPages: Readonly<Record<string, string>> = {
  discourse: '{"topic_list":{"topics":[]}}',
  feed: '<?xml version="1.0"?><rss version="2.0"><channel><title>Пусто</title></channel></rss>',
  flarum: '{"data":[],"links":{"first":"http://example.org/api/discussions"}}',
  max: '{"messages":[{"timestamp":1}]}',
  nodebb: '{"topics":[],"pagination":{"next":{"active":false}}}',
  vk: '{"response":{"count":1,"items":[{"number":1}]}}',
  odnoklassniki: '{"media_topics":[{"number":1}]}',
  open311: '<?xml version="1.0"?><service_requests></service_requests>',
  'wordpress-comments': '[]',
};
let registry: Registry;
beforeAll(async () => {
  registry = await loadRegistry();
});

const parse = ({ kind, page }: Pick<Fixture, 'kind' | 'page'>) => registry.get(kind).parse(page, source);

describe('every adapter', () => {
  it('is found by its file and has two recorded pages at least', () => {
    expect(registry.kinds()).toEqual(adapterFiles);
    for (const kind of registry.kinds())
      expect(fixtures.filter((fixture) => fixture.kind === kind).length).toBeGreaterThan(1);
  });

  it('says what it is, what it may and what it cannot', () => {
    for (const { title, notes, limits, accepts } of registry.all()) {
      expect(title.length).toBeGreaterThan(5);
      expect(notes.length).toBeGreaterThan(20);
      expect(limits.length).toBeGreaterThan(0);
      expect(accepts.length).toBeGreaterThan(0);
    }
  });

  it.each(fixtures)('reads $kind/$name as recorded, twice the same', (fixture) => {
    const first = parse(fixture);
    expect(first).toEqual(fixture.expected);
    expect(parse(fixture)).toEqual(first);
  });

  it.each(fixtures)(
    'gives valid posts with unique ids and times that are not in the future on $kind/$name',
    (fixture) => {
      const { posts, links } = parse(fixture);
      for (const post of posts) {
        expect(parsedPostSchema.parse(post)).toEqual(post);
        if (post.publishedAt !== null) {
          expect(post.rawTime).not.toBeNull();
          expect(post.publishedAt <= fixture.page.fetchedAt).toBe(true);
        } else expect(post.timePrecision).toBe('unknown');
      }
      expect(new Set(posts.map((post) => post.nativeId)).size).toBe(posts.length);
      for (const link of links) expect(new URL(link.url).protocol).toMatch(/^https?:$/);
    },
  );

  it.each(fixtures)('finds more on $kind/$name than any other kind does', (fixture) => {
    const weight = (adapter: Adapter): number => {
      try {
        return weightOf(adapter.parse(fixture.page, source));
      } catch {
        return -1; // the other kinds find nothing here, which is what they should
      }
    };
    const others = registry.all().filter(({ kind }) => kind !== fixture.kind);
    expect(Math.max(...others.map(weight))).toBeLessThan(weight(registry.get(fixture.kind)));
  });

  it.each(fixtures)('keeps ids when $kind/$name is read later', (fixture) => {
    const later = { ...fixture.page, fetchedAt: '2026-03-14T12:01:00.000Z' };
    const ids = (page: Page) => parse({ ...fixture, page }).posts.map((post) => post.nativeId);
    expect(ids(later)).toEqual(ids(fixture.page));
  });

  it('calls a page without posts and links empty, whatever else is on it', () => {
    const html =
      '<!DOCTYPE html><html><head><title>Мы обновились</title></head><body><div id="app"><p>Скоро</p></div></body></html>';
    for (const adapter of registry.all()) {
      const own = emptyPages[adapter.kind];
      expect(codeOf(adapter, own ?? html), adapter.kind).toBe('E_PAGE_EMPTY');
      if (own !== undefined) expect(codeOf(adapter, html), adapter.kind).toBe('E_PAGE_INVALID');
    }
  });

  it('refuses half a megabyte of open elements at once', () => {
    const poison = '<div>'.repeat(100_000);
    // What takes quadratic time ends at the test's limit of half a minute.
    for (const adapter of registry.all()) {
      const body = adapter.kind === 'feed' ? `<rss>${poison}` : poison;
      expect(codeOf(adapter, body), adapter.kind).toBe('E_PAGE_INVALID');
    }
  });

  it('invents no post and throws nothing uncatalogued on damaged pages', () => {
    // Pages in JSON are damaged value by value in json-pages.test.ts.
    const marked = fixtures.filter(({ page }) => /^\s*</.test(page.body));
    const known = new Map(
      marked.map((fixture) => [fixture, new Set(parse(fixture).posts.map((post) => post.nativeId))]),
    );
    const damage = fc.record({
      which: fc.nat(marked.length - 1),
      cut: fc.double({ min: 0, max: 1, noNaN: true }),
      drops: fc.array(fc.nat(2_000), { maxLength: 12 }),
      doubles: fc.array(fc.nat(2_000), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(damage, ({ which, cut, drops, doubles }) => {
        const fixture = marked[which] as Fixture;
        const pieces = fixture.page.body.split(/(?=<)/);
        for (const at of drops) pieces.splice(at % pieces.length, 1, '');
        for (const at of doubles) pieces.splice(at % pieces.length, 0, pieces[at % pieces.length] as string);
        const text = pieces.join('');
        const body = text.slice(0, Math.ceil(text.length * (cut < 0.5 ? 1 : cut)));
        try {
          for (const post of parse({ ...fixture, page: { ...fixture.page, body } }).posts) {
            expect(parsedPostSchema.safeParse(post).success).toBe(true);
            const isMade = /^(?:d[\w-]{21}|article-\/.*)$/.test(post.nativeId) || /^https?:/.test(post.nativeId);
            // Engines' own numbers can only be lost; ids made from an address or text may change with it.
            if (!isMade) expect(isKnown(known.get(fixture), post.nativeId)).toBe(true);
          }
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          expect(['E_PAGE_EMPTY', 'E_PAGE_INVALID']).toContain(error.code);
        }
      }),
      { numRuns: 400, seed: 7 },
    );
  });

  it('is unknown by any other name, and the message lists the names', () => {
    const names = registry.kinds().join(', ');
    expect(() => registry.get('pigeon')).toThrowError(`There is no source kind «pigeon». Known kinds: ${names}.`);
    expect(createRegistry([]).kinds()).toEqual([]);
  });
});

/** A cut tag may cut a number short; nothing else may appear. */
function isKnown(ids: Set<string> | undefined, id: string): boolean {
  return [...(ids ?? [])].some((own) => own === id || own.startsWith(id));
}

function codeOf(adapter: Adapter, body: string): string {
  const page = {
    url: 'http://example.org/x',
    body,
    contentType: '',
    fetchedAt: '2026-03-14T12:00:00.000Z',
    timeZone: 'Europe/Moscow',
  };
  try {
    adapter.parse(page, source);
    return 'read';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}
