#!/usr/bin/env node
/**
 * Writes what the adapters make of the recorded pages into expected.json:
 *   node scripts/record-fixture.mjs [kind[/name]] …
 * Read the difference before committing it: it is the test. Needs a build (npm run build:server).
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const root = new URL('../test/fixtures/', import.meta.url);

/** Folder of the compiled collector; OTKLIK_DIST names another one. */
export function distFolder() {
  const chosen = process.env.OTKLIK_DIST;
  const dist =
    chosen === undefined ? new URL('../dist/', import.meta.url) : pathToFileURL(`${chosen.replace(/\/+$/, '')}/`);
  if (!existsSync(new URL('crawlers/registry.js', dist))) {
    console.error('The collector is not built. Run: npm run build:server');
    process.exit(1);
  }
  return dist;
}

/** Parses one fixture folder and writes expected.json; returns the number of posts and links. */
export async function recordExpected(kind, folder, dist) {
  const { loadRegistry } = await import(new URL('crawlers/registry.js', dist));
  const { decodeBody } = await import(new URL('crawlers/fetch/charset.js', dist));
  const file = readdirSync(folder).find((entry) => /^(?:page\.(?:html|xml)|body\.json)$/.test(entry));
  const facts = JSON.parse(readFileSync(new URL('page.json', folder), 'utf8'));
  const body = decodeBody(readFileSync(new URL(file, folder)), null).text;
  const source = { urls: [facts.url], depth: { pages: 3, topics: 20 }, language: 'ru' };
  const parsed = (await loadRegistry()).get(kind).parse({ ...facts, body }, source);
  writeFileSync(new URL('expected.json', folder), `${JSON.stringify(parsed, null, 2)}\n`);
  return { posts: parsed.posts.length, links: parsed.links.length };
}

async function main() {
  const wanted = process.argv.slice(2);
  const dist = distFolder();
  const folders = (at) => readdirSync(at, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name: kind } of folders(root)) {
    for (const { name } of folders(new URL(`${kind}/`, root))) {
      if (wanted.length > 0 && !wanted.includes(kind) && !wanted.includes(`${kind}/${name}`)) continue;
      const folder = new URL(`${kind}/${name}/`, root);
      if (!existsSync(new URL('page.json', folder))) continue; // a fixture of another room
      const { posts, links } = await recordExpected(kind, folder, dist);
      console.log(`${kind}/${name}: ${posts} posts, ${links} links`);
    }
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
