import type { Query } from '../../pipelines/rules/ast.js';
import { QueryError } from '../../pipelines/rules/lex.js';
import { parseQuery } from '../../pipelines/rules/parse.js';

/** Random texts and queries over a small vocabulary, so that most queries meet some texts. Deterministic for a seed. */

/** Small generator of good enough quality (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const words = (
  'яма ямы дорога дорогах двор дворе свет света вода воды детская площадка площадке работает работал горит было ' +
  'кафе-бар бар северо-западный западный улица дом дома Дом'
).split(' ');
const deniers = 'не нет ни без перестал отсутствует только'.split(' ');
const numbers = ['5', '12', '5-й', '7/1', '100'];
const joints = [' ', ' ', ' ', ' ', ' ', ' ', ', ', '. ', '! ', ' — ', '\n', ' № ', ' 🙂 '];

const pick = <T>(random: () => number, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

/** Up to some forty words in several sentences. */
export function randomText(random: () => number): string {
  const length = 1 + Math.floor(random() * random() * 40);
  let text = '';
  for (let n = 0; n < length; n++) {
    const draw = random();
    const word = draw < 0.7 ? pick(random, words) : draw < 0.93 ? pick(random, deniers) : pick(random, numbers);
    const joint = pick(random, joints);
    text += word + joint;
  }
  return text;
}

/** A query that parses: one with a word that must be present. */
export function randomQuery(random: () => number): { text: string; query: Query } {
  for (;;) {
    const text = draft(random);
    try {
      return { text, query: parseQuery(text) };
    } catch (error) {
      if (!(error instanceof QueryError)) throw error; // exclusions alone: the next one
    }
  }
}

function draft(random: () => number): string {
  const first = positional(random, 2);
  const rest = random() < 0.5 ? '' : ` ${pick(random, ['', '', '|', '&'])} ${condition(random, 2)}`;
  return `${first}${rest}`;
}

function atom(random: () => number): string {
  const draw = random();
  if (draw < 0.6) return pick(random, words);
  if (draw < 0.72) return `=${pick(random, words)}`;
  if (draw < 0.84) return pick(random, ['яма*', 'дор*', 'дворе*', 'пло*', 'раб*', 'кафе-ба*', 'зап*']);
  if (draw < 0.9) return pick(random, deniers);
  if (draw < 0.93) return '#';
  if (draw < 0.95) return pick(random, ['#3..10', '#12..200']);
  return pick(random, ['5', '12', '7/1']);
}

function phrase(random: () => number): string {
  return `"${Array.from({ length: 1 + Math.floor(random() * 3) }, () => atom(random)).join(' ')}"`;
}

/** Something that has a place in the text. */
function positional(random: () => number, depth: number): string {
  const draw = random();
  if (depth === 0 || draw < 0.3) return random() < 0.7 ? atom(random) : phrase(random);
  const inner = (): string => positional(random, depth - 1);
  if (draw < 0.5) return `(${inner()} | ${inner()})`;
  if (draw < 0.62) return `neg(${inner()})`;
  const operator = `${random() < 0.5 ? 'O' : ''}NEAR/${1 + Math.floor(random() * 5)}`;
  return `(${inner()} ${operator} ${inner()})`;
}

function condition(random: () => number, depth: number): string {
  const draw = random();
  if (depth === 0 || draw < 0.35) return positional(random, 1);
  if (draw < 0.5) return `-(${condition(random, depth - 1)})`;
  if (draw < 0.75) return `SENT(${positional(random, 1)} ${condition(random, depth - 1)})`;
  return `(${condition(random, depth - 1)} ${pick(random, ['', '|'])} ${condition(random, depth - 1)})`;
}
