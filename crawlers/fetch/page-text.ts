import { decodeBody } from './charset.js';
import type { Answer } from './redirects.js';
import { CHALLENGE_CHARACTERS, isChallenge } from './refusal.js';
import { header } from './response-headers.js';

/** A body as text. */
export interface PageText {
  text: string;
  charset: string;
  /** Media type alone, small letters; `text/html` when the host does not say. */
  contentType: string;
  /** It is a robot check in place of the page. */
  isChallenge: boolean;
}

const texts = new WeakMap<Answer, PageText>();

/** Decodes an answer; once, however often it is asked. */
export function textOfAnswer(answer: Answer): PageText {
  let known = texts.get(answer);
  if (known === undefined) {
    const type = header(answer.headers, 'content-type') ?? 'text/html';
    const charset = /;\s*charset\s*=\s*["']?([\w:.-]+)/i.exec(type)?.[1] ?? null;
    const decoded = decodeBody(answer.body, charset);
    const contentType = (type.split(';')[0] ?? '').trim().toLowerCase();
    known = { ...decoded, contentType, isChallenge: isChallenge(decoded.text) };
    texts.set(answer, known);
  }
  return known;
}

/** Whether an answer is a robot check; a big one is not, and is not decoded for it. */
export function isChallengeAnswer(answer: Answer): boolean {
  return answer.body.length <= CHALLENGE_CHARACTERS && textOfAnswer(answer).isChallenge;
}
