import { describe, expect, it } from 'vitest';
import { QueryError } from '../../../../pipelines/rules/lex.js';
import { parseQuery } from '../../../../pipelines/rules/parse.js';

function complaint(query: string): string {
  try {
    parseQuery(query, new Map([['снег', parseQuery('снег | лёд')]]));
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return `${error.at.line}:${error.at.column} ${error.message}`;
  }
  return 'no complaint';
}

describe('the query parser', () => {
  it('binds | loosest, then & and juxtaposition, then NEAR, then -', () => {
    const shape = (query: string): unknown =>
      JSON.parse(JSON.stringify(parseQuery(query), (key, value) => (key === 'at' ? undefined : value)));
    expect(shape('а1 | б1 в1 NEAR/2 г1')).toEqual({
      kind: 'or',
      parts: [
        { kind: 'word', word: 'а1' },
        {
          kind: 'and',
          parts: [
            { kind: 'word', word: 'б1' },
            {
              kind: 'near',
              ordered: false,
              distance: 2,
              left: { kind: 'word', word: 'в1' },
              right: { kind: 'word', word: 'г1' },
            },
          ],
        },
      ],
    });
    expect(shape('яма -двор')).toEqual(shape('яма & NOT двор'));
  });

  it.each([
    ['', '1:1 expected a query, found the end of the query'],
    ['   ', '1:4 expected a query, found the end of the query'],
    ['яма |', '1:6 expected a word, "phrase", «(», SENT(...), neg(...), @list or #, found the end of the query'],
    ['| яма', '1:1 expected a word, "phrase", «(», SENT(...), neg(...), @list or #, found «|»'],
    ['(яма дорога', '1:12 expected «)» that closes the «(» of line 1, column 1, found the end of the query'],
    ['яма)', '1:4 expected an operator or the end of the query, found «)»'],
    ['()', '1:2 expected a query between «(» and «)», found «)»'],
    ['яма\n  дорога |\n  )', '3:3 expected a word, "phrase", «(», SENT(...), neg(...), @list or #, found «)»'],
    ['"яма', '1:1 expected «"» that closes this phrase, found the end'],
    ['""', '1:1 expected at least one word inside the quotes'],
    ['"яма | дорога"', '1:6 expected a word inside the phrase, found «|»'],
    ['яма NEAR дорога', '1:5 expected NEAR/n with n from 1 to 30, found «NEAR»'],
    ['яма NEAR/0 дорога', '1:5 expected NEAR/n with n from 1 to 30, found «NEAR/0»'],
    ['яма ONEAR/99 дорога', '1:5 expected ONEAR/n with n from 1 to 30, found «ONEAR/99»'],
    [
      'яма NEAR/3 (дорога & улица)',
      '1:13 expected beside «NEAR/3»: a word, "phrase", @list, neg(...) or a group of these joined with «|»',
    ],
    [
      'neg(вода & свет)',
      '1:5 expected inside neg(...): a word, "phrase", @list, neg(...) or a group of these joined with «|»',
    ],
    ['до*', '1:1 expected at least 3 letters before «*», found «до»'],
    ['=дорог*', '1:7 «=» wants one exact form: leave out the «*» or the «=»'],
    ['= дорога', '1:2 expected a word right after «=»'],
    ['яма - двор', '1:6 expected a word, phrase or group right after «-» (no space)'],
    ['-двор', '1:1 expected at least one word that must be present: exclusions alone match every text'],
    ['яма | -двор', '1:1 expected at least one word that must be present: exclusions alone match every text'],
    ['яма SENT(-двор)', '1:10 expected inside SENT(...) a word that must be present'],
    ['@дождь', '1:1 the word list «@дождь» is not defined (known: снег)'],
    ['#9..3', '1:1 expected the smaller bound first, found «#9..3»'],
    ['яма % дорога', '1:5 expected a word, "phrase", group, SENT(...), neg(...), @list or #, found «%»'],
    [`${'('.repeat(41)}яма${')'.repeat(41)}`, '1:41 groups are nested more than 40 deep: split the rule'],
  ])('points at the place and says what was expected: %s', (query, expected) => {
    expect(complaint(query)).toBe(expected);
  });
});
