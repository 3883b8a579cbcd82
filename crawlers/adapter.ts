import type { ParsedPost } from '../src/core/post.js';
import type { Source } from '../src/core/source.js';

/** A fetched page as an adapter gets it: decoded text and the facts around it. No network, no clock. */
export interface Page {
  /** Final address, after redirects. */
  url: string;
  /** Body decoded to text (charset from header, BOM or the page itself). */
  body: string;
  /** Media type without parameters, lower case. */
  contentType: string;
  /** Instant of the fetch, ISO UTC: the reference for «5 minutes ago». */
  fetchedAt: string;
  /** Zone in which the site prints times without a zone. */
  timeZone: string;
}

/** A further page worth visiting. */
export interface PageLink {
  url: string;
  /** `older`: next page of the same list; `thread`: a topic or article with posts of its own; `feed`: another list. */
  rel: 'older' | 'thread' | 'feed';
  /** When the list says when the target last changed: visited again only if that moved. ISO UTC or null. */
  changedAt: string | null;
  /** How many replies or comments the list says the target has; missing or null where it does not say. */
  replies?: number | null;
}

/** What an adapter sees on one page. */
export interface ParsedPage {
  posts: ParsedPost[];
  links: PageLink[];
  /** Smallest time until the page is worth reading again as the page itself states it (feed TTL), minutes; null = silent. */
  ttlMinutes: number | null;
  /** Oddities that cost nothing but should be seen: «3 posts without time». */
  warnings: string[];
}

/** How the official API of a site is asked in place of its pages: with the operator's own key, under the terms that came with it. */
export interface ApiAccess {
  /** Host names of the sites whose pages it answers for, without www: such a page is never taken for another kind. */
  hosts: readonly string[];
  /** Variable of the environment that holds the key. */
  keyName: string;
  /** Further variables that it cannot do without: the other parts of a key that has several. */
  moreKeyNames?: readonly string[];
  /** Address to ask for a page of the site; without the key. Pure. Throws E_SOURCE_INVALID for a page that the API has no answer for. */
  requestUrl(url: string): string;
  /** Headers that carry the key. */
  headers(key: string): Record<string, string>;
  /** Given where the API takes its parameters and keys as a form: the fields to POST in place of the query of that address. Pure. */
  form?(requestUrl: string, keys: Readonly<Record<string, string>>): Record<string, string>;
  /** How long this answer asks to be left alone, ms; 0 when it does not. HTTP's own ways of saying so are heard anyway. */
  restMs?(body: string): number;
  /** How long this answer asks that its own method be left alone, ms: requests with the same path, whatever their parameters. The others go on. */
  methodRestMs?(body: string): number;
  /** Given where the API takes several requests in one. */
  batch?: ApiBatch;
  /** Given where the API tells of the site itself. */
  about?: ApiAbout;
}

/** How an API is asked about the site that a page belongs to, for who is about to watch it. Pure. */
export interface ApiAbout {
  /** Address to ask; null for a page that belongs to no site of its own (a search). */
  requestUrl(url: string): string | null;
  /** Throws as `parse` does. */
  read(body: string, url: string): SiteFacts;
}

/** What a site says of itself. */
export interface SiteFacts {
  /** As people know it; null when it does not say. */
  name: string | null;
  /** For people, a sentence or a figure each: its size, its town. */
  notes: string[];
  /** Why none of its pages can be read, and what to do; null when they can. */
  closed: string | null;
}

/** How an API is asked for several pages at once. All pure. */
export interface ApiBatch {
  /** Most requests in one. */
  limit: number;
  /** The one request that stands for these, all of one API, in this order: its address, and the form to POST. */
  request(requestUrls: readonly string[]): { url: string; form: Record<string, string> };
  /**
   * The answer to each, in the same order, as the API would give it to the request alone; null where the answer speaks of all at once, which is then everyone's own.
   */
  split(body: string, requestUrls: readonly string[]): string[] | null;
  /** Whether the API says that it was asked for too much at once. */
  isTooLong(body: string): boolean;
}

/**
 * A kind of site. One file in crawlers/sources/, found by its name; `export const adapter: Adapter`. `parse` is pure: same page, same
 * result; dates only where the page says so; throws E_PAGE_EMPTY when the page shows neither posts nor links (a redesign is noticed)
 * E_PAGE_INVALID when it is not what the kind expects, and, where an API answers, E_FETCH_BLOCKED or E_FETCH_FAILED for its refusals.
 */
export interface Adapter {
  /** Equal to the file's name. */
  kind: string;
  /** For people: «phpBB 3 board». */
  title: string;
  /** Robots, terms and key notes for docs/sources.md. */
  notes: string;
  /** Known limits, one sentence each. */
  limits: string[];
  /** Given where an API is asked in place of the pages; `parse` then gets its answer under the address of the page. */
  api?: ApiAccess;
  /** Media types that `parse` takes. */
  accepts: readonly string[];
  parse(page: Page, source: Pick<Source, 'urls' | 'depth' | 'language'>): ParsedPage;
}
