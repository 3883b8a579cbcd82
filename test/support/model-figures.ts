import type { LearningCurve, ModelFigures } from '../../models/card/figures.js';
import type { CardManifest } from '../../models/card/model-card.js';
import { groupCodes } from '../../src/core/verdict.js';
import { measureScored } from '../evaluation/support/models/figures.js';
import { scoredTexts } from './scored-texts.js';

/** Figures of invented scores: all tables filled, nothing of it is true. */
export function fakeFigures(): ModelFigures {
  return {
    format: 1,
    model: { id: 'otklik-test', revision: 'aaaaaaaaaaaa', encoder: 'bbbb', linear: 'cccc', set: 'v0-dddddddddddd' },
    measured: { at: '2026-01-02T03:04:05.000Z', machine: 'an invented processor', node: '20.0.0' },
    ...measureScored(scoredTexts(), { prevalence: 0.3 }),
    cost: {
      cores: 2,
      workers: 1,
      readMs: 0.2,
      ngramMs: 0.05,
      encodeAloneMs: 30,
      encodeBatchMs: 25,
      decideMs: 0.1,
      rulesMs: 0.1,
      meanPieces: 41,
      loadMs: 400,
      coldMs: 1_200,
      memoryMib: [80, 190, 260],
    },
  };
}

export function fakeLearning(): LearningCurve {
  const figure = (value: number) => ({ value, low: value - 0.03, high: value + 0.03, of: 100 });
  return {
    format: 1,
    points: [0.1, 0.25, 0.5, 1].map((share, index) => ({
      share,
      rows: 8_000 * share,
      seconds: 10,
      strict: figure(0.7 + index * 0.04),
      macroF1: figure(0.6 + index * 0.05),
      averagePrecision: figure(0.95 + index * 0.01),
      feed: figure(0.9),
    })),
  };
}

export const fakeManifest: CardManifest = {
  id: 'otklik-test',
  revision: 'aaaaaaaaaaaa',
  licence: 'MIT',
  encoder: { revision: 'bbbb', width: 384, longest: 128 },
  linear: { revision: 'cccc' },
  set: { revision: 'dddddddddddd' },
  labels: { groups: groupCodes, topics: ['roads.potholes'], kinds: ['complaint', 'question', 'request'] },
  files: [{ role: 'encoder', name: 'shipped/encoder.onnx', bytes: 3_000_000, sha256: 'e'.repeat(64) }],
};
