import { type Share, shareOf } from '../core/share.js';
import { type GroupCode, groupCodes, type Verdict } from '../core/verdict.js';
import { type Bounds, boundsOf, resamples } from './resampling.js';

/** What people said of a text; null where nobody said. */
export interface Truth {
  incident: boolean | null;
  group: GroupCode | null;
  /** Groups that are also defensible. */
  alt: readonly GroupCode[];
}

/** A labelled text with what a model made of it. */
export interface JudgedText {
  id: string;
  /** Texts of one unit (copies, one incident) count as drawn together. */
  unit: string;
  source: string;
  truth: Truth;
  verdict: Pick<Verdict, 'score' | 'incident' | 'unsure' | 'group' | 'groups'>;
}

/** A figure that is no plain share, with resampled bounds. */
export interface Measured extends Partial<Bounds> {
  value: number | null;
  of: number;
}

export interface ModelFigures {
  texts: number;
  precision: Share;
  recall: Share;
  f1: Measured;
  /** Average precision of the ranking by score. */
  averagePrecision: Measured;
  /** Of what is no incident, how much is called one. */
  falseAlarms: Share;
  /** Labelled incidents whose group is the first one named; over all of them, detected or not. */
  group: Share;
  /** The same, groups that are also defensible counted as right. */
  defensible: Share;
  macroF1: Measured;
  /** Expected calibration error of «incident» at the prevalence that scores speak of, and of the first group. */
  ece: Measured;
  groupEce: Measured;
  /** Texts that are decided without a person. */
  coverage: Share;
  /** Of what is called an incident without a person, how much is one. */
  surePrecision: Share;
}
export type FigureName = Exclude<keyof ModelFigures, 'texts'>;

/** Numbers alone, of a sample in which each text counts so many times. */
export interface Counted {
  hits: Record<ShareName, number>;
  of: Record<ShareName, number>;
  value: Record<MeasuredName, number | null>;
}
const shareNames = ['precision', 'recall', 'falseAlarms', 'group', 'defensible', 'coverage', 'surePrecision'] as const;
export type ShareName = (typeof shareNames)[number];
const measuredNames = ['f1', 'averagePrecision', 'macroF1', 'ece', 'groupEce'] as const;
export type MeasuredName = (typeof measuredNames)[number];

/** Bins of the calibration error, as wide as each other (Guo et al., 2017). */
const bins = 15;
const groupIndex: ReadonlyMap<string, number> = new Map(groupCodes.map((code, index) => [code, index]));

/** Texts as columns of numbers, by falling score: what resampling runs over thousands of times. */
export interface Columns {
  readonly count: number;
  readonly units: number;
  readonly unit: Uint32Array;
  /** 1, 0, or -1 where nobody said; so with groups. */
  readonly incident: Int8Array;
  readonly called: Uint8Array;
  readonly sure: Uint8Array;
  readonly score: Float64Array;
  readonly group: Int8Array;
  readonly got: Int8Array;
  readonly isDefensible: Uint8Array;
  readonly confidence: Float64Array;
  /** What a text that is none, and one that is an incident, counts in the calibration of «incident». */
  readonly worth: readonly [number, number];
}

/**
 * @param units gives each unit its number; shared by what is compared pair by pair
 * @param prevalence share of incidents among the posts that scores speak of; that of the texts when null
 */
export function columnsOf(
  texts: readonly JudgedText[],
  units = unitNumbers(texts),
  prevalence: number | null = null,
): Columns {
  // Equal scores stand in the order of ids, so that the same texts give the same figures in whatever order they come.
  const sorted = [...texts].sort((a, b) => b.verdict.score - a.verdict.score || (a.id < b.id ? -1 : 1));
  const indexOf = (code: GroupCode | null): number => (code === null ? -1 : (groupIndex.get(code) ?? -1));
  return {
    count: sorted.length,
    units: units.size,
    unit: Uint32Array.from(sorted, ({ unit }) => units.get(unit) ?? 0),
    incident: Int8Array.from(sorted, ({ truth }) => (truth.incident === null ? -1 : Number(truth.incident))),
    called: Uint8Array.from(sorted, ({ verdict }) => Number(verdict.incident)),
    sure: Uint8Array.from(sorted, ({ verdict }) => Number(!verdict.unsure)),
    score: Float64Array.from(sorted, ({ verdict }) => verdict.score),
    group: Int8Array.from(sorted, ({ truth }) => (truth.incident === false ? -1 : indexOf(truth.group))),
    got: Int8Array.from(sorted, ({ verdict }) => indexOf(verdict.group)),
    isDefensible: Uint8Array.from(sorted, ({ truth, verdict }) =>
      Number(verdict.group !== null && (verdict.group === truth.group || truth.alt.includes(verdict.group))),
    ),
    confidence: Float64Array.from(sorted, ({ verdict }) => verdict.groups[0]?.probability ?? 0),
    worth: worthOf(texts, prevalence),
  };
}

/** A score is a probability among posts, of which few are incidents; labelled texts are weighted so that they are as few. */
function worthOf(texts: readonly JudgedText[], prevalence: number | null): [number, number] {
  const yes = texts.filter(({ truth }) => truth.incident === true).length;
  const no = texts.filter(({ truth }) => truth.incident === false).length;
  if (prevalence === null || yes === 0 || no === 0) return [1, 1];
  return [((1 - prevalence) * (yes + no)) / no, (prevalence * (yes + no)) / yes];
}

