import type { ModelSetVersion, ModelTraining, ModelUse } from '../../src/core/model-set-version.js';
import { sampleAt } from './samples.js';

export function sampleTraining(overrides: Partial<ModelTraining> = {}): ModelTraining {
  return {
    fitted: 800,
    heldOut: 200,
    incidents: 500,
    groups: { roads: 300, housing: 200 },
    origins: { operator: 1_000 },
    labels: 'dLabels',
    since: null,
    before: null,
    after: null,
    seconds: 3.5,
    ...overrides,
  };
}

export function sampleModelSet(overrides: Partial<ModelSetVersion> = {}): ModelSetVersion {
  return {
    version: 1,
    revision: 'v1-000000000001',
    encoder: 'e1',
    parent: 'v0-000000000000',
    // Numbers that a careless way through JSON would change.
    set: { heads: { incident: { weights: 'AACAPw==', bias: [0.1, -1e-7, 3] } }, decision: { thresholds: [1 / 3] } },
    training: sampleTraining(),
    note: 'первая',
    by: 'anna',
    createdAt: sampleAt,
    ...overrides,
  };
}

export function sampleModelUse(overrides: Partial<ModelUse> = {}): ModelUse {
  return { seq: 1, action: 'shadow', live: 0, shadow: 1, note: 'посмотреть', by: 'anna', at: sampleAt, ...overrides };
}
