#!/usr/bin/env node
/**
 * Begins a new kind of source:  npm run new:source -- <kind> <url> --contact <mail or page> [--private]
 * Fetches the page by all the rules (robots.txt, one request at a time), takes names and numbers out of it, and writes an adapter that
 * reads its general structure, the recorded page and what the adapter makes of it. Needs a build (npm run build:server).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { distFolder, recordExpected } from './record-fixture.mjs';

const usage = 'usage: npm run new:source -- <kind> <url> --contact <mail or page> [--private]';

function stop(message) {
  console.error(`${message}\n${usage}`);
  process.exit(1);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { contact: { type: 'string' }, private: { type: 'boolean' } },
});
const [kind, url] = positionals;
if (kind === undefined || url === undefined) stop('Name the kind and an address.');
if (!/^[a-z][a-z0-9-]{1,40}$/.test(kind))
  stop(`«${kind}» is no name for a kind: use lower-case Latin letters, digits and hyphens.`);
if (!/^https?:\/\//.test(url)) stop(`«${url}» is no address: write it in full, with http:// or https://.`);
if (!values.contact) stop('Say who answers for the request: --contact.');

const root = new URL('../', import.meta.url);
const sourceFile = new URL(`crawlers/sources/${kind}.ts`, root);
if (existsSync(sourceFile)) stop(`Kind ${kind} exists already: ${fileURLToPath(sourceFile)}`);
const dist = distFolder();
const load = (path) => import(new URL(path, dist));

const { createFetcher } = await load('crawlers/fetch/fetcher.js');
const { createHostGate } = await load('crawlers/fetch/host-gate.js');
const { createMemoryFrontier } = await load('crawlers/schedule/memory-frontier.js');
const { silentLog } = await load('crawlers/log.js');
const { anonymise } = await load('crawlers/parse/anonymise.js');

const fetcher = createFetcher({ gate: createHostGate({ frontier: createMemoryFrontier() }), log: silentLog });
const passport = {
  ground: 'a page recorded by hand',
  terms: 'not stated',
  contact: values.contact,
  expires: '2999-12-31',
};
const source = {
  id: 'new',
  urls: [url],
  allowPrivateNetwork: values.private === true,
  passport,
  timeZone: 'Europe/Moscow',
  language: 'ru',
};
const fetched = await fetcher.fetchPage(url, { source }).catch((error) => stop(`${error.code ?? ''} ${error.message}`));
await fetcher.close();

const { page } = fetched;
const folder = new URL(`test/fixtures/${kind}/first/`, root);
mkdirSync(folder, { recursive: true });
const isJson = /^\s*[[{]/.test(page.body);
const isXml = !isJson && /^\s*<\?xml|<rss|<feed/i.test(page.body);
const { body, ...facts } = page;
writeFileSync(new URL(isJson ? 'body.json' : isXml ? 'page.xml' : 'page.html', folder), anonymise(body));
writeFileSync(new URL('page.json', folder), `${JSON.stringify(facts, null, 2)}\n`);

const adapter = `import type { Adapter, PageLink } from '../adapter.js';
import { articleLinks, olderListPage, readArticle } from '../parse/article.js';
import { readComments } from '../parse/comments.js';
import { finishPage } from '../parse/post.js';
import { parseTree } from '../parse/tree.js';

export const adapter: Adapter = {
  kind: '${kind}',
  title: '${kind}',
  notes: 'No key. Public pages; robots.txt of the host is obeyed.',
  limits: ['Reads the general structure of article, comments and list only.'],
  accepts: ['text/html', 'application/xhtml+xml', 'application/xml', 'text/xml'],
  parse(page) {
    const tree = parseTree(page.body);
    const article = readArticle(tree, page);
    const comments = readComments(tree, page, article?.threadId ?? null);
    const older = olderListPage(tree, page);
    const targets = article === null ? articleLinks(tree, page) : [];
    const links: PageLink[] = targets.map((url) => ({ url, rel: 'thread', changedAt: null }));
    if (older !== null) links.push({ url: older, rel: 'older', changedAt: null });
    const posts = article === null ? comments.posts : [article, ...comments.posts];
    return finishPage(page, { posts, links });
  },
};
`;
writeFileSync(sourceFile, adapter);
execFileSync('npx', ['tsc', '-p', 'tsconfig.build.json', '--outDir', fileURLToPath(dist)], {
  cwd: fileURLToPath(root),
  stdio: 'inherit',
});
try {
  const { posts, links } = await recordExpected(kind, folder, dist);
  console.log(
    `Written: crawlers/sources/${kind}.ts and test/fixtures/${kind}/first/ (${posts} posts, ${links} links).`,
  );
} catch (error) {
  writeFileSync(
    new URL('expected.json', folder),
    `${JSON.stringify({ posts: [], links: [], ttlMinutes: null, warnings: [] }, null, 2)}\n`,
  );
  console.log(
    `Written, but the general structure finds nothing on this page (${error.message}). Teach crawlers/sources/${kind}.ts to read it.`,
  );
}
console.log(
  'Next: read the recorded page for names that are left, mend the adapter, record a second page, run the tests.',
);
