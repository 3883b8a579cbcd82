import type { Attachment, ParsedPost } from '../../src/core/post.js';
import type { Adapter, Page, PageLink } from '../adapter.js';
import { readTime } from '../parse/dates.js';
import {
  countAt,
  idAt,
  isJsonPage,
  type JsonRecord,
  parseJson,
  recordOf,
  recordsOf,
  stringAt,
  unexpectedPage,
} from '../parse/json.js';
import { absoluteUrl, parameter, withParameter } from '../parse/links.js';
import { finishPage, makePost } from '../parse/post.js';
import { plainText, textOf } from '../parse/text.js';
import { byName, type Element, find, findAll, parseTree } from '../parse/tree.js';

/** Changed later than this after it was made is an edit. */
const EDIT_MS = 60_000;

/** A request out of XML: the texts of its fields; what stands there more than once is a list. */
function recordFromXml(request: Element): JsonRecord {
  const record: Record<string, unknown> = {};
  for (const node of request.children) {
    if (typeof node === 'string') continue;
    const text = node.children.filter((part) => typeof part === 'string').join('');
    const before = record[node.name];
    record[node.name] = before === undefined ? text.trim() : [before, text.trim()].flat();
  }
  return record;
}

/** Some servers wrap each value into a list of one. */
function unwrap(record: JsonRecord): JsonRecord {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      Array.isArray(value) && value.length === 1 && typeof value[0] !== 'object' ? value[0] : value,
    ]),
  );
}

/** The requests of a page in JSON: a list, or one inside of `service_requests` or `requests`; null when it is neither. */
function requestsFromJson(page: Page): JsonRecord[] | null {
  const value = parseJson(page);
  const root = recordOf(value);
  const list = Array.isArray(value) ? value : (root?.service_requests ?? root?.requests);
  if (!Array.isArray(list)) return null;
  const all = recordsOf(list).flatMap((entry) => (Array.isArray(entry.request) ? recordsOf(entry.request) : [entry]));
  // Errors come as a list too: of codes with descriptions.
  return all.length > 0 && all.every((entry) => entry.service_request_id === undefined) ? null : all.map(unwrap);
}

function requestsFromXml(page: Page): JsonRecord[] | null {
  const tree = parseTree(page.body, { xml: true });
  const root = find(tree, byName('service_requests', 'requests'));
  return root === null ? null : findAll(root, byName('request'), { outermost: true }).map(recordFromXml);
}

