/** A part of a hyphenated word («северо-западный» → «северо», «западный»). */
export interface TokenPart {
  readonly text: string;
  readonly stem: string;
  readonly start: number;
  readonly end: number;
}

/** One word, number or sign. Offsets are UTF-16 units of the analysed text; `end` is exclusive. */
export interface Token {
  /**
   * Folded form: `fold(source.slice(start, end))`; of an emoji its Russian name; of `other` tokens `foldSign` of the piece (lower case,
   * nothing corrected). Words and numbers that come again share one string.
   */
  readonly text: string;
  /** What word forms share; of a hyphenated word the stems of its parts joined by «-»; of an ordinal («5-й») the figure alone. */
  readonly stem: string;
  readonly start: number;
  readonly end: number;
  /** Number of the sentence, from 0. */
  readonly sentence: number;
  /** Number of the clause, from 0, counted through the whole text: a new sentence begins a new clause too. */
  readonly clause: number;
  readonly kind: TokenKind;
  /** Of a word with a hyphen, else undefined. */
  readonly parts: readonly TokenPart[] | undefined;
}

/**
 * `word`: letters. `number`: begins with a digit (12к2, 7/1, 15а, 12.05.2024, 8-800-555-35-35, +7…). `emoji`: one that has a Russian
 * name. `other`: №, %, currency signs, other emoji, links, e-mail addresses, @names and marks such as «[телефон]».
 */
export type TokenKind = 'word' | 'number' | 'emoji' | 'other';

export interface Analysis {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Number of sentences that have at least one token. */
  readonly sentences: number;
}
