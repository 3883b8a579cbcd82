import { splitHighlight } from '../lib/highlight.js';

/** Text of a row; the words that the search matched are marked. Built from text nodes only. */
export function MarkedText({ title, fragments }: { title: string; fragments: readonly string[] | undefined }) {
  if (fragments === undefined || fragments.length === 0) return title;
  let offset = 0;
  return splitHighlight(fragments.join(' … ')).map((piece) => {
    const key = offset;
    offset += piece.text.length;
    return piece.marked ? <mark key={key}>{piece.text}</mark> : <span key={key}>{piece.text}</span>;
  });
}