/** A number for each unit, in the order of their names. */
export function unitNumbers(texts: readonly JudgedText[]): Map<string, number> {
  const names = [...new Set(texts.map(({ unit }) => unit))].sort();
  return new Map(names.map((name, index) => [name, index]));
}

/** Counts everything in one walk. @param drawn how often each unit counts; once without */
export function countFigures(columns: Columns, drawn?: Uint16Array): Counted {
  const hits = zeros(shareNames);
  const of = zeros(shareNames);
  const calibration = new Calibration();
  const groupCalibration = new Calibration();
  const classes = groupCodes.map(() => ({ right: 0, got: 0, truth: 0 }));
  let rankedHits = 0;
  let ranked = 0;
  let precisionSum = 0;
  for (let at = 0; at < columns.count; at++) {
    const times = drawn === undefined ? 1 : (drawn[columns.unit[at] as number] as number);
    if (times === 0) continue;
    const [truth, called, sure] = [columns.incident[at], columns.called[at] === 1, columns.sure[at] === 1];
    of.coverage += times;
    if (sure) hits.coverage += times;
    if (truth !== -1) {
      const isIncident = truth === 1;
      of[isIncident ? 'recall' : 'falseAlarms'] += times;
      if (called) hits[isIncident ? 'recall' : 'falseAlarms'] += times;
      if (called) add('precision', isIncident, times);
      if (called && sure) add('surePrecision', isIncident, times);
      ranked += times;
      if (isIncident) rankedHits += times;
      if (isIncident) precisionSum += (times * rankedHits) / ranked;
      calibration.add(columns.score[at] as number, isIncident, times * columns.worth[isIncident ? 1 : 0]);
    }
    const group = columns.group[at] as number;
    if (group === -1) continue;
    const got = columns.got[at] as number;
    add('group', got === group, times);
    add('defensible', columns.isDefensible[at] === 1, times);
    groupCalibration.add(columns.confidence[at] as number, got === group, times);
    const [own, other] = [classes[group], classes[got]];
    if (own) own.truth += times;
    if (other) other.got += times;
    if (own && got === group) own.right += times;
  }
  function add(name: ShareName, isHit: boolean, times: number): void {
    of[name] += times;
    if (isHit) hits[name] += times;
  }
  const seen = classes.filter((each) => each.truth > 0);
  const f1s = seen.map(({ right, got, truth }) => (2 * right) / (got + truth));
  return {
    hits,
    of,
    value: {
      f1: of.recall === 0 ? null : (2 * hits.recall) / (of.precision + of.recall),
      averagePrecision: rankedHits === 0 ? null : precisionSum / rankedHits,
      macroF1: seen.length === 0 ? null : f1s.reduce((sum, each) => sum + each, 0) / seen.length,
      ece: calibration.error(),
      groupEce: groupCalibration.error(),
    },
  };
}

function zeros<N extends string>(names: readonly N[]): Record<N, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<N, number>;
}

class Calibration {
  readonly #said = new Float64Array(bins);
  readonly #so = new Float64Array(bins);
  #of = 0;

  add(probability: number, isSo: boolean, times: number): void {
    const bin = Math.min(bins - 1, Math.floor(probability * bins));
    this.#said[bin] = (this.#said[bin] as number) + probability * times;
    this.#so[bin] = (this.#so[bin] as number) + (isSo ? times : 0);
    this.#of += times;
  }

  /** Mean distance of what was said from what was so, bins weighted by their texts. */
  error(): number | null {
    if (this.#of === 0) return null;
    return this.#said.reduce((sum, said, bin) => sum + Math.abs(said - (this.#so[bin] as number)), 0) / this.#of;
  }
}

export interface MeasureOptions {
  /** Resamples for the bounds of what is no plain share; 0 leaves them out. */
  rounds?: number;
  seed?: number;
  /** Share of incidents among the posts that scores speak of; that of the texts when left out. */
  prevalence?: number;
}

/** The figures of a model on labelled texts: shares with Wilson bounds, the others with bounds of the bootstrap over units. */
export function measureModel(
  texts: readonly JudgedText[],
  { rounds = 1_000, seed = 1, prevalence }: MeasureOptions = {},
): ModelFigures {
  const columns = columnsOf(texts, unitNumbers(texts), prevalence ?? null);
  const { hits, of, value } = countFigures(columns);
  const drawn: Record<MeasuredName, (number | null)[]> = {
    f1: [],
    averagePrecision: [],
    macroF1: [],
    ece: [],
    groupEce: [],
  };
  for (const sample of resamples(columns.units, columns.count === 0 ? 0 : rounds, seed)) {
    const counted = countFigures(columns, sample);
    for (const name of measuredNames) drawn[name].push(counted.value[name]);
  }
  const share = (name: ShareName): Share => shareOf(hits[name], of[name]);
  const measured = (name: MeasuredName, count: number): Measured => ({
    value: value[name],
    of: count,
    ...boundsOf(drawn[name]),
  });
  const decided = of.recall + of.falseAlarms;
  return {
    texts: columns.count,
    precision: share('precision'),
    recall: share('recall'),
    f1: measured('f1', decided),
    averagePrecision: measured('averagePrecision', decided),
    falseAlarms: share('falseAlarms'),
    group: share('group'),
    defensible: share('defensible'),
    macroF1: measured('macroF1', of.group),
    ece: measured('ece', decided),
    groupEce: measured('groupEce', of.group),
    coverage: share('coverage'),
    surePrecision: share('surePrecision'),
  };
}
