/** Fewest characters of a piece worth looking for. */
const minLiteral = 3;

/**
 * Pieces of which one stands in every text that the expression accepts: for each alternative of the outermost level its longest run of
 * plain characters. Null when some alternative has none of at least three. Never too strict: what is not understood counts as unknown.
 */
export function requiredLiterals(pattern: string): string[] | null {
  if (/\\[x0-7Q]/.test(pattern)) return null;
  const literals: string[] = [];
  let longest = '';
  let run = '';
  const endRun = (): void => {
    if (run.length > longest.length) longest = run;
    run = '';
  };
  for (let index = 0; index < pattern.length; ) {
    const char = pattern.charAt(index);
    if (char === '|') {
      endRun();
      if (longest.length < minLiteral) return null;
      literals.push(longest);
      longest = '';
      index++;
      continue;
    }
    // Flags set for the rest of the expression may change what its letters mean.
    if (/^\(\?[a-zA-Z-]*\)/.test(pattern.slice(index, index + 12))) return null;
    const { end, literal } = unitAt(pattern, index);
    const repeated = /^(?:[?*+]|\{\d+(?:,\d*)?\})+/.exec(pattern.slice(end))?.[0] ?? '';
    if (literal !== null && /^\+?$/.test(repeated)) run += literal;
    if (literal === null || repeated !== '') endRun();
    index = end + repeated.length;
  }
  endRun();
  if (longest.length < minLiteral) return null;
  literals.push(longest);
  return literals;
}

/** The unit that begins here, and the character it stands for; null when it may stand for several. */
function unitAt(pattern: string, index: number): { end: number; literal: string | null } {
  const char = String.fromCodePoint(pattern.codePointAt(index) ?? 0);
  if (char === '\\') {
    const next = pattern.charAt(index + 1);
    if (/[pP]/.test(next) && pattern.charAt(index + 2) === '{')
      return { end: closing(pattern, index + 2, '}'), literal: null };
    if (/[pP]/.test(next)) return { end: Math.min(index + 3, pattern.length), literal: null };
    return { end: Math.min(index + 2, pattern.length), literal: /[^\p{L}\p{N}]/u.test(next) ? next : null };
  }
  if (char === '[') return { end: closing(pattern, index, ']'), literal: null };
  if (char === '(') return { end: groupEnd(pattern, index), literal: null };
  if (/[.^$)]/.test(char)) return { end: index + 1, literal: null };
  return { end: index + char.length, literal: char };
}

/** Just behind the closing character; a «]» directly after «[» or «[^» belongs to the class. */
function closing(pattern: string, from: number, close: string): number {
  let index = from + 1;
  if (close === ']') {
    if (pattern.charAt(index) === '^') index++;
    if (pattern.charAt(index) === ']') index++;
  }
  for (; index < pattern.length && pattern.charAt(index) !== close; index++) {
    if (pattern.charAt(index) === '\\') index++;
    else if (close === ']' && pattern.startsWith('[:', index)) {
      const end = pattern.indexOf(':]', index + 2);
      if (end > 0) index = end + 1;
    }
  }
  return Math.min(index + 1, pattern.length);
}

function groupEnd(pattern: string, from: number): number {
  let depth = 0;
  for (let index = from; index < pattern.length; ) {
    const char = pattern.charAt(index);
    if (char === '(') depth++;
    if (char === ')' && --depth === 0) return index + 1;
    index = char === '(' ? index + 1 : unitAt(pattern, index).end;
  }
  return pattern.length;
}
