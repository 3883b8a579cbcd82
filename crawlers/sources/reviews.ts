import { derivedId } from '../../src/core/ids.js';
import type { ParsedPost } from '../../src/core/post.js';
import type { Adapter, Page } from '../adapter.js';
import { olderListPage } from '../parse/article.js';
import { type ReadTime, readTime } from '../parse/dates.js';
import { absoluteUrl } from '../parse/links.js';
import { finishPage, makePost } from '../parse/post.js';
import { readStructuredData, type Thing, textAt, thingsAt } from '../parse/structured-data.js';
import { oneLine, readCount } from '../parse/text.js';
import { parseTree } from '../parse/tree.js';

const isOf = (thing: Thing, ...types: string[]): boolean => thing.types.some((type) => types.includes(type));
const isReview = (thing: Thing): boolean => isOf(thing, 'Review', 'UserReview', 'Recommendation', 'EmployerReview');

/** A review, and what the page hangs it on; that is nothing where it names what it is about itself. */
interface Found {
  review: Thing;
  about: Thing | null;
}

/** Reviews in the order of the page; those inside of a thing are about it. */
function findReviews(things: readonly Thing[]): Found[] {
  const owners = new Map<Thing, Thing>();
  for (const thing of things)
    for (const review of thingsAt(thing, 'review', 'reviews')) if (!owners.has(review)) owners.set(review, thing);
  return things.filter(isReview).map((review) => ({ review, about: owners.get(review) ?? null }));
}

/** «2 из 5»; empty where the page gives no number. */
function ratingOf(review: Thing): string {
  const [rating = null] = thingsAt(review, 'reviewRating', 'rating');
  const value = textAt(rating, 'ratingValue') || textAt(review, 'reviewRating', 'rating', 'ratingValue');
  if (!/^\d{1,3}(?:[.,]\d+)?$/.test(value)) return '';
  const best = textAt(rating, 'bestRating') || '5';
  return `${value.replace('.', ',')} из ${best}`;
}

/** Notes for and against are a text, a list of them, or schema.org's ItemList. */
function notesOf(review: Thing, ...names: string[]): string {
  const texts = names
    .flatMap((name) => review.properties.get(name) ?? [])
    .flatMap((value) => {
      if (typeof value === 'string') return value;
      const elements = value.properties.get('itemListElement') ?? [value];
      return elements.map((each) => (typeof each === 'string' ? each : textAt(each, 'name', 'item', 'text')));
    });
  return texts.map(oneLine).filter(Boolean).join('; ');
}

