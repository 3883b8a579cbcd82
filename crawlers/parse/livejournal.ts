import type { Attachment, ParsedPost } from '../../src/core/post.js';
import type { Page, PageLink } from '../adapter.js';
import { readTime } from './dates.js';
import { idAt, isSet, type JsonRecord, recordOf, recordsOf, stringAt } from './json.js';
import { absoluteUrl, parameter } from './links.js';
import { makePost } from './post.js';
import { readRichText } from './rich-text.js';
import { lineOf, textOf } from './text.js';
import { attribute, byClass, byName, type Element, find, findAll, hasClass, isQuotedName, type Test } from './tree.js';

/** Where an entry stands: `/123.html`, or `/name/123.html` of journals without a host of their own. */
const ENTRY = /^((?:\/[\w-]{1,40})?)\/(\d{1,12})\.html$/;
/** What the address of a page says of its look: it is kept on the way to other pages of the journal. */
const LOOKS = ['format', 'style', 'view'];
/** The script of a page holds the comments once; more than this is no page of the engine. */
const MAX_SCRIPTS = 200;

/** An entry as its address names it. */
export interface EntryAddress {
  /** Number in its journal, as addresses show it. */
  id: string;
  /** Permanent address, without looks and threads. */
  url: string;
}

/** The entry that an address leads to; null when it leads to none. */
export function entryAt(href: string | null, base: string): EntryAddress | null {
  const address = absoluteUrl(href, base);
  if (address === null) return null;
  const { origin, pathname } = new URL(address);
  const [, folder = '', id] = ENTRY.exec(pathname) ?? [];
  return id === undefined ? null : { id, url: `${origin}${folder}/${id}.html` };
}

/** The address with the looks of the page that leads to it. */
export function withLooks(url: string, page: Pick<Page, 'url'>): string {
  const target = new URL(url);
  for (const name of LOOKS) {
    const value = parameter(page.url, name);
    if (value !== null) target.searchParams.set(name, value);
  }
  return target.href;
}

/** Hosts write a hyphen for the underscore of a name. */
export function userName(text: string | null): string | null {
  const name = (text ?? '').trim().toLowerCase().replaceAll('-', '_');
  return /^\w{1,40}$/.test(name) ? name : null;
}

/** Name that a box with a user in it carries. */
export function userIn(root: Element | null): string | null {
  if (root === null) return null;
  const box = find(root, ({ attributes }) => (attributes['data-ljuser'] ?? attributes['lj:user']) !== undefined);
  return userName(attribute(box, 'data-ljuser') ?? attribute(box, 'lj:user'));
}

/** A title that says something; the engine prints these where there is none. */
export function titleText(text: string): string {
  return /^\(?(?:без темы|без заголовка|no subject|no title)\)?$/i.test(text) ? '' : text;
}

/** Buttons, tags and polls below or inside of what was written. */
export const isAside: Test = (element) =>
  isQuotedName(element) ||
  byClass('lj-like', 'ljtags', 'b-singlepost-tags', 'aentry-tags', 'aentry-post__tags', 'b-adv', 'lj-poll')(element);

/** What a picture in a text says of itself. */
export function photoOf(image: Element): Attachment {
  return { type: 'photo', alt: attribute(image, 'alt')?.slice(0, 300) ?? null };
}

/** The object that starts at an offset of a script; null when it does not end. */
function objectAt(text: string, start: number): string | null {
  let depth = 0;
  let isString = false;
  for (let at = start; at < text.length; at++) {
    const sign = text[at];
    if (isString) {
      if (sign === '\\') at++;
      else if (sign === '"') isString = false;
    } else if (sign === '"') isString = true;
    else if (sign === '{') depth++;
    else if (sign === '}' && --depth === 0) return text.slice(start, at + 1);
  }
  return null;
}

/**
 * What the engine tells its own scripts of a page: `Site.page`. Scripts alone are looked at: an entry may quote such a line.
 * `broken` when there is one that is not JSON.
 */
