import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../../../pipelines/text/analyse.js';
import type { TokenKind } from '../../../../pipelines/text/tokens.js';

interface Case {
  text: string;
  reads: string;
}

const lines = readFileSync(new URL('tokens.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');
const cases = lines.map((line) => JSON.parse(line) as Case);
const marks: Readonly<Record<TokenKind, string>> = { word: '', number: '·n', emoji: '·e', other: '·o' };

/** Folded tokens with a mark of their kind; « / » between clauses, « | » between sentences. */
function reading(text: string): string {
  const { tokens } = analyse(text);
  return tokens
    .map((token, index) => {
      const last = tokens[index - 1];
      const border =
        last === undefined ? '' : last.sentence < token.sentence ? ' | ' : last.clause < token.clause ? ' / ' : ' ';
      return border + token.text + marks[token.kind];
    })
    .join('');
}

describe('the reading of a text', () => {
  it('is tried on at least 120 cases', () => expect(cases.length).toBeGreaterThanOrEqual(120));
  it.each(cases)('of «$text» is «$reads»', ({ text, reads }) => expect(reading(text)).toBe(reads));
});
