/** A model small enough for unit tests: its state of a text is the text's own words, its set one number. */
import type { JudgingSet } from '../../models/classifier.js';
import type { TextReader } from '../../src/app/models-reader.js';
import type { SetMaker } from '../../src/app/models-retrain.js';
import { derivedId } from '../../src/core/ids.js';

/** Says «incident» with the share of complaining words; the states tell «яма» from «мусор». */
export function fakeReader(encoder = 'e1'): TextReader & { encoded: number } {
  const reader = {
    encoder,
    encoded: 0,
    async encode(analyses: Parameters<TextReader['encode']>[0]) {
      reader.encoded += analyses.length;
      return analyses.map(({ tokens }) => {
        const state = new Float32Array(384);
        state[0] = tokens.some(({ stem }) => stem.startsWith('ям')) ? 1 : 0;
        state[1] = tokens.some(({ stem }) => stem.startsWith('мусор')) ? 1 : 0;
        return state;
      });
    },
    glance: async () => null,
    linear: () => ({ incident: 0, groups: new Float64Array(20) }),
    rules: () => ({ score: 0.5, groups: [], topic: null, urgency: 'ordinary' as const }),
  };
  return reader;
}

interface FakeSet {
  revision: string;
  /** How much each of the two words counts for an incident. */
  pit: number;
  waste: number;
}

function openFake(set: Record<string, unknown>): JudgingSet {
  const { revision, pit, waste } = set as unknown as FakeSet;
  if (typeof pit !== 'number') throw new Error('the set has no weights');
  return {
    revision,
    admits: () => true,
    glances: false,
    admitsGlanced: () => true,
    partsOf: () => [],
    ngramScale: () => 0,
    decide({ pooled }) {
      const isPit = pooled[0] === 1;
      const score = Math.min(1, Math.max(0, isPit ? pit : pooled[1] === 1 ? waste : 0.1));
      const group = isPit ? ('roads' as const) : ('waste' as const);
      return {
        score,
        incident: score >= 0.5,
        unsure: score > 0.3 && score < 0.7,
        doubts: [],
        group,
        topic: null,
        kind: null,
        urgency: 'ordinary',
        groups: [{ group, probability: 0.9 }],
        topics: [],
      };
    },
  };
}

const name: SetMaker['name'] = (set, version) => {
  const { revision: _revision, ...content } = set;
  const revision = `v${version}-${derivedId('set', JSON.stringify(content)).slice(1, 13)}`;
  return { revision, set: { revision, ...content } };
};

/** Learns how often each word was an incident. */
export function fakeMaker(shipped: Omit<FakeSet, 'revision'> = { pit: 0.9, waste: 0.2 }): SetMaker {
  return {
    shipped: name({ ...shipped }, 0),
    open: (set) => ({ judging: openFake(set), prevalence: 0.5 }),
    refit(from, { fit }) {
      const share = (at: number): number | undefined => {
        const own = fit.filter(({ reading }) => reading.pooled[at] === 1);
        return own.length === 0 ? undefined : own.filter(({ truth }) => truth.incident).length / own.length;
      };
      return {
        set: { ...from, pit: share(0) ?? from.pit, waste: share(1) ?? from.waste },
        told: ['Learned from words.'],
      };
    },
    name,
  };
}