export function readSitePage(body: string): { data: JsonRecord | null; broken: boolean } {
  let broken = false;
  let scripts = 0;
  for (const [, text = ''] of body.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script/gi)) {
    if (++scripts > MAX_SCRIPTS) break;
    const start = /\bSite\.page\s*=\s*(?=\{)/.exec(text);
    if (start === null) continue;
    const json = objectAt(text, start.index + start[0].length);
    try {
      const data = recordOf(JSON.parse(json ?? ''));
      if (data !== null) return { data, broken: false };
    } catch {
      broken = true; // said in a warning; the page itself may show the comments
    }
  }
  return { data: null, broken };
}

export interface ReadComments {
  posts: ParsedPost[];
  links: PageLink[];
  /** Comments without number or words. */
  broken: number;
}

const commentUrl = (entry: EntryAddress, id: string) => `${entry.url}?thread=${id}#t${id}`;

function threadLink(entry: EntryAddress, id: string, page: Page): PageLink {
  return { url: withLooks(`${entry.url}?thread=${id}`, page), rel: 'thread', changedAt: null };
}

/**
 * Comments as the engine's scripts get them. A branch that is folded together is a page to visit; what was taken away or is hidden is left
 * out in silence.
 */
export function readJsonComments(list: unknown, entry: EntryAddress, page: Page): ReadComments {
  const read: ReadComments = { posts: [], links: [], broken: 0 };
  const comments = recordsOf(list);
  const folded = new Set(comments.filter(isFolded).map((comment) => idOf(comment)));
  for (const comment of comments) {
    const id = idOf(comment);
    const parent = idAt(comment, 'parent');
    if (stringAt(comment, 'type') === 'more') {
      if (parent !== null && !folded.has(parent)) read.links.push(threadLink(entry, parent, page));
      continue;
    }
    if (isSet(comment, 'deleted') || stringAt(comment, 'leafclass') === 'deleted') continue;
    if (isFolded(comment)) {
      // One visit opens the whole branch below.
      if (id !== null && (parent === null || !folded.has(parent))) read.links.push(threadLink(entry, id, page));
      continue;
    }
    if (comment.shown === 0 || comment.shown === '0') continue;
    const post = id === null ? null : readJsonComment(comment, id, parent, entry, page);
    if (post === null) read.broken++;
    else read.posts.push(post);
  }
  return read;
}

const NUMBER = /^\d{1,15}$/;

function idOf(comment: JsonRecord): string | null {
  const id = idAt(comment, 'dtalkid') ?? idAt(comment, 'thread');
  return id !== null && NUMBER.test(id) ? id : null;
}

const isFolded = (comment: JsonRecord): boolean =>
  !isSet(comment, 'deleted') &&
  stringAt(comment, 'article') === '' &&
  (comment.loaded === 0 || comment.loaded === '0' || isSet(comment, 'collapsed'));

function readJsonComment(
  comment: JsonRecord,
  id: string,
  parent: string | null,
  entry: EntryAddress,
  page: Page,
): ParsedPost | null {
  const { text, attachments } = readRichText(stringAt(comment, 'article'), { skip: isAside });
  const subject = titleText(lineOf(readRichText(stringAt(comment, 'subject')).tree));
  if (text === '' && attachments.length === 0) return null;
  const epoch = idAt(comment, 'ctime_ts');
  return makePost({
    nativeId: `comment-${id}`,
    url: commentUrl(entry, id),
    text: withSubject(subject, text),
    time: readTime(epoch !== null && NUMBER.test(epoch) ? epoch : stringAt(comment, 'ctime') || null, page),
    threadId: `entry-${entry.id}`,
    replyTo: parent !== null && NUMBER.test(parent) ? `comment-${parent}` : `entry-${entry.id}`,
    attachments,
    authorId: userName(stringAt(comment, 'uname')),
  });
}

/** Answers are titled «Re: …» by the engine itself. */
function withSubject(subject: string, text: string): string {
  return subject === '' || /^re:/i.test(subject) || text.startsWith(subject) ? text : `${subject}\n\n${text}`.trim();
}

