import type { Position } from './ast.js';

/** A piece of a query as the parser takes it. */
export type Lexeme =
  | { kind: 'word' | 'exact' | 'prefix' | 'typo' | 'list' | 'regex'; text: string; at: Position }
  | { kind: 'number'; from: number; to: number; unit: string | null; at: Position }
  | { kind: 'phrase'; items: Lexeme[]; at: Position }
  | { kind: 'near'; negated: boolean; ordered: boolean; distance: number; at: Position }
  | { kind: 'not' | 'and' | 'or' | 'open' | 'close' | 'sentence' | 'neg' | 'end'; at: Position };

/** What a lexeme is called in messages. */
export function nameLexeme(lexeme: Lexeme): string {
  switch (lexeme.kind) {
    case 'word':
      return `«${lexeme.text}»`;
    case 'exact':
      return `«=${lexeme.text}»`;
    case 'prefix':
      return `«${lexeme.text}*»`;
    case 'typo':
      return `«~${lexeme.text}»`;
    case 'list':
      return `«@${lexeme.text}»`;
    case 'regex':
      return 'a regular expression';
    case 'number':
      return 'a number «#»';
    case 'phrase':
      return 'a phrase in quotes';
    case 'near':
      return `«${lexeme.negated ? 'NOT ' : ''}${lexeme.ordered ? 'O' : ''}NEAR/${lexeme.distance}»`;
    case 'not':
      return '«-» (NOT)';
    case 'and':
      return '«&»';
    case 'or':
      return '«|»';
    case 'open':
      return '«(»';
    case 'close':
      return '«)»';
    case 'sentence':
      return '«SENT(»';
    case 'neg':
      return '«neg(»';
    case 'end':
      return 'the end of the query';
  }
}
