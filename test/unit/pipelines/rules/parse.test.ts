import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyNumber } from '../../../../pipelines/rules/ast.js';
import { compileRules } from '../../../../pipelines/rules/matcher.js';
import { parseQuery } from '../../../../pipelines/rules/parse.js';
import { QueryError } from '../../../../pipelines/rules/reader.js';
import { analyse } from '../../../../pipelines/text/analyse.js';

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
    [
      'яма |',
      '1:6 expected a word, "phrase", «(», SENT(...), neg(...), @list, # or re2:/…/, found the end of the query',
    ],
    ['| яма', '1:1 expected a word, "phrase", «(», SENT(...), neg(...), @list, # or re2:/…/, found «|»'],
    ['(яма дорога', '1:12 expected «)» that closes the «(» of line 1, column 1, found the end of the query'],
    ['яма)', '1:4 expected an operator or the end of the query, found «)»'],
    ['()', '1:2 expected a query between «(» and «)», found «)»'],
    ['яма\n  дорога |\n  )', '3:3 expected a word, "phrase", «(», SENT(...), neg(...), @list, # or re2:/…/, found «)»'],
    ['"яма', '1:1 expected «"» that closes this phrase, found the end: put it after the last word of the phrase'],
    ['""', '1:1 expected at least one word inside the quotes'],
    ['"яма | дорога"', '1:6 expected a word inside the phrase, found «|»'],
    [
      'яма NEAR дорога',
      '1:5 expected NEAR/n with n from 1 to 30, found «NEAR»: write the number of words, as in NEAR/5',
    ],
    ['яма NEAR/0 дорога', '1:5 expected NEAR/n with n from 1 to 30; 1 means side by side, found «NEAR/0»'],
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
    ['яма % дорога', '1:5 expected a word, "phrase", group, SENT(...), neg(...), @list, # or re2:/…/, found «%»'],
    [`${'('.repeat(41)}яма${')'.repeat(41)}`, '1:41 groups are nested more than 40 deep: split the rule'],
    ['яма near/3 дорога', '1:5 expected «NEAR/3» in capitals, found «near/3»'],
    ['SENT (яма)', '1:1 expected «SENT(» so written and with no space, found «SENT (»'],
    ['NEG(яма)', '1:1 expected «neg(» so written and with no space, found «NEG(»'],
    ['*дорога', '1:1 expected a word, found «*» in front of one: it stands only at the end of a word, as in «освещ*»'],
    ['дор*га', '1:4 expected «*» only at the end of a word: write «дор*», or list the forms joined with «|»'],
    [
      'яма ~дом',
      '1:5 expected a word of at least 7 letters with «~», found «дом»: write the misspellings out, joined with «|»',
    ],
    ['остановка~2', '1:1 expected «~» or «~1» (one typing error), found «~2»'],
    ['~пр-т1', '1:1 expected one plain word with «~», found «пр-т1»'],
    ['=остановка~', '1:11 «=» wants one exact form: leave out the «~» or the «=»'],
    ['~остановк*', '1:10 «~» forgives a typing error in a whole word: leave out the «*» or the «~»'],
    ['№', '1:1 expected a word with letters or digits, found «№», which rules do not see'],
    ['@снегъ', '1:1 the word list «@снегъ» is not defined: do you mean «@снег»?'],
    ['@', '1:2 expected the name of a word list right after «@»'],
    ['#..', '1:1 expected a bound before or after «..», as in «#3..» or «#..10»'],
    ['#3..10:', '1:8 expected a unit right after «:», as in «#3..10:день»'],
    ['#3..10: день', '1:8 expected a unit right after «:», as in «#3..10:день»'],
    [
      'яма NOT NEAR дорога',
      '1:5 expected NEAR/n with n from 1 to 30, found «NOT NEAR»: write the number of words, as in NEAR/5',
    ],
    [
      'яма NOT NEAR/3 -двор',
      '1:16 expected beside «NOT NEAR/3»: a word, "phrase", @list, neg(...) or a group of these joined with «|»',
    ],
    ['re2:/яма', '1:1 expected re2:/…/ on one line: a slash inside is written «\\/», the last one closes it'],
    ['re2://', '1:6 expected a regular expression between the slashes'],
    ['дом re2:/а(б/', '1:10 the regular expression is wrong: missing closing )'],
    ['re2:/яма[0-/', '1:9 the regular expression is wrong: missing closing ] «[0-»'],
    ['re2:/а*/', '1:6 the regular expression accepts an empty piece of text: ask for at least one character'],
    ['re2:/^|яма/', '1:6 the regular expression accepts an empty piece of text: ask for at least one character'],
    [
      're2:/яма\\b/',
      '1:9 «\\b» sees the borders of Latin words only: write (?:^|[^а-я]) there, or use a word of the rule language',
    ],
    [
      're2:/(?=яма)/',
      '1:6 the regular expression is wrong: invalid or unsupported Perl syntax «(?=» (the linear-time engine knows no look-around and no back-references)',
    ],
  ])('points at the place and says what was expected: %s', (query, expected) => {
    expect(complaint(query)).toBe(expected);
  });

  it('takes quantities, typing errors, expressions and NOT NEAR apart', () => {
    const at = expect.anything();
    expect(parseQuery('#3..10:день')).toEqual({ kind: 'quantity', from: 3, to: 10, unit: 'день', at });
    expect(parseQuery('#..-5:градус')).toEqual({
      kind: 'quantity',
      from: Number.NEGATIVE_INFINITY,
      to: -5,
      unit: 'градус',
      at,
    });
    expect(parseQuery('#1,5..:час')).toMatchObject({ from: 1.5, to: Number.POSITIVE_INFINITY });
    expect(parseQuery('#50..:%')).toMatchObject({ kind: 'quantity', from: 50, unit: '%' });
    expect(parseQuery('#5')).toMatchObject({ kind: 'number', from: 5, to: 5 });
    expect(parseQuery('#')).toMatchObject({ kind: 'number', ...anyNumber });
    for (const written of ['~остановка', 'остановка~', 'остановка~1'])
      expect(parseQuery(written)).toMatchObject({ kind: 'typo', word: 'остановка' });
    expect(parseQuery('re2:/а\\/б/')).toMatchObject({ kind: 'regex', source: 'а\\/б' });
    expect(parseQuery('яма NOT ONEAR/3 дом')).toMatchObject({ kind: 'notNear', ordered: true, distance: 3 });
    expect(parseQuery('яма AND дом OR двор')).toMatchObject({ kind: 'or', parts: [{ kind: 'and' }, { kind: 'word' }] });
    expect(parseQuery('яма and дом')).toMatchObject({ kind: 'and', parts: [{}, { word: 'and' }, {}] });
  });

  it('throws nothing but QueryError, whatever it is given, and what it takes can be compiled and matched', () => {
    const pieces = [
      ...'()|&-−=~*#@"«»“”:/\\.№%°,\n '.split(''),
      'яма',
      'остановка',
      'дор*',
      'NEAR/3',
      ' NOT NEAR/2 ',
      ' ONEAR/1 ',
      'SENT(',
      'neg(',
      '@снег',
      '#3..10',
      ':день',
      're2:/',
      '[а-я]+/',
      '1',
      'AND ',
      ' OR ',
      '😀',
      'é',
    ];
    const mixed = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((all) => all.join(''));
    const lists = new Map([['снег', parseQuery('снег | лёд')]]);
    const post = analyse('Яма на дороге, третий день нет света. Остоновка 5');
    fc.assert(
      fc.property(fc.oneof(mixed, fc.string({ unit: 'binary' }), fc.string()), (query) => {
        try {
          compileRules([{ id: 'a', query: parseQuery(query, lists), except: null }]).match(post);
        } catch (error) {
          expect(error).toBeInstanceOf(QueryError);
          const { line, column } = (error as QueryError).at;
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
        }
      }),
      { numRuns: 3_000, seed: 11 },
    );
  }, 120_000);

  it.each([
    ['much nesting', `${'neg('.repeat(5_000)}яма${')'.repeat(5_000)}`],
    ['many exclusions', `${'NOT '.repeat(4_000)}яма`],
    ['a long chain', `яма${' NEAR/3 яма'.repeat(1_000)}`],
    ['a long query', 'яма '.repeat(10_000)],
    ['a nested expression', `re2:/${'('.repeat(240)}а${')'.repeat(240)}/`],
    ['a huge repetition', 're2:/((а{100}){100}){10}/'],
  ])('refuses or takes %s without harm', (_, query) => {
    try {
      compileRules([{ id: 'a', query: parseQuery(query), except: null }]).match(analyse('яма'));
    } catch (error) {
      expect(error).toBeInstanceOf(QueryError);
    }
  });
});
