/** A whole model small enough for unit tests: words take the place of weights, and everything follows from the text alone. */
import type { JudgingSet, Reading, TextModel, WordState } from '../../models/classifier.js';
import type { Analysis } from '../../pipelines/text/tokens.js';
import { AppError } from '../../src/core/errors.js';
import { roundToHalf, vectorWidth } from '../../src/core/float16.js';
import { groupCodes } from '../../src/core/verdict.js';

const words = { беда: 0, лужа: 1, запах: 2 } as const;
const groups = ['safety', 'roads', 'ecology'] as const;

function stateOf(token: string): Float32Array {
  const state = new Float32Array(vectorWidth);
  for (const [word, at] of Object.entries(words)) if (token.startsWith(word)) state[at] = 1;
  return state;
}

function pooledOf({ tokens }: Analysis): Float32Array {
  const sum = new Float32Array(vectorWidth);
  for (const { text } of tokens)
    stateOf(text).forEach((value, at) => {
      sum[at] = (sum[at] as number) + value / Math.max(1, tokens.length);
    });
  return roundToHalf(sum);
}

/** @param weight of each of the words for «incident»; sets differ in it */
export function fakeSet(revision: string, weight = 16): JudgingSet {
  const partOf = (state: Float32Array): number => weight * ((state[0] ?? 0) + (state[1] ?? 0) + (state[2] ?? 0));
  return {
    revision,
    glances: true,
    admitsGlanced: ({ glance }) => glance > 0,
    admits: ({ linear, rules }) => linear > 0 || rules >= 0.03,
    decide({ pooled, linear, rules }: Reading) {
      const odds = partOf(pooled) + 0.5 * linear.incident + rules.score - 1;
      const score = Math.round(10_000 / (1 + Math.exp(-odds))) / 10_000;
      const best = pooled.slice(0, 3).indexOf(Math.max(...pooled.slice(0, 3)));
      const group = score < 0.3 ? null : (groups[best] ?? null);
      const unsure = score > 0.4 && score < 0.6;
      return {
        score,
        incident: score >= 0.5,
        unsure,
        doubts: unsure ? ['incident'] : [],
        group,
        topic: rules.topic,
        kind: score >= 0.5 ? 'complaint' : null,
        urgency: rules.urgency,
        groups: group === null ? [] : [{ group, probability: 0.75 }],
        topics: [],
      };
    },
    partsOf: (states: readonly WordState[], target) =>
      states.map(({ token, state }) => ({
        tokens: [token],
        weight: target === 'incident' ? partOf(state) : (state[groups.indexOf(target as 'roads')] ?? 0),
      })),
    ngramScale: () => 0.5,
  };
}

export interface FakeTextModel extends TextModel {
  /** Texts of each call. */
  calls: string[][];
  /** Calls that fail from now on, as when the encoder's thread dies twice. */
  failing: number;
}

/** Knows «беда», «лужа», «запах» by the transformer and «жуть» by the n-grams; «шутка» is no complaint at a glance. */
export function fakeTextModel(): FakeTextModel {
  const score = ({ tokens }: Analysis): number => (tokens.some(({ text }) => text === 'жуть') ? 1 : -1);
  const model: FakeTextModel = {
    calls: [],
    failing: 0,
    id: 'fake',
    revision: 'f0',
    revisions: { encoder: 'e0', linear: 'l0', gate: 'g0' },
    shipped: fakeSet('v0-aaaaaaaaaaaa'),
    async encode(analyses, { explain = false } = {}) {
      model.calls.push(analyses.map(({ text }) => text));
      if (model.failing > 0) {
        model.failing--;
        throw new AppError('E_MODEL_FAILED', 'the encoder died');
      }
      return analyses.map((analysis) => ({
        pooled: pooledOf(analysis),
        vector: Float32Array.from({ length: vectorWidth }, (_, at) => (at === 0 ? 1 : 0)),
        ...(explain ? { words: analysis.tokens.map(({ text }, token) => ({ token, state: stateOf(text) })) } : {}),
      }));
    },
    glance: async (analyses) => analyses.map(({ tokens }) => (tokens.some(({ text }) => text === 'шутка') ? -1 : 1)),
    gateScore: score,
    locality: (pooled) => ((pooled[2] ?? 0) > 0 ? 0.9 : 0.4),
    score: (analysis) => ({ incident: score(analysis), groups: new Float64Array(groupCodes.length) }),
    partsOf: ({ tokens }, target) =>
      tokens.flatMap(({ text }, token) =>
        text === 'жуть' && target === 'incident' ? [{ tokens: [token], weight: 2 }] : [],
      ),
    load: (_set, version = 0) => fakeSet(`v${version}-bbbbbbbbbbbb`),
    stats: () => ({ workers: 1, texts: 0, batches: 0, waiting: 0, longestBatchMs: 0, restarts: 0 }),
    close: async () => undefined,
  };
  return model;
}