/** The words of the author; empty when there are none beside the number of stars. */
function wordsOf(review: Thing): string {
  const body = textAt(review, 'reviewBody', 'description', 'text');
  const title = oneLine(textAt(review, 'name', 'headline'));
  const contra = notesOf(review, 'negativeNotes', 'contra');
  const pro = notesOf(review, 'positiveNotes', 'pro');
  return [
    title === '' || oneLine(body).startsWith(title) ? '' : title,
    body,
    contra === '' ? '' : `Недостатки: ${contra}`,
    pro === '' ? '' : `Достоинства: ${pro}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** What can be told of a text wherever it stands: who, when, where. */
function frameOf(thing: Thing, page: Page): Pick<ParsedPost, 'authorId' | 'edited'> & { time: ReadTime } {
  const published = textAt(thing, 'datePublished', 'dateCreated', 'commentTime');
  const time = readTime(published || null, page);
  const modified = readTime(textAt(thing, 'dateModified') || null, page).publishedAt;
  return {
    time,
    authorId: oneLine(textAt(thing, 'author', 'creator')).slice(0, 200) || null,
    edited: time.publishedAt !== null && modified !== null && modified > time.publishedAt,
  };
}

/** The id that the site gives, else one made of what does not change; and the address that leads there. */
function identify(thing: Thing, page: Page, parts: readonly string[]): { nativeId: string; url: string } {
  const here = page.url.replace(/#.*$/, '');
  const stated = absoluteUrl(textAt(thing, 'url') || null, page.url);
  const own = stated !== null && stated !== here && /\d/.test(stated.replace(/^https?:\/\/[^/]+/, '')) ? stated : null;
  const id = textAt(thing, 'identifier') || (/\d/.test(thing.id ?? '') ? (thing.id ?? '') : '');
  const anchor = /^[\w-]{1,100}$/.test(id) ? `${here}#${id}` : absoluteUrl(id || null, page.url);
  return {
    nativeId: id !== '' || own !== null ? (id || (own ?? '')).slice(0, 300) : derivedId('review', ...parts),
    url: own ?? anchor ?? here,
  };
}

/** A review with its answers; equal keys are the same words of the same person. */
interface Read {
  key: string;
  posts: ParsedPost[];
}

function readReview({ review, about }: Found, page: Page): Read | null {
  const words = wordsOf(review);
  if (words === '') return null;
  const frame = frameOf(review, page);
  const item = thingsAt(review, 'itemReviewed')[0] ?? about;
  const name = oneLine(textAt(item, 'name') || textAt(review, 'itemReviewed'));
  const rating = ratingOf(review);
  const head = [name, rating === '' ? '' : `оценка ${rating}`].filter(Boolean).join(', ');
  const { nativeId, url } = identify(review, page, [frame.authorId ?? '', frame.time.rawTime ?? '', words]);
  const likes = textAt(review, 'upvoteCount');
  const post = makePost({
    ...frame,
    nativeId,
    url,
    text: head === '' ? words : `${head}\n\n${words}`,
    threadId: nativeId,
    counts: { views: null, likes: likes === '' ? null : readCount(likes), comments: null },
  });
  const answers = thingsAt(review, 'comment', 'comments', 'associatedReview').flatMap((answer) => {
    const text = textAt(answer, 'text', 'commentText', 'reviewBody', 'description');
    if (text === '') return [];
    const own = frameOf(answer, page);
    const ids = identify(answer, page, [nativeId, own.time.rawTime ?? '', text]);
    return makePost({ ...own, ...ids, text, threadId: nativeId, replyTo: nativeId });
  });
  return { key: `${frame.authorId} ${oneLine(words)}`, posts: [post, ...answers] };
}

export const adapter: Adapter = {
  kind: 'reviews',
  title: 'Reviews of clinics, schools, managing companies and places, marked up with schema.org',
  notes:
    'No key. Public pages whose reviews are marked up for machines (JSON-LD or microdata); robots.txt of the host is obeyed, and many maps and catalogues forbid reading there.',
  limits: [
    'Reviews without the markup of schema.org are not seen; where scripts add it, the source needs a browser.',
    'Stars without words are counted in the warnings, not collected.',
    'The name of what is reviewed and the stars stand above the words; its address does not: the office of a managing company is not where the roof leaks.',
    'Where the site gives its reviews no ids, these are made of author, day and words: an edited review counts as a new one.',
  ],
  accepts: ['text/html', 'application/xhtml+xml'],
  parse(page) {
    const tree = parseTree(page.body);
    const { things, damaged } = readStructuredData(tree, page);
    const found = findReviews(things);
    const read = found.flatMap((each) => readReview(each, page) ?? []);
    const wordless = found.length - read.length;
    const warnings: string[] = [];
    if (damaged > 0) warnings.push(`${damaged} blocks of JSON-LD that are not JSON`);
    if (wordless > 0) warnings.push(`${wordless} reviews without words`);
    const older = found.length === 0 ? null : olderListPage(tree, page);
    const posts = sameOnce(read).flatMap((review) => review.posts);
    return finishPage(page, {
      posts,
      links: older === null ? [] : [{ url: older, rel: 'older', changedAt: null }],
      warnings,
    });
  },
};

/** Sites that write the same review in both ways: it is read once, the way in which the site gives it an id. */
function sameOnce(reviews: readonly Read[]): Read[] {
  const isMade = ({ posts }: Read) => /^d[\w-]{21}$/.test(posts[0]?.nativeId ?? '');
  const best = new Map<string, Read>();
  for (const review of reviews) {
    const before = best.get(review.key);
    if (before === undefined || (isMade(before) && !isMade(review))) best.set(review.key, review);
  }
  return reviews.filter((review) => best.get(review.key) === review);
}
