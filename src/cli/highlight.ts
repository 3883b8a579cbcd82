import type { Span } from '../core/verdict.js';
import type { Colours } from './colours.js';

/**
 * A text with stretches made visible: coloured, or in square brackets where there is no colour. Stretches that touch or overlap are one.
 * @param spans offsets into `text`, in any order
 */
export function highlight(text: string, spans: readonly Span[], colours: Colours): string {
  let out = '';
  let from = 0;
  for (const { start, end } of joined(spans)) {
    const word = printable(text.slice(start, end));
    out += printable(text.slice(from, start)) + (colours.enabled ? colours.bold(colours.green(word)) : `[${word}]`);
    from = end;
  }
  return out + printable(text.slice(from));
}

function joined(spans: readonly Span[]): { start: number; end: number }[] {
  const all: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else all.push({ start, end });
  }
  return all;
}

/** A text without the control characters by which a stranger's post could take over the terminal; lines stay. */
export function printable(text: string): string {
  return text.replaceAll(/(?![\n\t])[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '·');
}

/** Words as a list: «яма», «дороге»; each once. */
export function quoted(words: readonly Span[]): string {
  return [...new Set(words.map(({ text }) => `«${printable(text)}»`))].join(', ');
}
