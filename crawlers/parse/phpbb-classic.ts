import type { ParsedPost } from '../../src/core/post.js';
import type { Page } from '../adapter.js';
import { readTime } from './dates.js';
import { pageUrl } from './links.js';
import { makePost } from './post.js';
import { lineOf, textOf } from './text.js';
import { attribute, byClass, closest, type Element, find, findAll, hasClass, walk } from './tree.js';

interface Draft {
  id: string;
  author: string | null;
  rawTime: string | null;
  subject: string;
  body: Element | null;
}

const TIME = /(?:Добавлено|Posted)\s*:\s*(.+?)(?:\s*(?:Заголовок сообщения|Post subject)\s*:|$)/i;
const SUBJECT = /(?:Заголовок сообщения|Post subject)\s*:\s*(.*?)\s*(?:(?:Добавлено|Posted)\s*:|$)/i;

/** Bodies nested in a body (phpBB 2 marks each line of a quotation so) belong to it. */
function isBody(element: Element): boolean {
  return hasClass(element, 'postbody') && closest(element, (parent) => hasClass(parent, 'postbody')) === null;
}

/**
 * Posts of boards that lay pages out in tables (phpBB 3 subsilver2, phpBB 2 subSilver): an anchor with the post's number, then the
 * author, the line with the time, and the body, in this order.
 */
export function readClassicPosts(tree: Element, threadId: string | null, page: Page): ParsedPost[] {
  const drafts: Draft[] = [];
  walk(tree, (element) => {
    const number =
      element.name === 'a' ? /^p?(\d+)$/.exec(element.attributes.name ?? element.attributes.id ?? '')?.[1] : undefined;
    if (number !== undefined) {
      drafts.push({ id: number, author: null, rawTime: null, subject: '', body: null });
      return true;
    }
    const draft = drafts.at(-1);
    if (draft === undefined || draft.body !== null) return true;
    if (hasClass(element, 'postauthor') || (hasClass(element, 'name') && draft.author === null)) {
      const profile = find(element, (link) => /[?&]u=\d+/.test(link.attributes.href ?? ''));
      const user = /[?&]u=(\d+)/.exec(attribute(profile, 'href') ?? '')?.[1];
      draft.author = user === undefined ? lineOf(element) || null : `u${user}`;
    } else if (hasClass(element, 'gensmall') || hasClass(element, 'postdetails')) {
      const line = lineOf(element);
      draft.rawTime ??= TIME.exec(line)?.[1] ?? null;
      draft.subject ||= SUBJECT.exec(line)?.[1] ?? '';
    } else if (isBody(element)) {
      draft.body = element;
      return false;
    }
    return true;
  });
  const posts: ParsedPost[] = [];
  for (const draft of drafts) {
    const url = pageUrl(`./viewtopic.php?p=${draft.id}`, page.url);
    if (draft.body === null || url === null) continue;
    const cell = closest(draft.body, (parent) => parent.name === 'tr');
    if (cell === null) continue; // other engines call the bodies of their posts the same, outside of tables
    const notes = findAll(cell, byClass('gensmall'))
      .map((note) => lineOf(note))
      .join(' ');
    const body = textOf(draft.body, { skip: byClass('quotetitle'), quote: byClass('quotecontent', 'quote') });
    const hasSubject =
      draft.subject !== '' && !/^(?:re|ответ)\s*:/i.test(draft.subject) && !body.startsWith(draft.subject);
    posts.push(
      makePost({
        nativeId: draft.id,
        url: `${url}#p${draft.id}`,
        text: hasSubject ? `${draft.subject}\n\n${body}` : body,
        time: readTime(draft.rawTime, page),
        threadId,
        edited: /Последний раз редактировалось|Last edited by/i.test(notes),
        authorId: draft.author,
      }),
    );
  }
  return posts;
}
