import type { Atom, Query } from '../../../../pipelines/rules/ast.js';
import { denialOf } from '../../../../pipelines/rules/negation.js';
import { analyse } from '../../../../pipelines/text/analyse.js';
import type { Analysis, Token } from '../../../../pipelines/text/tokens.js';

/** The plainest reading of docs/rules.md: no index, no term numbers, every pair tried. The matcher must agree with it. */
type Found = { from: number; to: number; words: Set<number> }[];

export function oracleWords(query: Query, analysis: Analysis): number[] | null {
  const tokens = analysis.tokens.filter((token) => token.kind !== 'other');
  const found = find(query, analysis.text, tokens, 0, tokens.length);
  return found && [...new Set(found.flatMap(({ words }) => [...words]))].sort((a, b) => a - b);
}

function find(query: Query, text: string, tokens: readonly Token[], low: number, high: number): Found | null {
  const inner = (part: Query, from = low, to = high): Found | null => find(part, text, tokens, from, to);
  const orNull = (found: Found): Found | null => (found.length > 0 ? found : null);
  switch (query.kind) {
    case 'word':
    case 'exact':
    case 'prefix':
    case 'number':
      return sequence(atomTests(query));
    case 'phrase':
      return sequence(query.items.flatMap(atomTests));
    case 'list':
      return inner(query.inner);
    case 'and': {
      const parts = query.parts.map((part) => inner(part));
      return parts.every((part) => part !== null) ? parts.flatMap((part) => part ?? []) : null;
    }
    case 'or': {
      const parts = query.parts.map((part) => inner(part)).filter((part) => part !== null);
      return parts.length > 0 ? parts.flat() : null;
    }
    case 'not':
      return inner(query.inner) ? null : [];
    case 'sentence': {
      const all: Found = [];
      let holds = false;
      for (const sentence of new Set(tokens.slice(low, high).map((token) => token.sentence))) {
        const from = tokens.findIndex((token) => token.sentence === sentence);
        const to = from + tokens.filter((token) => token.sentence === sentence).length;
        const part = inner(query.inner, Math.max(low, from), Math.min(high, to));
        if (part) {
          holds = true;
          all.push(...part);
        }
      }
      return holds ? all : null;
    }
    case 'neg':
      return orNull(
        (inner(query.inner) ?? []).flatMap(({ from, to, words }) => {
          const denial = denialOf(text, tokens, from, to, low, high);
          if (!denial) return [];
          return [
            { from: Math.min(from, ...denial), to: Math.max(to, ...denial), words: new Set([...words, ...denial]) },
          ];
        }),
      );
    case 'near': {
      const all: Found = [];
      for (const a of inner(query.left) ?? []) {
        for (const b of inner(query.right) ?? []) {
          const gap = b.from > a.to ? b.from - a.to : a.from > b.to && !query.ordered ? a.from - b.to : 0;
          const inside = (x: typeof a, y: typeof a) => !query.ordered && x.from > y.from && x.to < y.to;
          const near = (gap >= 1 && gap <= query.distance) || inside(a, b) || inside(b, a);
          if (!near || tokens[a.from]?.sentence !== tokens[b.from]?.sentence) continue;
          all.push({
            from: Math.min(a.from, b.from),
            to: Math.max(a.to, b.to),
            words: new Set([...a.words, ...b.words]),
          });
        }
      }
      return orNull(all);
    }
  }

  function sequence(tests: ((token: Token) => boolean)[]): Found | null {
    const all: Found = [];
    for (let from = low; from + tests.length <= high; from++) {
      const run = tokens.slice(from, from + tests.length);
      if (run.some((token) => token.sentence !== run[0]?.sentence)) continue;
      if (run.every((token, offset) => tests[offset]?.(token)))
        all.push({ from, to: from + run.length - 1, words: new Set(run.map((_, offset) => from + offset)) });
    }
    return orNull(all);
  }
}

function atomTests(atom: Atom): ((token: Token) => boolean)[] {
  const faces = (token: Token) => [token, ...(token.parts ?? [])];
  if (atom.kind === 'number')
    return [(token) => /^\d+$/.test(token.stem) && Number(token.stem) >= atom.from && Number(token.stem) <= atom.to];
  const written = atom.kind === 'prefix' ? atom.prefix : atom.word;
  const words = analyse(written).tokens.filter((token) => token.kind !== 'other');
  return words.map((word, index) => {
    if (atom.kind === 'word') return (token) => faces(token).some(({ stem }) => stem === word.stem);
    if (atom.kind === 'prefix' && index === words.length - 1)
      return (token) => faces(token).some(({ text }) => text.startsWith(word.text));
    return (token) => faces(token).some(({ text }) => text === word.text);
  });
}
