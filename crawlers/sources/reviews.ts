import { derivedId } from '../../src/core/ids.js';
import type { Attachment, ParsedPost } from '../../src/core/post.js';
import type { Adapter, Page, PageLink } from '../adapter.js';
import { olderListPage } from '../parse/article.js';
import { readTime } from '../parse/dates.js';
import { pageUrl } from '../parse/links.js';
import { finishPage, makePost } from '../parse/post.js';
import { itemsAt, readJsonLd, readMicrodata, type SchemaItem, textAt, urlAt } from '../parse/schema-org.js';
import { oneLine, plainText } from '../parse/text.js';
import { parseTree } from '../parse/tree.js';

const DAY_MS = 86_400_000;
const REVIEW = /^(?:User|Critic|Employer)?Review$|^Recommendation$/;
const RATED = /^AggregateRating$/;
const LIST = /^ItemList$/;
/** Names under which many write at once: they tell no author. */
const NOBODY = /^(?:аноним\p{L}*|гость|без имени|пользователь|пациент\p{L}*|anonymous|guest|user)$/iu;
/** Ids that elements of reviews have. */
const NUMBERED = /^(?:review|otzyv|opinion|feedback|comment|response)s?[-_]?(\d{1,18})$/i;
/** Characters by which the same review is known in scripts and in markup; scripts often hold its beginning alone. */
const KEY_LENGTH = 80;

/** A review with the thing that it is about, where the page says what that is. */
interface Found {
  review: SchemaItem;
  about: SchemaItem | null;
}

const isA = (item: SchemaItem, type: RegExp): boolean => item.types.some((name) => type.test(name));

/** All things of a page, each once, the outer before the inner. */
function allItems(roots: readonly SchemaItem[]): { item: SchemaItem; parent: SchemaItem | null }[] {
  const seen = new Set<SchemaItem>();
  const found: { item: SchemaItem; parent: SchemaItem | null }[] = [];
  const stack = roots
    .map((item): { item: SchemaItem; parent: SchemaItem | null } => ({ item, parent: null }))
    .reverse();
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    if (seen.has(step.item)) continue;
    seen.add(step.item);
    found.push(step);
    const inner = [...step.item.values.values()].flat().filter((value) => typeof value !== 'string');
    for (const item of inner.reverse()) stack.push({ item, parent: step.item });
  }
  return found;
}

/** What is reviewed: told by the review itself, or the thing that the review is a part of. */
function aboutOf(review: SchemaItem, parent: SchemaItem | null): SchemaItem | null {
  const [told] = itemsAt(review, 'itemReviewed');
  if (told !== undefined) return told;
  const isPart = parent !== null && itemsAt(parent, 'review', 'reviews').includes(review);
  return isPart ? parent : null;
}

/** «Заозёрск, ул. Лесная, 5»; empty when no address is told. */
function addressOf(item: SchemaItem | null): string {
  const [parts] = itemsAt(item, 'address');
  if (parts === undefined) return oneLine(textAt(item, 'address'));
  const lines = ['addressRegion', 'addressLocality', 'streetAddress'].map((name) => oneLine(textAt(parts, name)));
  return [...new Set(lines)].filter((line) => line !== '').join(', ') || oneLine(textAt(parts, 'name', 'description'));
}

/** What the review is about, as something that hangs on it: a place where its address is told. */
function attachmentsOf(about: SchemaItem | null): Attachment[] {
  const address = addressOf(about);
  const alt = [oneLine(textAt(about, 'name', 'legalName')), address].filter((part) => part !== '').join(', ');
  return alt === '' ? [] : [{ type: address === '' ? 'other' : 'location', alt: alt.slice(0, 300) }];
}

/** «Оценка: 2 из 5»; empty when no number is told. 5 is the best where the page does not say (https://schema.org/bestRating). */
function ratingOf(review: SchemaItem): string {
  const [rating] = itemsAt(review, 'reviewRating');
  const number = (text: string) => /^\d{1,3}(?:[.,]\d{1,2})?$/.exec(text.trim())?.[0].replace(',', '.');
  const value = number(textAt(rating ?? null, 'ratingValue') || textAt(review, 'reviewRating', 'ratingValue'));
  if (value === undefined) return '';
  const best = number(textAt(rating ?? null, 'bestRating')) ?? '5';
  return Number(value) > Number(best) ? '' : `Оценка: ${Number(value)} из ${Number(best)}`;
}

/** The review's own words, without title and marks. */
const bodyOf = (review: SchemaItem): string => plainText(textAt(review, 'reviewBody', 'description', 'text'));

/** Strengths and weaknesses, as a list or as one text; the shorter names are those of Yandex. */
function notesOf(review: SchemaItem, ...names: string[]): string {
  const lists = itemsAt(review, ...names).flatMap((list) => itemsAt(list, 'itemListElement'));
  const words = lists.length > 0 ? lists.map((entry) => textAt(entry, 'name')) : [textAt(review, ...names)];
  return oneLine(words.filter((word) => word !== '').join('; '));
}