const HOLDER_ID = /^(?:ljcmt|t)(\d{1,15})$/;
const isText = byClass('b-leaf-article', 'comment-text', 'commentText', 'comment-body');
const isSubject: Test = (element) =>
  byClass('b-leaf-subject', 'comment-subject', 'commentHeaderSubject')(element) || element.name === 'h3';
const isTime = byClass('b-leaf-createdtime', 'comment-datetimelink', 'comment-date');

/** Element that holds one comment in the styles of the engine. */
const isHolder: Test = (element) =>
  element.name !== 'a' &&
  element.name !== 'span' &&
  HOLDER_ID.test(attribute(element, 'data-tid') ?? element.attributes.id ?? '') &&
  (byClass('b-leaf', 'comment-wrap', 'comment', 'ljcmt_full')(element) || /^ljcmt/.test(element.attributes.id ?? '')) &&
  !byClass('b-tree-twig')(element);

/** First match that belongs to the comment itself, not to an answer inside of it. */
function own(holder: Element, test: Test): Element | null {
  for (const child of holder.children) {
    if (typeof child === 'string' || isHolder(child)) continue;
    const found = test(child) ? child : own(child, test);
    if (found !== null) return found;
  }
  return null;
}

/** The comment that the link to the parent names. */
function parentOf(holder: Element, id: string, page: Page): string | null {
  const link = own(
    holder,
    (element) => element.name === 'a' && /^(?:parent|родитель|уровень выше|выше|вверх)/i.test(lineOf(element)),
  );
  const href = absoluteUrl(attribute(link, 'href'), page.url);
  const parent = /#t(\d{1,15})$/.exec(href ?? '')?.[1] ?? parameter(href, 'thread');
  return parent !== null && NUMBER.test(parent) && parent !== id ? parent : null;
}

/** Comments as the page shows them to people without scripts. */
export function readShownComments(tree: Element, entry: EntryAddress, page: Page): ReadComments {
  const read: ReadComments = { posts: [], links: [], broken: 0 };
  for (const holder of findAll(tree, isHolder)) {
    const id = HOLDER_ID.exec(attribute(holder, 'data-tid') ?? holder.attributes.id ?? '')?.[1];
    if (id === undefined) continue;
    const body = own(holder, isText);
    if (body === null) {
      const isLink: Test = (element) =>
        element.name === 'a' && parameter(absoluteUrl(element.attributes.href, page.url), 'thread') === id;
      // Of a folded branch there is a link and no text; of one that was taken away there is neither.
      if (own(holder, isLink) !== null) read.links.push(threadLink(entry, id, page));
      continue;
    }
    const text = textOf(body, { skip: isAside });
    const images = findAll(body, byName('img')).filter(
      (image) => !/userpic|avatar|smil|emo/i.test(image.attributes.src ?? ''),
    );
    if (text === '' && images.length === 0) {
      read.broken++;
      continue;
    }
    const time = own(holder, isTime);
    const parent = parentOf(holder, id, page);
    read.posts.push(
      makePost({
        nativeId: `comment-${id}`,
        url: commentUrl(entry, id),
        text: withSubject(titleText(lineOf(own(holder, isSubject))), text),
        time: readTime(attribute(holder, 'data-updated-ts') ?? (lineOf(time) || null), page),
        threadId: `entry-${entry.id}`,
        replyTo: parent === null ? `entry-${entry.id}` : `comment-${parent}`,
        attachments: images.map(photoOf),
        authorId: userName(attribute(holder, 'data-username')) ?? authorOf(holder),
      }),
    );
  }
  return read;
}

function authorOf(holder: Element): string | null {
  return userIn(
    own(holder, byClass('comment-poster-info', 'commenter-name', 'b-leaf-username', 'comment-poster', 'ljuser')),
  );
}

/** Test: a comment, with all that is in it. */
export const isCommentHolder: Test = (element) => isHolder(element) || hasClass(element, 'b-tree-twig');
