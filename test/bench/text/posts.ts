import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { seededRandom } from '../../../src/core/seeded-random.js';
import { projectRoot } from '../../../src/version.js';
import { readVocabulary } from '../../support/snowball.js';

/** Words that lead every Russian frequency list, most frequent first. */
const FREQUENT =
  'и в не на я что он с как это по но они мы она за у нет все от так то о же вы к до уже там из бы когда вода дом день двор дорога';
/** Shift of the ranks (Mandelbrot): the first words are not quite as frequent as Zipf's law has it. */
const RANK_SHIFT = 2.7;
/** Share of words that stand in no list: misspelt ones. */
const MISSPELT = 0.02;
const NUMBERS = 0.02;
const SHORTEST = 20;
const LONGEST = 100;

export interface WordPost {
  readonly text: string;
  /** The words and numbers of the text as they were put in, in lower case. */
  readonly words: readonly string[];
}

/** Makes posts of Russian words with frequencies after Zipf's law; the same `round` gives the same posts. */
export class PostMaker {
  readonly #words: readonly string[];
  /** Sums of the frequencies up to each word. */
  readonly #sums: Float64Array;

  constructor() {
    const random = seededRandom(6);
    const rest = readVocabulary(pathToFileURL(join(projectRoot, 'test/fixtures/snowball-russian/vocabulary.txt.gz')));
    const shuffled = rest.map(({ word }) => word);
    for (let index = shuffled.length - 1; index > 0; index--) {
      const other = Math.floor(random() * (index + 1));
      [shuffled[index], shuffled[other]] = [shuffled[other] as string, shuffled[index] as string];
    }
    this.#words = [...FREQUENT.split(' '), ...shuffled];
    let sum = 0;
    this.#sums = Float64Array.from(this.#words, (_, rank) => {
      sum += 1 / (rank + 1 + RANK_SHIFT);
      return sum;
    });
  }

  /** Posts of 20-100 words, `count` words together; no text shares memory with another. */
  make(round: number, count: number): WordPost[] {
    const random = seededRandom(1_000 + round);
    const posts: WordPost[] = [];
    for (let left = count; left > 0; ) {
      const size = Math.min(left, SHORTEST + Math.floor(random() * (LONGEST - SHORTEST)));
      posts.push(this.#post(random, size));
      left -= size;
    }
    return posts;
  }

  #post(random: () => number, size: number): WordPost {
    const words: string[] = [];
    let text = '';
    let begins = true;
    for (let index = 0; index < size; index++) {
      const word = this.#word(random);
      words.push(word);
      text += (index === 0 ? '' : ' ') + (begins ? word.charAt(0).toUpperCase() + word.slice(1) : word);
      const sign = random();
      begins = sign >= 0.1 && sign < 0.18;
      if (sign < 0.1) text += ',';
      else if (begins) text += '.';
    }
    return { text: Buffer.from(text, 'utf16le').toString('utf16le'), words };
  }

  #word(random: () => number): string {
    const kind = random();
    if (kind < NUMBERS) return String(1 + Math.floor(random() * 300));
    const wanted = random() * (this.#sums.at(-1) as number);
    let low = 0;
    let high = this.#words.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sums[middle] as number) < wanted) low = middle + 1;
      else high = middle;
    }
    const word = this.#words[low] as string;
    if (kind > NUMBERS + MISSPELT || word.length < 5) return word;
    const at = 1 + Math.floor(random() * (word.length - 2));
    return word.slice(0, at) + String.fromCharCode(0x430 + Math.floor(random() * 32)) + word.slice(at + 1);
  }
}
