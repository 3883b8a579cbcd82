import type { Page } from '../adapter.js';
import { absoluteUrl } from './links.js';
import { attribute, byName, findAll, parseTree } from './tree.js';

/** A way to read a site that its own page gives away. */
export interface Suggestion {
  kind: string;
  /** Address to watch. */
  url: string;
  /** What on the page says so, for people. */
  why: string;
  /** The engine's own data: better than whatever is found on its pages for people. */
  isEngine: boolean;
}

/** Feeds named in the head of one page; comments and tags may have their own. */
const MAX_FEEDS = 3;
const FEED_TYPES = new Set(['application/rss+xml', 'application/atom+xml', 'application/feed+json']);

/** Path of a page below the folder that its site lies in; the whole path when it lies elsewhere. */
function pathBelow(folder: string, url: URL): string {
  return folder !== '' && url.pathname.startsWith(`${folder}/`) ? url.pathname.slice(folder.length) : url.pathname;
}

function ofDiscourse(url: URL, body: string): string | null {
  if (!/<meta name="generator" content="Discourse|id="data-discourse-setup"|\bdata-discourse-/i.test(body)) return null;
  const folder = (/data-base-uri="([^"]{0,200})"/.exec(body)?.[1] ?? '').replace(/\/+$/, '');
  const path = pathBelow(folder, url);
  const topic = /^\/t\/(?:[^/]+\/)?\d+/.exec(path)?.[0];
  const category = /^\/c\/.*\d+/.exec(path)?.[0];
  return `${url.origin}${folder}${topic ?? category ?? '/latest'}.json`;
}

function ofNodebb(url: URL, body: string): string | null {
  const asset = /(?:src|href)="([^"]{0,200})\/assets\/nodebb[\w.-]*\.js/.exec(body)?.[1];
  if (asset === undefined) return null;
  const folder = URL.canParse(asset, url.href) ? new URL(asset || '/', url.href).pathname.replace(/\/+$/, '') : '';
  const page = /^\/(?:category|topic)\/\d+(?:\/[^/]+)?/.exec(pathBelow(folder, url))?.[0];
  return `${url.origin}${folder}/api${page ?? '/recent'}`;
}

function ofFlarum(url: URL, body: string): string | null {
  if (!/id="flarum-(?:json-payload|loading|content)"|\bflarum\.core\b/.test(body)) return null;
  const named = /"apiUrl":\s*"([^"]{1,300})"/.exec(body)?.[1]?.replaceAll('\\/', '/');
  const api = absoluteUrl(named ?? '/api', url.href) ?? `${url.origin}/api`;
  const discussion = /\/d\/(\d+)/.exec(url.pathname)?.[1];
  return `${api.replace(/\/+$/, '')}/discussions${discussion === undefined ? '' : `/${discussion}`}`;
}

function ofTelegram(url: URL): string | null {
  if (!/^(?:www\.)?(?:t|telegram)\.me$/.test(url.hostname)) return null;
  const name = /^\/([A-Za-z]\w{3,31})\/?$/.exec(url.pathname)?.[1];
  return name === undefined ? null : `https://t.me/s/${name}`;
}

/** A journal by the address of its feed or of its pages for telephones. */
function ofLiveJournal(url: URL): string | null {
  if (/^\/data\/(?:rss|atom)\/?$/.test(url.pathname) && /^[\w-]+\.livejournal\.com$/.test(url.hostname))
    return `${url.origin}/`;
  if (url.hostname !== 'm.livejournal.com') return null;
  const [, name = '', entry] = /^\/read\/user\/(\w{1,40})(?:\/(\d+))?(?:\/|$)/.exec(url.pathname) ?? [];
  if (name === '') return null;
  const isHost = /^[a-z\d]\w*[a-z\d]$/i.test(name);
  const origin = `https://${isHost ? name.toLowerCase().replaceAll('_', '-') : 'users'}.livejournal.com`;
  return `${origin}/${isHost ? '' : `${name}/`}${entry === undefined ? '' : `${entry}.html`}`;
}

const engines = [
  { kind: 'discourse', of: ofDiscourse, why: 'the page is made by Discourse' },
  { kind: 'nodebb', of: ofNodebb, why: 'the page is made by NodeBB' },
  { kind: 'flarum', of: ofFlarum, why: 'the page is made by Flarum' },
  { kind: 'livejournal', of: ofLiveJournal, why: 'entries are read with their comments' },
  { kind: 'telegram-channel', of: ofTelegram, why: 'a channel is read in its public preview' },
] as const;

/**
 * Other addresses under which the site of a page is better, or also, read: the data of its engine, the API of WordPress, feeds named in its head. Pure;
 * nothing is promised: reading the address shows whether it is so.
 */
export function recogniseSite(page: Pick<Page, 'url' | 'body'>): Suggestion[] {
  if (!URL.canParse(page.url)) return [];
  const url = new URL(page.url);
  const found: Suggestion[] = [];
  for (const { kind, of, why } of engines) {
    const address = of(url, page.body);
    if (address !== null && address !== page.url) found.push({ kind, url: address, why, isEngine: true });
  }
  if (!/<link\b/i.test(page.body)) return found;
  const links = findAll(parseTree(page.body), byName('link'));
  const wordpress = links.find((link) => attribute(link, 'rel') === 'https://api.w.org/');
  const api = absoluteUrl(attribute(wordpress ?? null, 'href'), page.url);
  if (api !== null) {
    const posts = api.includes('?') ? `${api}wp/v2/posts&_embed=1` : `${api.replace(/\/*$/, '/')}wp/v2/posts?_embed=1`;
    const why = 'the page names the API of WordPress';
    found.push({ kind: 'wordpress-comments', url: posts, why, isEngine: false });
  }
  const feeds = links.filter(
    (link) =>
      /\balternate\b/i.test(attribute(link, 'rel') ?? '') &&
      FEED_TYPES.has((attribute(link, 'type') ?? '').toLowerCase().trim()),
  );
  const addresses = new Set(feeds.map((link) => absoluteUrl(attribute(link, 'href'), page.url)));
  for (const address of [...addresses].slice(0, MAX_FEEDS)) {
    if (address !== null && address !== page.url)
      found.push({ kind: 'feed', url: address, why: 'the page names this feed', isEngine: false });
  }
  return found;
}
