import { beforeAll, describe, expect, it } from 'vitest';
import { compileRules } from '../../../../pipelines/rules/matcher.js';
import { parseQuery } from '../../../../pipelines/rules/parse.js';
import { type Effort, toElasticsearch } from '../../../../pipelines/rules/to-elasticsearch.js';
import { wordsOf, wordsRevision } from '../../../../pipelines/rules/words.js';
import { analyse } from '../../../../pipelines/text/analyse.js';
import type { Store } from '../../../../src/core/ports.js';
import { createMemoryStore } from '../../../../src/store/memory.js';
import { randomQuery, randomText, seeded } from '../../../support/random-rules.js';
import { samplePost } from '../../../support/samples.js';

const words = { revision: wordsRevision, of: (text: string) => wordsOf(analyse(text)) };

describe('the words of a text', () => {
  it('are one value a sentence, the terms of a token at one position, between marks of the sentence', () => {
    expect(words.of('Ямы на дорогах. Кафе-бар закрыт')).toEqual([
      '^^ ям|=:ямы на|=:на дорог|=:дорогах $$',
      '^^ каф-бар|=:кафе-бар|каф|=:кафе|бар|=:бар закр|=:закрыт $$',
    ]);
  });
  it('mark whole numbers and what is denied, before and after', () => {
    expect(words.of('Не работает 5-й день, воды нет')).toEqual([
      '^^ не|=:не работа|=:работает|< 5|=:5-й|#|< день|=:день вод|=:воды|> нет|=:нет $$',
    ]);
  });
  it('of a text without words are none', () => expect(words.of(' … 🙂')).toEqual([]));
  it('never hold what separates terms, and are cut when they are longer than any word', () => {
    const [value = ''] = words.of(`${'я'.repeat(5)}${'абвгд'.repeat(400)} ﷺ`);
    for (const token of value.split(' ')) for (const term of token.split('|')) expect(term.length).toBeLessThan(203);
    expect(value.split(' ')).toHaveLength(4);
  });
});

describe('a query for Elasticsearch', () => {
  const translate = (text: string, effort?: Effort) => toElasticsearch(parseQuery(text), effort);
  it('asks for words as terms, all at once', () => {
    expect(translate('дорога')).toEqual({ query: { term: { words: 'дорог' } }, exact: true });
    expect(translate('яма | =дома | осв*')).toEqual({
      query: {
        bool: {
          should: [{ terms: { words: ['ям', '=:дома'] } }, { prefix: { words: '=:осв' } }],
          minimum_should_match: 1,
        },
      },
      exact: true,
    });
  });
  it('says when it finds more than is meant', () => {
    const inexact = ['(яма NEAR/3 двор) NEAR/3 свет', 'neg(яма NEAR/3 двор)', '#3..10', '"яма на двор" NEAR/2 свет'];
    expect(inexact.map((text) => translate(text).exact)).toEqual([false, false, false, false]);
    const exact = [
      'яма -двор',
      '"яма на дороге"',
      'яма NEAR/3 двор',
      'neg("горячая вода")',
      'SENT(яма -(двор | свет))',
      '#',
    ];
    expect(exact.map((text) => translate(text).exact)).toEqual(exact.map(() => true));
  });
  it('turns a part that it cannot express into everything, also under a NOT', () => {
    expect(translate('яма -#3..10')).toEqual({
      query: { bool: { filter: [{ term: { words: 'ям' } }, { bool: { must_not: [{ match_none: {} }] } }] } },
      exact: false,
    });
  });
  it('asks for less when the index refuses to spell out beginnings', () => {
    expect(JSON.stringify(translate('дор* NEAR/3 яма', 'no-beginnings'))).not.toContain('intervals');
    expect(translate('дор* NEAR/3 яма', 'no-beginnings').exact).toBe(false);
    expect(JSON.stringify(translate('SENT("яма двор" -свет)', 'words-only'))).not.toContain('intervals');
  });
});

describe('random queries over random texts', () => {
  const random = seeded(20_261_125);
  const texts = Array.from({ length: 400 }, () => randomText(random));
  let store: Store;
  beforeAll(async () => {
    store = createMemoryStore({ words });
    await store.posts.save(texts.map((text, n) => samplePost({ id: `p${n}`, text })));
  });
  const analyses = texts.map(analyse);

  it.each<[Effort, number]>([
    ['all', 400],
    ['no-beginnings', 100],
    ['words-only', 100],
  ])(
    'find with the effort «%s» what the matcher finds, or more where they say so',
    { timeout: 60_000 },
    async (effort, count) => {
      const seen = { exact: 0, met: 0 };
      for (let n = 0; n < count; n++) {
        const { text, query } = randomQuery(random);
        const matcher = compileRules([{ id: 'q', query, except: null }]);
        const wanted = analyses.flatMap((analysis, at) => (matcher.fires('q', analysis) ? [`p${at}`] : []));
        const { query: asked, exact } = toElasticsearch(query, effort);
        const found: string[] = [];
        for await (const page of store.posts.scan({ query: asked, fields: ['id'] }))
          found.push(...page.map(({ id }) => id));
        const missed = wanted.filter((id) => !found.includes(id));
        expect({ text, missed: missed.map((id) => texts[Number(id.slice(1))]) }).toEqual({ text, missed: [] });
        const extra = exact ? found.filter((id) => !wanted.includes(id)) : [];
        expect({ text, extra: extra.map((id) => texts[Number(id.slice(1))]) }).toEqual({ text, extra: [] });
        if (exact) seen.exact++;
        if (wanted.length > 0) seen.met++;
      }
      expect(seen.exact).toBeGreaterThan(effort === 'all' ? count / 3 : 0);
      expect(seen.met).toBeGreaterThan(count / 4);
    },
  );
});
