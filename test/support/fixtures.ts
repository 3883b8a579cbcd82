import { readdirSync, readFileSync } from 'node:fs';
import type { Page, ParsedPage } from '../../crawlers/adapter.js';
import { decodeBody } from '../../crawlers/fetch/charset.js';

const root = new URL('../fixtures/', import.meta.url);

export interface Fixture {
  kind: string;
  name: string;
  page: Page;
  expected: ParsedPage;
}

/** Fixtures of other rooms. */
const noPages = new Set(['places', 'snowball-russian', 'tiny-model', 'token-ids']);

/** All recorded pages: test/fixtures/<kind>/<name>/{page.html|page.xml|body.json, page.json, expected.json}. */
export function loadFixtures(): Fixture[] {
  const list = (folder: URL) => readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const kinds = list(root).filter(({ name }) => !noPages.has(name));
  return kinds.flatMap(({ name: kind }) =>
    list(new URL(`${kind}/`, root)).map(({ name }) => {
      const folder = new URL(`${kind}/${name}/`, root);
      const file =
        readdirSync(folder).find((entry) => /^(?:page\.(?:html|xml)|body\.json)$/.test(entry)) ?? 'page.html';
      const facts = JSON.parse(readFileSync(new URL('page.json', folder), 'utf8')) as Omit<Page, 'body'>;
      const body = decodeBody(readFileSync(new URL(file, folder)), null).text;
      const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as ParsedPage;
      return { kind, name, page: { ...facts, body }, expected };
    }),
  );
}
