import { Parser } from 'htmlparser2';
import type { Extracted } from './pages.js';

/** The leanest way to a page's posts: one pass, no tree. */
export function extractBySax(body: string): Extracted[] {
  const posts: Extracted[] = [];
  let post: Extracted | null = null;
  let inText = 0;
  let inReaction = 0;
  let reaction = '';
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (inText > 0) {
          if (name === 'br' && post !== null) post.text += '\n';
          else inText++;
          return;
        }
        if (inReaction > 0) {
          inReaction++;
          return;
        }
        const id = attributes['data-post'];
        if (id !== undefined) {
          post = { id, text: '', date: '', likes: 0 };
          posts.push(post);
        } else if (post !== null) {
          const classes = attributes.class;
          if (name === 'time') post.date = attributes.datetime ?? '';
          else if (classes === 'tgme_reaction') {
            inReaction = 1;
            reaction = '';
          } else if (classes?.includes('js-message_text')) inText = 1;
        }
      },
      ontext(text) {
        if (inText > 0 && post !== null) post.text += text;
        else if (inReaction === 1) reaction += text;
      },
      onclosetag(name) {
        if (inText > 0) {
          if (name !== 'br') inText--;
        } else if (inReaction > 0) {
          inReaction--;
          if (inReaction === 0 && post !== null) post.likes += Number(reaction);
        }
      },
    },
    { decodeEntities: true },
  );
  parser.end(body);
  return posts;
}