/** The page for people where the server tells it, else the address of this one request in the API. */
function addressOf(request: JsonRecord, id: string, page: Page): string | null {
  const told = ['html_url', 'service_request_url', 'permalink', 'url'].map((name) => stringAt(request, name));
  const own = told.find((text) => /^https?:\/\//.test(text));
  if (own !== undefined) return absoluteUrl(own, page.url);
  // FixMyStreet alone tells which program a report was made with; its pages for people are /report/N.
  if (stringAt(request, 'interface_used') !== '') return absoluteUrl(`/report/${encodeURIComponent(id)}`, page.url);
  const { pathname } = new URL(page.url);
  const [, folder = '/', format = ''] = /^(.*?\/)requests(?:\/[^/]*?)?(\.\w+)?$/.exec(pathname) ?? [];
  const city = parameter(page.url, 'jurisdiction_id');
  const query = city === null ? '' : `?jurisdiction_id=${encodeURIComponent(city)}`;
  return absoluteUrl(`${folder}requests/${encodeURIComponent(id)}${format}${query}`, page.url);
}

/** A coordinate, written as number or text; null when it is none. */
function degreesAt(request: JsonRecord, name: string, most: number): number | null {
  const value = request[name];
  const degrees = typeof value === 'string' && /^\s*-?\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : value;
  return typeof degrees === 'number' && Math.abs(degrees) <= most ? degrees : null;
}

/** «55.751244, 37.618423»; empty when the place is not told, or is the point 0, 0 that stands for none. */
function pointOf(request: JsonRecord): string {
  const [lat, long] = [degreesAt(request, 'lat', 90), degreesAt(request, 'long', 180)];
  return lat === null || long === null || (lat === 0 && long === 0) ? '' : `${lat}, ${long}`;
}

/** Free text that may hold HTML. */
function wordsOf(text: string): string {
  return /<\/?\w+[^>]*>|&#?\w+;/.test(text) ? textOf(parseTree(text)) : plainText(text);
}

/**
 * What people would read: the kind of trouble, the words, then where it is and, as a quotation, for those are another's words, what became of it.
 */
function textOfRequest(request: JsonRecord): string {
  const name = plainText(stringAt(request, 'service_name'));
  const words = wordsOf(stringAt(request, 'description'));
  const notes = wordsOf(stringAt(request, 'status_notes'));
  const status = stringAt(request, 'status');
  // «open» alone says no more than that it was reported.
  const state =
    status === 'open' && notes === '' ? '' : [status, notes.replaceAll('\n', ' ')].filter(Boolean).join(': ');
  const place = [plainText(stringAt(request, 'address')), pointOf(request)].filter((line) => line !== '').join('\n');
  const parts = [words.startsWith(name) ? '' : name, words, place, state === '' ? '' : `> ${state}`];
  return parts.filter((part) => part !== '').join('\n\n');
}

function attachmentsOf(request: JsonRecord): Attachment[] {
  const urls = [request.media_url].flat().filter((url) => typeof url === 'string' && url.trim() !== '');
  return urls.map((url) => ({ type: /\.(?:mp4|mov|webm|avi)\b/i.test(String(url)) ? 'video' : 'photo', alt: null }));
}

function readRequest(request: JsonRecord, page: Page): ParsedPost | null {
  const nativeId = idAt(request, 'service_request_id');
  const url = nativeId === null ? null : addressOf(request, nativeId, page);
  const text = textOfRequest(request);
  if (nativeId === null || url === null || text === '') return null;
  const time = readTime(stringAt(request, 'requested_datetime') || null, page);
  const updated = readTime(stringAt(request, 'updated_datetime') || null, page);
  return makePost({
    nativeId,
    url,
    text,
    time,
    edited: Date.parse(updated.publishedAt ?? '') - Date.parse(time.publishedAt ?? '') > EDIT_MS,
    counts: { views: null, likes: null, comments: countAt(request, 'comment_count') },
    attachments: attachmentsOf(request),
    authorId: idAt(request, 'account_id') ?? (stringAt(request, 'requestor_name').slice(0, 200) || null),
  });
}

/** The next page, where the address names how many are on one and so many there are; the standard itself knows no pages. */
function olderLink(count: number, page: Page): PageLink[] {
  const asked = { size: parameter(page.url, 'page_size'), page: parameter(page.url, 'page') };
  const size = countAt(asked, 'size');
  if (size === null || size === 0 || count < size) return [];
  const next = String((countAt(asked, 'page') ?? 1) + 1);
  return [{ url: withParameter(page.url, 'page', next), rel: 'older', changedAt: null }];
}

export const adapter: Adapter = {
  kind: 'open311',
  title: 'Open311 GeoReport v2: reports of residents to a city (requests.json, requests.xml)',
  notes:
    'No key for reading. An API that cities open for such programs; jurisdiction_id goes into the address where a server wants it; robots.txt of the host is obeyed.',
  limits: [
    'The standard names no page for people: the address of a post is that of the one request in the API, unless the server tells another.',
    'Servers answer with the last 90 days or 1 000 requests; older ones are read where the address has page_size and the server knows it.',
    'Residents are not named by the standard; most posts have no author.',
    'A closed report is seen as an edited one: its state stands in the last line.',
  ],
  accepts: ['application/json', 'text/json', 'application/xml', 'text/xml'],
  parse(page) {
    const requests = isJsonPage(page) ? requestsFromJson(page) : requestsFromXml(page);
    if (requests === null) throw unexpectedPage(page, 'a list of service requests of Open311');
    const posts: ParsedPost[] = [];
    let broken = 0;
    for (const request of requests) {
      const post = readRequest(request, page);
      if (post === null) broken++;
      else posts.push(post);
    }
    const warnings = broken > 0 ? [`${broken} requests without id or text`] : [];
    return finishPage(page, { posts, links: olderLink(requests.length, page), warnings });
  },
};
