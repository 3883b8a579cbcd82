import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Page } from '../../../crawlers/adapter.js';
import { silentLog } from '../../../crawlers/log.js';
import { createPageParser, type PageParser } from '../../../crawlers/page-parser.js';
import { countAt, idAt, parseJson } from '../../../crawlers/parse/json.js';
import { loadRegistry, type Registry } from '../../../crawlers/registry.js';
import { createMemoryFrontier } from '../../../crawlers/schedule/memory-frontier.js';
import { createVisitor } from '../../../crawlers/visitor.js';
import { manualClock } from '../../../src/core/clock.js';
import { AppError } from '../../../src/core/errors.js';
import { parsedPostSchema } from '../../../src/core/post.js';
import { memoryParts, testSource } from '../../support/crawl-kit.js';
import { type Fixture, loadFixtures } from '../../support/fixtures.js';

const fixtures = loadFixtures().filter(({ page }) => /^\s*[[{]/.test(page.body));
const kinds = [...new Set(fixtures.map(({ kind }) => kind))];
const parseSource = { urls: ['http://example.org/'], depth: { pages: 3, topics: 20 }, language: 'ru' };
const page = (body: string): Page => ({
  url: 'http://example.org/x.json',
  body,
  contentType: 'application/json',
  fetchedAt: '2026-03-14T12:00:00.000Z',
  timeZone: 'Europe/Moscow',
});
let registry: Registry;
let parser: PageParser;
beforeAll(async () => {
  registry = await loadRegistry();
  parser = createPageParser({ registry });
});

function placeOf(body: string): [unknown, unknown] | 'read' {
  try {
    parseJson(page(body));
    return 'read';
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'E_PAGE_INVALID') throw error;
    return [error.details.line, error.details.column];
  }
}

describe('a page that must be JSON', () => {
  it.each([
    ['', 1, 1],
    ['<html>', 1, 1],
    ['{"a":1,}', 1, 8],
    ['{"a" 1}', 1, 6],
    ['{"a":1 "b":2}', 1, 8],
    ['{a:1}', 1, 2],
    ['[1,\n 2,\n tru]', 3, 2],
    ['[1,2', 1, 5],
    ['{"a":"да\nнет"}', 1, 6],
    ['[1]]', 1, 4],
    ['{"a":[1}}', 1, 8],
    ['[01]', 1, 3],
    ['{"a":"\\x"}', 1, 6],
    ['[,1]', 1, 2],
    ['1 2', 1, 3],
  ])('that is %j is refused with the place, line %i, column %i', (body, line, column) => {
    expect(placeOf(body)).toEqual([line, column]);
  });

  it('is read like any reader does, byte order mark or not, and a fault lies inside or at the end', () => {
    expect(parseJson(page('\ufeff{"a":[]}'))).toEqual({ a: [] });
    const damage = fc.tuple(fc.json({ maxDepth: 4 }), fc.nat(200), fc.constantFrom('', ',', '}', ']', '"', '\\', 'x'));
    fc.assert(
      fc.property(damage, ([text, at, mark]) => {
        const body = text.slice(0, at) + mark + text.slice(at + 1);
        const place = placeOf(body);
        if (place === 'read') expect(parseJson(page(body))).toEqual(JSON.parse(body));
        else expect(Number(place[1])).toBeLessThanOrEqual(body.length + 1);
      }),
      { numRuns: 500, seed: 11 },
    );
  });

  it('is refused however deep it is nested, without harm', () => {
    expect(placeOf('['.repeat(200_000))).toEqual([1, 200_001]);
    for (const kind of kinds)
      expect(codeOf(kind, `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).not.toBe('read');
  });

  it('gives ids and counts as numbers or digits, and nothing for what is none', () => {
    const record = { id: 7, text: ' 8 ', zero: 0, none: '', minus: -1, half: 1.5, big: 1e300, list: [1] };
    expect(['id', 'text', 'zero', 'none', 'minus', 'half', 'big', 'list'].map((key) => idAt(record, key))).toEqual([
      '7',
      '8',
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(['id', 'zero', 'minus', 'half', 'big', 'list', 'absent'].map((key) => countAt(record, key))).toEqual([
      7,
      0,
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});

function codeOf(kind: string, body: string): string {
  try {
    registry.get(kind).parse(page(body), parseSource);
    return 'read';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

/** All places of a value, as paths. */
function pathsOf(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  const own = path.length === 0 ? [] : [path];
  if (typeof value !== 'object' || value === null) return own;
  return [...own, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

function replaceAt(root: unknown, path: readonly (string | number)[], by: unknown): void {
  let at = root as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) {
    const next = at[key];
    if (typeof next !== 'object' || next === null) return;
    at = next as Record<string | number, unknown>;
  }
  const last = path.at(-1) as string | number;
  if (by === undefined) delete at[last];
  else at[last] = by;
}

describe('every kind that reads JSON', () => {
  it('throws nothing uncatalogued and makes no broken post when fields are missing or of another type', () => {
    const values = [undefined, null, 0, -1, 1.5, '', 'x', '<p>', '//', [], {}, [null], [[1]], true, '2999-01-01'];
    const damage = fc.record({
      which: fc.nat(fixtures.length - 1),
      changes: fc.array(fc.tuple(fc.nat(5_000), fc.nat(values.length - 1)), { minLength: 1, maxLength: 8 }),
    });
    fc.assert(
      fc.property(damage, ({ which, changes }) => {
        const fixture = fixtures[which] as Fixture;
        const root: unknown = JSON.parse(fixture.page.body);
        const paths = pathsOf(root);
        for (const [at, value] of changes) replaceAt(root, paths[at % paths.length] ?? [], values[value]);
        try {
          const changed = { ...fixture.page, body: JSON.stringify(root) };
          const { posts, links } = registry.get(fixture.kind).parse(changed, parseSource);
          for (const post of posts) expect(parsedPostSchema.safeParse(post).success).toBe(true);
          for (const link of links) expect(URL.canParse(link.url)).toBe(true);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          expect(['E_PAGE_EMPTY', 'E_PAGE_INVALID']).toContain(error.code);
        }
      }),
      { numRuns: 600, seed: 5 },
    );
  });

  it('takes a feed in JSON by the name of its format only', () => {
    const items = '"items":[{"id":"1","content_text":"Яма"}]';
    expect(codeOf('feed', `{"version":"https://jsonfeed.org/version/1.1",${items}}`)).toBe('read');
    expect(codeOf('feed', `{"version":"1.1",${items}}`)).toBe('E_PAGE_INVALID');
    expect(codeOf('feed', '{"version":"https://jsonfeed.org/version/1.1","items":[]}')).toBe('E_PAGE_EMPTY');
    expect(codeOf('feed', '{"version":"https://jsonfeed.org/version/1.1","items":')).toBe('E_PAGE_INVALID');
  });

  it('takes JSON by its media type, refuses pages for people by theirs, and JSON of another engine by its shape', async () => {
    for (const { kind, page: recorded } of fixtures) {
      await expect(parser.parse(kind, recorded, parseSource)).resolves.toBeDefined();
      for (const other of kinds)
        if (other !== kind)
          await expect(parser.parse(other, recorded, parseSource)).rejects.toMatchObject({ code: 'E_PAGE_INVALID' });
    }
    for (const kind of kinds.filter((each) => !registry.get(each).accepts.includes('text/html'))) {
      const html = { ...page('<p>'), contentType: 'text/html' };
      await expect(parser.parse(kind, html, parseSource)).rejects.toThrow('«text/html»');
    }
  });
});

describe('a visit to a forum that answers in JSON', () => {
  it('goes from the list to the end of a topic and back, on the same host only', async () => {
    const host = 'https://forum.zaozersk.example';
    const post = (number: number) => ({
      id: 100 + number,
      topic_id: 7,
      topic_slug: 'voda',
      post_number: number,
      cooked: `<p>Сообщение ${number}</p>`,
      created_at: new Date(Date.UTC(2026, 2, 10, 8, number)).toISOString(),
      user_id: number,
    });
    const numbers = Array.from({ length: 45 }, (_, at) => at + 1);
    const topic = (from: number) => ({
      id: 7,
      slug: 'voda',
      title: 'Вода',
      posts_count: 45,
      chunk_size: 20,
      post_stream: { posts: numbers.slice(from, from + 20).map(post), stream: numbers.map((number) => 100 + number) },
    });
    const bodies: Record<string, unknown> = {
      '/latest.json': {
        topic_list: {
          topics: [{ id: 7, slug: 'voda', posts_count: 45, bumped_at: '2026-03-10T08:45:00.000Z' }],
          more_topics_url: 'https://elsewhere.example/latest?page=1',
        },
      },
      '/t/voda/7.json?page=3': topic(40),
      '/t/voda/7.json?page=2': topic(20),
      '/t/voda/7.json': topic(0),
    };
    const clock = manualClock(Date.UTC(2026, 2, 14, 12));
    const frontier = createMemoryFrontier();
    const source = testSource({ id: 'forum', kind: 'discourse', urls: [`${host}/latest.json`] });
    const parts = memoryParts([source], (at, posts) => frontier.indexed(at, posts));
    const asked: string[] = [];
    const visitor = createVisitor({
      frontier,
      fetcher: {
        async fetchPage(url) {
          const { pathname, search } = new URL(url);
          asked.push(pathname + search);
          const body = JSON.stringify(bodies[pathname + search]);
          const rest = {
            etag: null,
            lastModified: null,
            charset: 'utf-8',
            bytes: 1,
            freshMinutes: null,
            robotsTags: [],
          };
          return { status: 'ok', page: { ...page(body), url }, ...rest };
        },
      },
      parser,
      sink: parts.sink,
      deadLetters: parts.deadLetters,
      rawPages: parts.rawPages,
      posts: parts.posts,
      getSource: parts.store.get,
      authorKey: 'key',
      maskText: (text) => text,
      clock,
      log: silentLog,
    });
    await frontier.seed([source], [], clock.now());
    for (;;) {
      const [visit] = await frontier.popDue(clock.now(), 1, { leaseMs: 1_000, perHost: 5 });
      if (visit === undefined) break;
      expect((await visitor.visit(visit)).error).toBeNull();
    }
    expect(asked).toEqual(['/latest.json', '/t/voda/7.json?page=3', '/t/voda/7.json?page=2', '/t/voda/7.json']);
    expect(parts.nativeIds()).toHaveLength(45);
    expect(new Set(parts.nativeIds()).size).toBe(45);
  });
});

describe('an empty list of WordPress', () => {
  const parse = (query: string) =>
    registry.get('wordpress-comments').parse({ ...page('[]'), url: `http://example.org/c${query}` }, parseSource);

  it('is the end of a list that was full to the last page, or an article without comments', () => {
    const nothing = { posts: [], links: [], ttlMinutes: null, warnings: [] };
    expect(parse('?per_page=10&page=5')).toEqual(nothing);
    expect(parse('?post=7&per_page=100')).toEqual(nothing);
  });

  it('is said loudly where a list begins', () => {
    expect(() => parse('?per_page=10')).toThrowError(/neither posts nor links/);
  });
});
