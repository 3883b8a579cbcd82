/**
 * Cost of masking on hostile texts: each is doubled twice, and the time must do no more than follow. Run:
 *   npx tsc -p tsconfig.bench.json && node dist-bench/test/bench/mask.js
 * Prints one line a text and ends with 1 when four times the text costs more than eight times the time.
 */
import { maskPersonalData } from '../../pipelines/text/mask.js';

const UNITS = 200_000;
const ROUNDS = 2;
const MOST = 8;

/** Pieces that begin many searches and end few, or that let one find lead to the next. */
const HOSTILE = [
  '1 ',
  '8 9 ',
  '8-',
  '(',
  'a@',
  '@a.',
  'a.',
  'http://',
  'vk.com/',
  '[id1|',
  'тел. 11-22-33, ',
  '[телефон] 11-22-33 ',
  'кв. 1,',
  'квартиры 1, 2 и ',
  'д. 5-12 ',
  'Иванов И. ',
  'И.И.',
  'Иван Иванов, ',
  'Ивановна ',
  'иван иванович ',
  'улица Ивана Иванова, ',
  'с уважением, ',
  'восемь ',
  'девятьсот ',
  'плюс семь девять ',
  'olga собака ',
  'серия 12 ',
  'А123',
  '8️⃣',
  '\u200b',
  'А-',
  'а',
  'A',
  '9',
];

function timeOf(text: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    maskPersonalData(text);
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

let failed = 0;
for (const piece of HOSTILE) {
  const repeat = (units: number): string => piece.repeat(Math.ceil(units / piece.length));
  timeOf(repeat(UNITS / 10));
  const small = timeOf(repeat(UNITS));
  const large = timeOf(repeat(4 * UNITS));
  const ratio = large / small;
  if (ratio > MOST && large > 200) failed += 1;
  console.log(
    `${JSON.stringify(piece).padEnd(28)} ${small.toFixed(1)} ms, four times the text ${large.toFixed(1)} ms, ratio ${ratio.toFixed(1)}`,
  );
}
console.log(failed === 0 ? 'Linear on every text.' : `${failed} texts cost more than in proportion.`);
process.exitCode = failed === 0 ? 0 : 1;
