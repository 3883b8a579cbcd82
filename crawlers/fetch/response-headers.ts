import type { IncomingHttpHeaders } from 'node:http';

/** What the headers of an answer say about the page. Pure. */

/** Value of a header; several of one name as a list. */
export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** Longest freshness that is believed: a page that should not change for a year is looked at tomorrow. */
const MOST_FRESH_MINUTES = 1_440;

/** Freshness by Cache-Control (max-age) or, without it, Expires (RFC 9111), minutes, at most a day; null when there is none or caching is off. */
export function freshMinutesOf(headers: IncomingHttpHeaders, nowMs: number): number | null {
  const control = header(headers, 'cache-control') ?? '';
  if (/\bno-(?:cache|store)\b/i.test(control)) return null;
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,10})/i.exec(control)?.[1];
  const until = header(headers, 'expires');
  if (maxAge === undefined && until === undefined) return null;
  const expires = Date.parse(until ?? '');
  const date = Date.parse(header(headers, 'date') ?? '');
  const age = Number(/^\d{1,10}$/.exec(header(headers, 'age') ?? '')?.[0] ?? 0);
  const seconds = maxAge === undefined ? (expires - (Number.isNaN(date) ? nowMs : date)) / 1_000 : Number(maxAge);
  if (Number.isNaN(seconds)) return null;
  const minutes = (seconds - age) / 60;
  return minutes > 0 ? Math.min(minutes, MOST_FRESH_MINUTES) : null;
}

/** Name by which pages may speak to this crawler alone. */
const OWN_NAME = 'otklik';

/**
 * What X-Robots-Tag and <meta name="robots"> ask of all robots or of this one, e.g. ['noindex', 'nofollow']; sorted, small letters. They speak to search engines; a
 * page that asks not to be indexed is shown nowhere by this product, so they are noted for the person who answers for the source.
 */
export function robotsTags(headers: IncomingHttpHeaders, body: string): string[] {
  const found = new Set<string>();
  const take = (text: string): void => {
    let isForUs = true;
    for (const part of text.toLowerCase().split(',')) {
      const [name, rule] =
        part.includes(':') && !/^\s*unavailable_after\s*:/.test(part) ? part.split(/:(.*)/s) : [undefined, part];
      // A name holds for what follows it, as far as the next name.
      if (name !== undefined) isForUs = ['*', OWN_NAME, 'robots'].includes(name.trim());
      const word = (rule ?? '').trim();
      if (isForUs && /^[a-z-]{2,30}$/.test(word)) found.add(word);
    }
  };
  take(header(headers, 'x-robots-tag') ?? '');
  for (const [tag] of body.slice(0, HEAD_CHARACTERS).matchAll(/<meta\b[^>]{0,500}>/gi)) {
    const of = /\bname\s*=\s*["']?\s*(robots|otklik)\b/i.exec(tag);
    const content = /\bcontent\s*=\s*(?:"([^"]{0,300})"|'([^']{0,300})'|([^\s"'>]{1,100}))/i.exec(tag);
    if (of !== null && content !== null) take(content[1] ?? content[2] ?? content[3] ?? '');
  }
  return [...found].filter((word) => word !== 'index' && word !== 'follow' && word !== 'all').sort();
}

/** Where tags of the head stand. */
const HEAD_CHARACTERS = 20_000;
