import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js';
import { requiredLiterals } from './regex-literals.js';

/** A regular expression that cannot be used; `index` points into its source, 0-based. */
export class RegexError extends Error {
  override readonly name = 'RegexError';
  readonly index: number;

  constructor(message: string, index: number) {
    super(message);
    this.index = index;
  }
}

/** Most hits of one expression in one text: with them the work stays linear in the text whatever the expression is. */
export const maxRegexHits = 64;
const longestSource = 500;
/** Texts in which an expression that accepts nothing at all shows itself. */
const probes = ['', 'а', 'аб', '1', ' ', 'а б', 'а, б. 1\nв'];

export interface Regex {
  /** One of these stands in every text that has a hit; null when that cannot be told. */
  readonly literals: readonly string[] | null;
  /** Hits in a text as `regexText` gives it, from left to right and apart from each other; at most `maxRegexHits`. */
  find(lowered: string): (readonly [start: number, end: number])[];
}

/** The text as regular expressions see it: lower case, ё as е, every UTF-16 unit where it was. */
export function regexText(text: string): string {
  const lowered = text.toLowerCase();
  const kept = lowered.length === text.length ? lowered : [...text].map(lowerInPlace).join('');
  return kept.replaceAll('ё', 'е');
}

function lowerInPlace(char: string): string {
  const lowered = char.toLowerCase();
  return lowered.length === char.length ? lowered : char;
}

/** Compiles the source between the slashes for the linear-time engine. Throws RegexError. */
export function compileRegex(source: string): Regex {
  if (source === '') throw new RegexError('expected a regular expression between the slashes', 0);
  if (source.length > longestSource)
    throw new RegexError(`expected at most ${longestSource} characters in a regular expression`, longestSource);
  const pattern = translate(source);
  const compiled = compileTranslated(pattern, source);
  const find = (lowered: string): [number, number][] => {
    const found: [number, number][] = [];
    const matcher = compiled.matcher(lowered);
    while (found.length < maxRegexHits && matcher.find()) {
      const start = matcher.start();
      const end = matcher.end();
      if (end > start) found.push([start, end]);
      else if (start >= lowered.length) break;
    }
    return found;
  };
  if (probes.some((probe) => acceptsNothing(compiled, probe)))
    throw new RegexError('the regular expression accepts an empty piece of text: ask for at least one character', 0);
  return { literals: requiredLiterals(pattern), find };
}

function acceptsNothing(compiled: RE2JS, probe: string): boolean {
  const matcher = compiled.matcher(probe);
  for (let turn = 0; turn <= probe.length && matcher.find(); turn++) if (matcher.start() === matcher.end()) return true;
  return false;
}

function compileTranslated(pattern: string, source: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const part = error instanceof RE2JSSyntaxException ? error.getPattern() : null;
    const reason = error instanceof RE2JSSyntaxException ? error.getDescription() : error.message;
    const index = part === null ? -1 : source.toLowerCase().lastIndexOf(part.toLowerCase());
    const shown = part === null || part === source ? '' : ` «${part}»`;
    const hint = /perl syntax|lookbehind|\(\?[=!<]/i.test(`${reason} ${part ?? ''}`)
      ? ' (the linear-time engine knows no look-around and no back-references)'
      : '';
    throw new RegexError(`the regular expression is wrong: ${reason}${shown}${hint}`, Math.max(index, 0));
  }
}

/**
 * The source for the engine: letters in lower case and ё as е, like the texts; `\w` and `\W` mean letters of all languages. Throws
 * RegexError for `\b` and `\B`, which the engine knows for Latin words only.
 */
function translate(source: string): string {
  let out = '';
  let inClass = false;
  for (let index = 0; index < source.length; index++) {
    const char = source.charAt(index);
    if (char === '\\') {
      const named = /^\\[pP](?:\{[^}]*\}|.)/u.exec(source.slice(index));
      const piece = named ? named[0] : source.slice(index, index + 2);
      out += escapeFor(piece, inClass, index);
      index += piece.length - 1;
      continue;
    }
    const flags = inClass ? null : /^\(\?(?:P?<[^>]*>|[a-zA-Z-]*)/u.exec(source.slice(index));
    if (flags) {
      out += flags[0];
      index += flags[0].length - 1;
      continue;
    }
    if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    out += char.toLowerCase().length === 1 ? char.toLowerCase().replace('ё', 'е') : char;
  }
  return out;
}

function escapeFor(piece: string, inClass: boolean, index: number): string {
  switch (piece) {
    case '\\b':
    case '\\B':
      if (inClass) return piece;
      throw new RegexError(
        `«${piece}» sees the borders of Latin words only: write (?:^|[^а-я]) there, or use a word of the rule language`,
        index,
      );
    case '\\w':
      return inClass ? '\\p{L}\\p{N}_' : '[\\p{L}\\p{N}_]';
    case '\\W':
      if (!inClass) return '[^\\p{L}\\p{N}_]';
      throw new RegexError('«\\W» inside [...] is not supported: write the characters out', index);
    default:
      return piece;
  }
}