/** What a reader sees of a review; empty when it says nothing in words. */
function textOfReview(review: SchemaItem, about: SchemaItem | null): string {
  const body = bodyOf(review);
  const [pro, contra] = [notesOf(review, 'positiveNotes', 'pro'), notesOf(review, 'negativeNotes', 'contra')];
  if (body === '' && pro === '' && contra === '') return '';
  const title = oneLine(textAt(review, 'headline', 'name'));
  // Sites name a review after what it is about.
  const isOwn = title !== '' && !body.startsWith(title) && title !== oneLine(textAt(about, 'name'));
  const marks = [pro === '' ? '' : `Достоинства: ${pro}`, contra === '' ? '' : `Недостатки: ${contra}`];
  const parts = [isOwn ? title : '', body, [...marks, ratingOf(review)].filter((line) => line !== '').join('\n')];
  return parts.filter((part) => part !== '').join('\n\n');
}

function authorOf(item: SchemaItem, page: Page): string | null {
  const [author] = itemsAt(item, 'author', 'creator');
  const url = urlAt(author ?? null, page.url, 'url', 'sameAs');
  const name = oneLine(textAt(author ?? null, 'name') || textAt(item, 'author', 'creator')).slice(0, 200);
  if (name === '' || NOBODY.test(name)) return null;
  return url !== null && url !== pageUrl(page.url, page.url) ? url.slice(0, 500) : name;
}

/** Number of a review on its site; null when the page tells none. */
function numberOf(item: SchemaItem): string | null {
  const { id, 'data-id': data, 'data-review-id': own } = item.element?.attributes ?? {};
  const told = own ?? data ?? textAt(item, 'identifier');
  if (/^\d{1,18}$/.test(told.trim())) return told.trim();
  return NUMBERED.exec(id ?? '')?.[1] ?? null;
}

/** Address of the one review; null when the page tells none but its own. */
function permalinkOf({ review, about }: Found, page: Page): string | null {
  const told =
    urlAt(review, page.url, 'url', 'mainEntityOfPage') ?? (review.id === null ? null : urlFrom(review.id, page));
  const others = [page.url, pageUrl(page.url, page.url), urlAt(about, page.url, 'url')];
  return told === null || others.includes(told) || told.length > 500 ? null : told;
}

