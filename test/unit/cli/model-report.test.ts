import { describe, expect, it } from 'vitest';
import { compareSets, evaluateModel } from '../../../src/app/models-eval.js';
import type { ReadText } from '../../../src/app/models-reader.js';
import type { ShadowReport } from '../../../src/app/models-shadow.js';
import { createColours } from '../../../src/cli/colours.js';
import { formatComparison, formatHeldOut, formatModelReport, formatShadow } from '../../../src/cli/model-report.js';
import { describeUse } from '../../../src/cli/model-use.js';
import { describeVersion } from '../../../src/cli/model-version-text.js';
import { fakeMaker } from '../../support/fake-model.js';
import { sampleModelSet, sampleModelUse, sampleTraining } from '../../support/model-samples.js';

const plain = createColours({}, false);
const { open, shipped } = fakeMaker();
const believer = open(shipped.set);
const doubter = open({ revision: 'v1-doubter', pit: 0.9, waste: 0.8 });

/** Pits are incidents, rubbish is not; every tenth label says otherwise. */
const texts: ReadText[] = Array.from({ length: 60 }, (_, n) => {
  const isPit = n % 2 === 0;
  const pooled = new Float32Array(384);
  pooled[isPit ? 0 : 1] = 1;
  return {
    id: `t${String(n).padStart(2, '0')}`,
    unit: `u${n}`,
    source: n % 3 === 0 ? 'forum' : 'channel',
    text: `${isPit ? 'Яма' : 'Мусор'} ${n} \u001B[31m`,
    truth: {
      incident: isPit !== (n % 10 === 0),
      group: isPit && n % 10 !== 0 ? 'roads' : null,
      alt: [],
      topic: null,
      kind: null,
      urgency: null,
    },
    reading: {
      pooled,
      linear: { incident: 0, groups: new Float64Array(20) },
      rules: { score: 0.5, groups: [], topic: null, urgency: 'ordinary' },
      words: 2,
    },
    glance: null,
  };
});

describe('what the commands of the model say', () => {
  it('names figures with bounds, by source and by group', () => {
    const shown = formatModelReport(evaluateModel(believer, texts, 100), plain);
    expect(shown).toMatch(/precision {9}0\.800 \(0\.\d{3}-0\.\d{3}\) of 30 called incidents/);
    expect(shown).toMatch(/false alarms {6}0\.167 .* of 36 that are none/);
    expect(shown).toMatch(/lets through {6}1\.000 .* incidents/);
    expect(shown).toMatch(/By source\n.*\n.*\nchannel +40/);
    expect(shown).toMatch(/\nroads +1\.000/);
  });
  it('shows where two versions differ, and no control character of a text', () => {
    const report = compareSets(believer, doubter, texts, 200);
    const shown = formatComparison(report, 2, plain);
    expect(report.changes).toEqual({ 'incident won': 30, 'incident lost': 0, 'other group': 0, 'other doubt': 0 });
    expect(shown).toMatch(/false alarms +0\.167 +1\.000 +\+0\.833 +\+0\.\d{3} … \+0\.\d{3} +(?:< 0\.0|0\.0\d\d)/);
    expect(shown).toContain('incident won (2 of 30)');
    expect(shown).toContain('people: no incident');
    expect(shown).not.toContain('\u001B');
    expect(formatComparison(compareSets(believer, believer, texts, 50), 2, plain)).toContain('No verdict differs.');
  });
  it('says in a sentence what a change of use did', () => {
    const before = { live: 0, shadow: 1 };
    const used = (live: number, shadow: number | null) =>
      describeUse({ before, entry: sampleModelUse({ seq: 2, live, shadow }) });
    expect(used(1, null)).toBe(
      'Version 1 is in force instead of the shipped version; workers take it within seconds. «otklik model rollback» takes it back.',
    );
    expect(used(0, null)).toBe(
      'Version 1 looks on no more, the shipped version decides; workers take it within seconds.',
    );
    expect(used(0, 2)).toMatch(/^Version 2 looks on instead of version 1, the shipped version decides; .*model shadow/);
    expect(used(3, 1)).toMatch(/version 1 still looks on/);
    expect(describeUse({ before, entry: null })).toBe(
      'Nothing to do: the shipped version decides already and version 1 looks on.',
    );
  });
  it('tells what a version that looks on makes otherwise, and what to type next', () => {
    const none: ShadowReport = {
      revision: 'v1-x',
      posts: 0,
      incidents: { live: 0, shadow: 0 },
      unsure: { live: 0, shadow: 0 },
      changes: { 'incident won': 0, 'incident lost': 0, 'other group': 0, 'other doubt': 0 },
      otherUrgency: 0,
      moves: [],
      examples: [],
    };
    expect(formatShadow(none, { live: 0, shadow: 1 }, plain)).toContain('has seen no post yet');
    const some = { ...none, posts: 9, changes: { ...none.changes, 'other group': 2 } };
    const moved = { ...some, moves: [{ from: 'roads', to: 'improvement', count: 2 }] };
    const shown = formatShadow(moved, { live: 0, shadow: 1 }, plain);
    expect(shown).toMatch(/version 1 looks on beside the shipped version: 9 posts seen, 2 verdicts otherwise/);
    expect(shown).toMatch(/roads +improvement +2/);
    expect(shown).toContain('«otklik model use 1» puts it in force');
  });
  it('tells where a version comes from, with dashes for what was not measured', () => {
    const { set: _set, ...entry } = sampleModelSet({ training: sampleTraining({ since: '2026-01-01T00:00:00.000Z' }) });
    const shown = describeVersion(entry, 'looks on');
    expect(shown).toMatch(
      /^version 1 \(v1-000000000001\) looks on\nfitted by anna at .* from v0-0+, over the encoder e1: /,
    );
    expect(shown).toContain('groups: roads 300, housing 200');
    expect(shown).toContain('labels since 2026-01-01');
    expect(formatHeldOut(null, null)).toMatch(/precision +– +– +0/);
  });
});
