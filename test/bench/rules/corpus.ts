/** Invented rules and posts for measuring the matcher: declined words of a made-up vocabulary, the same in every run. */
import type { MatchableRule } from '../../../pipelines/rules/matcher.js';
import { parseQuery } from '../../../pipelines/rules/parse.js';
import { wordParts } from '../../../pipelines/rules/terms.js';
import { seededRandom } from '../../../src/core/seeded-random.js';

export const ruleCount = 5_000;
export const wordsPerPost = 60;

const beginnings = 'бар вел гор дул жив зан кор лам мос нил пат рож сум тар фон хол цеп чер шум щит'.split(' ');
const middles = 'анд евр иль онт урс алг ерм авл ект инд орб уст ажд есп икр омн утв арз елк ибр'.split(' ');
const ends = 'ак ов ин ет ор ун ил ам еч уж аг об из ед ож уб ир ан ен ут'.split(' ');
const endings = ['', 'а', 'у', 'ом', 'е', 'ы', 'ов', 'ам', 'ами', 'ах'];
const common =
  'и в не на с что это как у нас опять уже дом двор улица день просим когда где очень нет там вот только'.split(' ');

/** All forms that posts use, by the stem that the text engine gives them. */
function forms(): Map<string, string[]> {
  const byStem = new Map<string, string[]>();
  for (const a of beginnings)
    for (const b of middles)
      for (const c of ends)
        for (const ending of endings) {
          const form = a + b + c + ending;
          const stem = wordParts(form)[0]?.stem ?? form;
          const known = byStem.get(stem);
          if (known) known.push(form);
          else byStem.set(stem, [form]);
        }
  return byStem;
}

export interface RulesCorpus {
  rules: MatchableRule[];
  /** For each rule the forms of each of its words; the words stand side by side. */
  forms: string[][][];
  posts: string[];
}

/** Rules of one, two or three words side by side, and posts of 60 words, of which some are common and the others from the vocabulary. */
export function inventCorpus(posts: number, rules = ruleCount): RulesCorpus {
  const random = seededRandom(8);
  const byStem = forms();
  const stems = [...byStem.keys()];
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  /** A few words come often, most rarely. */
  const frequent = (): string => stems[Math.floor(random() ** 1.5 * stems.length)] as string;
  const wanted = Array.from({ length: rules }, () => Array.from({ length: 1 + Math.floor(random() * 3) }, frequent));
  const formOf = (stem: string): string => pick(byStem.get(stem) as string[]);
  return {
    rules: wanted.map((words, index) => {
      const query = words.map(formOf).join(' ');
      return { id: String(index), query: parseQuery(words.length === 1 ? query : `"${query}"`), except: null };
    }),
    forms: wanted.map((words) => words.map((stem) => byStem.get(stem) as string[])),
    posts: Array.from({ length: posts }, () => {
      let text = '';
      for (let count = 0; count < wordsPerPost; ) {
        const roll = random();
        // Now and then the words of a rule side by side, so that long rules have hits too.
        const words =
          roll < 0.4 ? [pick(common)] : roll < 0.98 ? [formOf(frequent())] : (pick(wanted) as string[]).map(formOf);
        text += `${words.join(' ')}${random() < 0.08 ? '. ' : ' '}`;
        count += words.length;
      }
      return text.trim();
    }),
  };
}

/** One regular expression a rule, made of the very forms that posts use; between words only spaces, as within a sentence. */
export function regExpOf(words: readonly (readonly string[])[]): RegExp {
  const body = words.map((variants) => `(?:${variants.join('|')})`).join('\\s+');
  return new RegExp(`(?<![а-я])${body}(?![а-я])`);
}
