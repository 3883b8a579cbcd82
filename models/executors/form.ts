/**
 * How a raw text was written down: as a web form's markup or plain, in lines or not. Forms change over the years, and so does who answers
 * them, which is all that this tells. Nothing of the words is in it.
 */
export type TextForm = readonly string[];

/** Marks of the form of a raw text. Pure. */
export function formOf(raw: string): TextForm {
  const marks = [raw.includes('<p') ? 'paragraphs' : raw.includes('<') ? 'other-tags' : 'plain'];
  if (/<[a-z]+ style=/i.test(raw)) marks.push('styled');
  if (raw.includes('&nbsp;')) marks.push('entities');
  if (raw.includes('\n')) marks.push('lines');
  return marks;
}
