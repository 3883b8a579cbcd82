import type { Territory } from '../../../../src/core/place.js';
import type { Locator } from '../../../../src/core/ports.js';
import { givenBy } from './judge.js';
import type { LabelledPlace } from './labels.js';
import { givenByNatasha, type Natasha, type NatashaAnswer } from './natasha.js';
import { type PlaceScore, scorePlaces } from './score.js';

export interface Comparison {
  texts: number;
  ours: PlaceScore;
  /** Its address extractor alone, and with its entity recogniser beside it. */
  addresses: PlaceScore;
  entities: PlaceScore;
  /** Texts per second of CPU time, each the median of the rounds; the rounds of the three take turns. */
  rates: { ours: number; extractor: number; entities: number };
  /** How many of the texts the time was taken on, and how often. */
  timed: number;
  rounds: number;
}

const timedTexts = 60;

/** Accuracy and speed of the finder and of natasha on the same texts, in one run. */
export async function compareWith(
  natasha: Natasha,
  texts: readonly LabelledPlace[],
  { locator, territories }: { locator: Locator; territories: readonly Territory[] },
  rounds = 3,
): Promise<Comparison> {
  const { answers } = await natasha.ask(
    texts.map(({ text }) => text),
    'entities',
  );
  const scoreOf = (answered: readonly NatashaAnswer[]): PlaceScore =>
    scorePlaces(
      texts.flatMap((text, at) => {
        const answer = answered[at];
        return answer === undefined ? [] : [{ ...text, given: givenByNatasha(answer, territories) }];
      }),
    );
  const ours = scorePlaces(texts.map((text) => ({ ...text, given: givenBy(locator.locate(text.text, text.context)) })));
  const entities = scoreOf(answers);
  const addresses = scoreOf(answers.map((answer) => ({ ...answer, entities: [] })));
  // It needs most of a minute for all texts once: its time is taken on every n-th, ours on the same.
  const every = Math.max(1, Math.floor(texts.length / timedTexts));
  const timed = texts.filter((_, at) => at % every === 0);
  const bodies = timed.map(({ text }) => text);
  const rates = { ours: [] as number[], extractor: [] as number[], entities: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    rates.ours.push(locatingRate(locator, timed));
    for (const mode of ['extractor', 'entities'] as const)
      rates[mode].push(bodies.length / (await natasha.ask(bodies, mode)).cpuSeconds);
  }
  return {
    texts: texts.length,
    ours,
    addresses,
    entities,
    rates: { ours: median(rates.ours), extractor: median(rates.extractor), entities: median(rates.entities) },
    timed: timed.length,
    rounds,
  };
}

/** Texts per second of CPU time of this process, over at least `seconds` of it. */
export function locatingRate(locator: Locator, texts: readonly LabelledPlace[], seconds = 2): number {
  const started = process.cpuUsage();
  let done = 0;
  for (;;) {
    for (const { text, context } of texts) locator.locate(text, context);
    done += texts.length;
    const { user, system } = process.cpuUsage(started);
    const spent = (user + system) / 1e6;
    if (spent >= seconds) return done / spent;
  }
}

/** Rates of one measurement: neighbours on the machine slow a round down, and nothing speeds one up. */
export interface RoundRates {
  fastest: number;
  median: number;
  rounds: number;
}

/** {@link locatingRate} in rounds of half a second, after one that is not counted. */
export function locatingRates(locator: Locator, texts: readonly LabelledPlace[], rounds = 9): RoundRates {
  locatingRate(locator, texts, 0.5);
  const rates = Array.from({ length: rounds }, () => locatingRate(locator, texts, 0.5));
  return { fastest: Math.max(...rates), median: median(rates), rounds };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