const urlFrom = (id: string, page: Page): string | null =>
  /^(?:https?:)?\/\/|^[/#]/.test(id) ? (URL.canParse(id, page.url) ? new URL(id, page.url).href : null) : null;

function timesOf(item: SchemaItem, page: Page) {
  const time = readTime(textAt(item, 'datePublished', 'dateCreated', 'uploadDate') || null, page);
  const changed = readTime(textAt(item, 'dateModified') || null, page);
  const lateMs = Date.parse(changed.publishedAt ?? '') - Date.parse(time.publishedAt ?? '');
  const isExact = time.timePrecision !== 'day' && changed.timePrecision !== 'day';
  return { time, edited: lateMs > (isExact ? 60_000 : DAY_MS) };
}

function countOf(item: SchemaItem, name: string): number | null {
  const text = textAt(item, name).trim();
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** Posts of a review and of the answers under it, those of the organisation among them. */
function postsOf(found: Found, permalink: string | null, page: Page): ParsedPost[] {
  const { review, about } = found;
  const text = textOfReview(review, about);
  const number = numberOf(review);
  const authorId = authorOf(review, page);
  const { time, edited } = timesOf(review, page);
  const made = derivedId('review', authorId ?? '', bodyOf(review) || text);
  const nativeId = number !== null ? `review-${number}` : (permalink ?? made);
  const place = pageUrl(page.url, page.url) ?? page.url;
  const elementId = review.element?.attributes.id ?? '';
  const url = permalink ?? (/^[\w-]{1,100}$/.test(elementId) ? `${place}#${elementId}` : place);
  const answers = itemsAt(review, 'comment', 'comments', 'suggestedAnswer', 'acceptedAnswer');
  const counts = { views: null, likes: countOf(review, 'upvoteCount'), comments: countOf(review, 'commentCount') };
  const attachments = attachmentsOf(about);
  const post = makePost({ nativeId, url, text, time, threadId: nativeId, edited, counts, attachments, authorId });
  const replies = answers.flatMap((answer) => {
    const words = plainText(textAt(answer, 'text', 'commentText', 'description'));
    if (words === '') return [];
    const own = numberOf(answer);
    return makePost({
      nativeId: own === null ? derivedId('review-answer', nativeId, words) : `answer-${own}`,
      url: urlAt(answer, page.url, 'url') ?? url,
      text: words,
      ...timesOf(answer, page),
      threadId: nativeId,
      replyTo: nativeId,
      authorId: authorOf(answer, page),
    });
  });
  return [post, ...replies];
}

/** The reviews of markup and scripts, those that stand in both once: the markup is what people see, and has the numbers. */
function mergeFound(marked: readonly Found[], scripted: readonly Found[]): Found[] {
  const keyOf = ({ review, about }: Found) =>
    textOfReview(review, about) === ''
      ? ''
      : oneLine(bodyOf(review))
          .slice(0, KEY_LENGTH)
          .replace(/(?:\.{3}|…)$/, '');
  const merged = [...marked];
  const keys = new Map(marked.map((found, at) => [keyOf(found), at]));
  for (const found of scripted) {
    const at = keyOf(found) === '' ? undefined : keys.get(keyOf(found));
    const twin = at === undefined ? undefined : merged[at];
    if (at === undefined || twin === undefined) merged.push(found);
    else merged[at] = { review: filled(twin.review, found.review), about: twin.about ?? found.about };
  }
  return merged;
}

/** The item with what it lacks taken from its twin. */
function filled(item: SchemaItem, twin: SchemaItem): SchemaItem {
  return { ...item, id: item.id ?? twin.id, values: new Map([...twin.values, ...item.values]) };
}

/** Pages of the things that a list names, with how many reviews each is said to have. */
function threadLinks(items: readonly { item: SchemaItem }[], page: Page): PageLink[] {
  const { host } = new URL(page.url);
  const listed = items.filter(({ item }) => isA(item, LIST)).flatMap(({ item }) => itemsAt(item, 'itemListElement'));
  const rated = items.filter(({ item }) => itemsAt(item, 'aggregateRating').length > 0).map(({ item }) => item);
  return [...listed, ...rated].flatMap((entry) => {
    const target = itemsAt(entry, 'item')[0] ?? entry;
    const url = pageUrl(urlAt(target, page.url, 'url') ?? urlAt(entry, page.url, 'url', 'item'), page.url);
    if (url === null || new URL(url).host !== host || url === pageUrl(page.url, page.url)) return [];
    return { url, rel: 'thread' as const, changedAt: null, replies: reviewCount(target) };
  });
}

function reviewCount(item: SchemaItem): number | null {
  const [rating] = itemsAt(item, 'aggregateRating');
  return rating === undefined ? null : countOf(rating, 'reviewCount');
}

export const adapter: Adapter = {
  kind: 'reviews',
  title: 'Reviews of clinics, managing companies, schools and other places (schema.org, JSON-LD and microdata)',
  notes:
    'No key. Public pages of sites that mark their reviews for search engines; robots.txt is obeyed, and many large sites of reviews and maps forbid robots in it or in their terms: those are not read. Say in the passport what the terms allow.',
  limits: [
    'The format is that of schema.org and of the pages for webmasters of Yandex and Google; it was not tried on a live site.',
    'Reviews that scripts load later, and markup in RDFa or by itemref, are not read.',
    'A review without number and address of its own is known by its author and words: an edited one is a new one.',
    'The reviewed place is kept as an attachment with name and address; it is not looked for in the words.',
    "The organisation's answers are read where they are marked as comments of the review.",
    'A mark without words is no post; how many such there are stands in the warnings.',
  ],
  accepts: ['text/html', 'application/xhtml+xml'],
  parse(page) {
    const tree = parseTree(page.body);
    const { items: scripted, broken } = readJsonLd(page);
    const [inMarkup, inScripts] = [allItems(readMicrodata(tree, page)), allItems(scripted)];
    const reviewsOf = (items: typeof inMarkup): Found[] =>
      items
        .filter(({ item }) => isA(item, REVIEW))
        .map(({ item, parent }) => ({ review: item, about: aboutOf(item, parent) }));
    const found = mergeFound(reviewsOf(inMarkup), reviewsOf(inScripts));
    const worded = found.filter(({ review, about }) => textOfReview(review, about) !== '');
    const permalinks = worded.map((each) => permalinkOf(each, page));
    // An address that several reviews share is that of something else.
    const isOwn = (url: string | null) => permalinks.filter((other) => other === url).length === 1;
    const posts = worded.flatMap((each, at) => {
      const permalink = permalinks[at] ?? null;
      return postsOf(each, isOwn(permalink) ? permalink : null, page);
    });
    const items = [...inMarkup, ...inScripts];
    const links: PageLink[] = found.length > 0 ? [] : threadLinks(items, page);
    const older = found.length > 0 || links.length > 0 ? olderListPage(tree, page) : null;
    if (older !== null) links.push({ url: older, rel: 'older', changedAt: null });
    const warnings: string[] = [];
    if (broken > 0) warnings.push(`${broken} scripts of JSON-LD that are not JSON`);
    if (found.length > worded.length) warnings.push(`${found.length - worded.length} reviews without words`);
    const counts = items.filter(({ item }) => isA(item, RATED)).map(({ item }) => countOf(item, 'reviewCount'));
    // A place that nobody reviewed yet says so.
    if (found.length === 0 && links.length === 0 && counts.length > 0 && counts.every((count) => count === 0))
      return { posts: [], links: [], ttlMinutes: null, warnings: [...warnings, 'nothing was written here yet'] };
    return finishPage(page, { posts, links, warnings });
  },
};
