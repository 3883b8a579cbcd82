/**
 * The same text as a string of its own, to be kept: a part of a string keeps the whole alive, and what is cut off a page would keep the page. It is V8's copy
 * of a property's name, so there is one for all that read alike.
 */
export function ownString(text: string): string {
  return Object.keys({ [text]: 0 })[0] ?? text;
}
