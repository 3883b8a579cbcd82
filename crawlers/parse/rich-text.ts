import type { Attachment } from '../../src/core/post.js';
import { lineOf, textOf } from './text.js';
import { attribute, byClass, byName, type Element, find, parseTree, type Test, walk } from './tree.js';

export interface RichText {
  /** Text with line breaks; quotations start with «> ». */
  text: string;
  /** Pictures, films, sounds, files and previews of links, those in quotations left out. */
  attachments: Attachment[];
  tree: Element;
}

export interface RichTextOptions {
  /** Elements left out with all that is in them. */
  skip?: Test;
  /** Links to uploaded files, or the boxes around them. */
  file?: Test;
  /** Previews of pages that a link leads to: an attachment, not the author's words. */
  preview?: Test;
}

const isSmiley: Test = (image) =>
  /smil|emoji|emoticon|avatar|site-icon|favicon/i.test(
    `${image.attributes.class ?? ''} ${image.attributes.src ?? ''}`,
  ) || /^\p{Extended_Pictographic}/u.test(image.attributes.alt ?? '');

function altOf(element: Element): string | null {
  return (attribute(element, 'alt') ?? attribute(element, 'title'))?.slice(0, 300) ?? null;
}

/** What an engine sends as the HTML of one post: its text, and what hangs on it. Throws E_PAGE_INVALID as parseTree does. */
export function readRichText(html: string, options: RichTextOptions = {}): RichText {
  const tree = parseTree(html);
  const { skip = () => false, file = byClass('attachment'), preview = () => false } = options;
  const attachments: Attachment[] = [];
  walk(tree, (element) => {
    if (skip(element) || element.name === 'blockquote') return false;
    if (preview(element)) {
      const title = find(element, byName('h3', 'h4')) ?? find(element, byName('a'));
      attachments.push({ type: 'link', alt: lineOf(title).slice(0, 300) || null });
      return false;
    }
    if (element.name === 'img') {
      if (!isSmiley(element)) attachments.push({ type: 'photo', alt: altOf(element) });
    } else if (element.name === 'video' || element.name === 'audio') {
      attachments.push({ type: element.name, alt: altOf(element) });
    } else if (file(element)) {
      attachments.push({ type: 'document', alt: lineOf(element, { skip }).slice(0, 300) || null });
      return false;
    }
    return true;
  });
  return { text: textOf(tree, { skip: (element) => skip(element) || preview(element) }), attachments, tree };
}
