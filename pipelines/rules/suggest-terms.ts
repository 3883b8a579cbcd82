import type { Analysis, Token } from '../text/tokens.js';
import { isFormEverywhere, isStemEverywhere } from './lint-words.js';
import { ruleTokens } from './terms.js';

export type TermKind = 'word' | 'phrase' | 'near';
export const termKinds: readonly TermKind[] = ['word', 'phrase', 'near'];

/** Farthest that the words of a `near` pair stand apart; as in NEAR/n. */
export const pairDistance = 4;
const shortestWord = 3;

/**
 * The terms of a text: stems, neighbours, and pairs at most `pairDistance` words apart, in any order, within a sentence.
 * Gives the key of each (kind, then stems) with the words of the text that showed it. Words that every text has make no term alone and no pair.
 */
export function termsOf(analysis: Analysis): Map<string, readonly string[]> {
  const tokens = ruleTokens(analysis);
  const terms = new Map<string, readonly string[]>();
  const put = (key: string, words: readonly string[]): void => {
    if (!terms.has(key)) terms.set(key, words);
  };
  tokens.forEach((token, index) => {
    const telling = isTelling(token);
    if (telling) put(`word ${token.stem}`, [token.text]);
    for (let next = index + 1; next <= index + pairDistance; next++) {
      const other = tokens[next];
      if (!other || other.sentence !== token.sentence) break;
      if (token.kind !== 'word' || other.kind !== 'word' || token.stem === other.stem) continue;
      const both = telling && isTelling(other);
      if (next === index + 1 && (telling || isTelling(other)))
        put(`phrase ${token.stem} ${other.stem}`, [token.text, other.text]);
      if (!both) continue;
      const ordered = token.stem < other.stem ? [token, other] : [other, token];
      put(
        `near ${ordered.map(({ stem }) => stem).join(' ')}`,
        ordered.map(({ text }) => text),
      );
    }
  });
  return terms;
}

function isTelling({ kind, text, stem }: Token): boolean {
  return kind === 'word' && text.length >= shortestWord && !isStemEverywhere(stem) && !isFormEverywhere(text);
}

export function kindOf(key: string): TermKind {
  return termKinds.find((kind) => key.startsWith(`${kind} `)) ?? 'word';
}

/** The stems of a key. */
export function stemsOf(key: string): string[] {
  return key.split(' ').slice(1);
}

/** A term as one writes it in a query, from the most frequent forms of its words. */
export function writeTerm(key: string, forms: readonly string[]): string {
  switch (kindOf(key)) {
    case 'word':
      return forms[0] ?? '';
    case 'phrase':
      return `"${forms.join(' ')}"`;
    case 'near':
      return forms.join(` NEAR/${pairDistance} `);
  }
}

/** Counts terms over texts, and which forms their words took. */
export class TermCounts {
  readonly #counts = new Map<string, number>();
  readonly #forms = new Map<string, Map<string, number>>();
  readonly #totals = new Map<TermKind, number>(termKinds.map((kind) => [kind, 0]));
  readonly #wanted: ReadonlySet<string> | null;
  readonly #keepForms: boolean;

  /** @param wanted count these terms only; the totals are of all terms nevertheless */
  constructor(options: { wanted?: ReadonlySet<string>; keepForms?: boolean } = {}) {
    this.#wanted = options.wanted ?? null;
    this.#keepForms = options.keepForms ?? false;
  }

  add(terms: ReadonlyMap<string, readonly string[]>): void {
    for (const [key, words] of terms) {
      const kind = kindOf(key);
      this.#totals.set(kind, this.total(kind) + 1);
      if (this.#wanted && !this.#wanted.has(key)) continue;
      this.#counts.set(key, this.count(key) + 1);
      if (!this.#keepForms) continue;
      const forms = this.#forms.get(key) ?? new Map<string, number>();
      this.#forms.set(key, forms);
      const shown = words.join(' ');
      forms.set(shown, (forms.get(shown) ?? 0) + 1);
    }
  }

  count(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  total(kind: TermKind): number {
    return this.#totals.get(kind) ?? 0;
  }

  /** Terms that at least so many texts have. */
  keys(least: number): string[] {
    return [...this.#counts].filter(([, count]) => count >= least).map(([key]) => key);
  }

  /** The forms that the words of the term took most often. */
  form(key: string): string[] {
    let best = '';
    let most = 0;
    for (const [shown, count] of this.#forms.get(key) ?? []) {
      if (count < most || (count === most && shown > best)) continue;
      best = shown;
      most = count;
    }
    return best.split(' ');
  }
}
