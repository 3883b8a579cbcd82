import { type ModelFigures, partNames } from '../../../../models/card/figures.js';
import {
  type Answered,
  abstentionCurve,
  answeredFigures,
  asIfPrevalent,
  averagePrecisionFigure,
  bootstrapFigure,
  calibrationBins,
  calibrationError,
  coverageAt,
  decisionFigures,
  precisionCurve,
  prevalencePrecision,
  type Ranked,
  type Said,
  shareFigure,
  shareWhere,
  thresholdAtRecall,
} from '../../../../models/card/measures.js';
import { groupCodes } from '../../../../src/core/verdict.js';
import {
  isCalled,
  isQueued,
  kindOfPost,
  lengthNames,
  lengthOf,
  type PartSaid,
  type ScoredText,
  wholeSaid,
} from './scored.js';

/** The recall at which precision is stated, the precision that is wanted of what no person sees, and the prevalences of the design. */
const RECALL = 0.9;
const TARGET = 0.95;
const PREVALENCES = [0.002, 0.02];
const CHATTER = 'rusentiment';
/** Kinds of feed posts with fewer texts stand together. */
const FEWEST = 4;
const grid = Array.from({ length: 101 }, (_, index) => 0.5 + index * 0.005);

type Rows = readonly ScoredText[];
export type MeasuredFigures = Omit<ModelFigures, 'format' | 'model' | 'measured' | 'cost'>;

const ranked = (rows: Rows, say: (row: ScoredText) => PartSaid = wholeSaid): Ranked[] =>
  rows.map((row) => ({ score: say(row).score, positive: row.incident }));
const apFigure = (rows: Rows, say?: (row: ScoredText) => PartSaid): ReturnType<typeof shareFigure> =>
  averagePrecisionFigure(ranked(rows, say));
const sourcesOf = (rows: Rows): string[] => [...new Set(rows.map(({ source }) => source))];
const bySource = (rows: Rows): (readonly [string, Rows])[] =>
  sourcesOf(rows).map((source) => [source, rows.filter((row) => row.source === source)] as const);
const saidOf = (rows: Rows) => ({
  texts: rows.length,
  called: shareWhere(rows, isCalled),
  queued: shareWhere(rows, isQueued),
});
const isTrue = ({ incident }: ScoredText): boolean => incident;

/**
 * All measures of scored texts. Pure: the same rows in the same order give the same figures.
 * @param prevalence share of incidents for which the verdicts' scores are meant
 */
export function measureScored(rows: Rows, { prevalence }: { prevalence: number }): MeasuredFigures {
  const appeals = rows.filter(({ kind }) => kind === 'appeals');
  const noise = rows.filter(({ kind }) => kind === 'noise');
  const feed = rows.filter(({ kind }) => kind === 'feed');
  const chatter = noise.filter(({ source }) => source === CHATTER);
  const grouped = appeals.filter(({ group }) => group !== null);
  return {
    texts: (['appeals', 'noise', 'feed'] as const).flatMap((kind) =>
      bySource(rows.filter((row) => row.kind === kind)).map(([source, own]) => ({ source, kind, texts: own.length })),
    ),
    detection: detection(appeals, noise, chatter, feed),
    feed: feedFigures(feed),
    groups: groupFigures(grouped),
    abstention: abstention(grouped, rows),
    prevalence,
    calibration: [
      calibrationOf(
        'incident',
        asIfPrevalent(
          [...appeals, ...noise].map(({ verdict, incident }) => ({ probability: verdict.score, so: incident })),
          prevalence,
        ),
      ),
      calibrationOf('group', groupSaid(grouped, wholeSaid)),
    ],
    parts: partNames.map((part) => {
      const say = part === 'all' ? wholeSaid : (row: ScoredText): PartSaid => row.parts[part];
      const threshold = thresholdAtRecall(ranked(appeals, say), RECALL);
      const said = groupSaid(grouped, say);
      const { strict, macroF1 } = answeredFigures(answers(grouped, say));
      return {
        part,
        averagePrecision: apFigure([...appeals, ...chatter], say),
        chatter: shareWhere(chatter, (row) => say(row).score >= threshold),
        feed: apFigure(feed, say),
        strict,
        macroF1,
        coverage: bootstrapFigure(said, (some) => coverageAt(some, TARGET)),
      };
    }),
    gate: {
      sources: bySource(rows).map(([source, own]) => ({
        source,
        texts: own.length,
        passed: shareWhere(own, ({ admitted }) => admitted),
      })),
      kept: shareWhere(
        [...appeals, ...feed].filter((row) => row.incident && isQueued(row)),
        ({ admitted }) => admitted,
      ),
    },
  };
}

function detection(appeals: Rows, noise: Rows, chatter: Rows, feed: Rows): ModelFigures['detection'] {
  const threshold = thresholdAtRecall(ranked(appeals), RECALL);
  const isAbove = ({ verdict }: ScoredText): boolean => verdict.score >= threshold;
  const against = (name: string, others: Rows) => ({
    noise: name,
    texts: appeals.length + others.length,
    called: decisionFigures([...appeals, ...others], isCalled, isTrue),
    queued: decisionFigures([...appeals, ...others], isQueued, isTrue),
    averagePrecision: apFigure([...appeals, ...others]),
  });
  const mixes: readonly (readonly [string, Rows])[] = [
    ['chatter', [...appeals, ...chatter]],
    ['all kinds of noise', [...appeals, ...noise]],
    ...(feed.some(isTrue) ? ([['invented feed posts', feed]] as const) : []),
  ];
  return {
    against: [...bySource(noise).map(([source, own]) => against(source, own)), against('all kinds of noise', noise)],
    atRecall: { recall: RECALL, threshold },
    appeals: bySource(appeals).map(([source, own]) => ({ source, ...saidOf(own) })),
    noise: bySource(noise).map(([source, own]) => ({ source, ...saidOf(own), atRecall: shareWhere(own, isAbove) })),
    lengths: lengthNames.map((words) => {
      const ofLength = (some: Rows): Rows => some.filter((row) => lengthOf(row) === words);
      const [own, others] = [ofLength(appeals), ofLength(noise)];
      return {
        words,
        appeals: own.length,
        found: shareWhere(own, isCalled),
        noise: others.length,
        called: shareWhere(others, isCalled),
        atRecall: shareWhere(others, isAbove),
      };
    }),
    prevalence: mixes.flatMap(([name, some]) =>
      PREVALENCES.map((prevalence) => ({
        prevalence,
        noise: name,
        precision: prevalencePrecision(ranked(some), RECALL, prevalence),
      })),
    ),
    curves: PREVALENCES.map((prevalence) => ({
      prevalence,
      points: precisionCurve(ranked([...appeals, ...chatter]), prevalence, grid),
    })),
  };
}

function feedFigures(feed: Rows): ModelFigures['feed'] {
  const figures = (name: string, rows: Rows) => ({
    name,
    texts: rows.length,
    incidents: rows.filter(isTrue).length,
    called: decisionFigures(rows, isCalled, isTrue),
    queued: decisionFigures(rows, isQueued, isTrue),
    averagePrecision: apFigure(rows),
  });
  if (feed.length === 0) return { files: [], kinds: [], group: null, kind: null, urgent: null };
  const keyOf = ({ incident, why, words }: ScoredText): string =>
    `${incident} ${why === null ? `of ${lengthOf({ words })} words` : kindOfPost(why)}`;
  const counts = new Map<string, number>();
  for (const row of feed) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  const shown = (row: ScoredText): string =>
    (counts.get(keyOf(row)) ?? 0) < FEWEST ? `${row.incident} other` : keyOf(row);
  const kinds = [...new Set(feed.map(shown))].map((key) => {
    const own = feed.filter((row) => shown(row) === key);
    return { incident: key.startsWith('true'), kind: key.slice(key.indexOf(' ') + 1), ...saidOf(own) };
  });
  const found = feed.filter((row) => row.incident && isQueued(row));
  const wanting = found.filter(({ wants }) => wants !== null);
  const timed = found.filter(({ urgent }) => urgent !== null);
  const isUrgent = ({ verdict }: ScoredText): boolean => verdict.urgency === 'urgent';
  return {
    files: [
      ...bySource(feed).map(([source, own]) => figures(source, own)),
      ...(sourcesOf(feed).length > 1 ? [figures('together', feed)] : []),
    ],
    kinds: kinds.sort(
      (a, b) => Number(b.incident) - Number(a.incident) || b.texts - a.texts || (a.kind < b.kind ? -1 : 1),
    ),
    group: answeredFigures(
      answers(
        feed.filter(({ group }) => group !== null),
        wholeSaid,
      ),
    ),
    kind: shareWhere(wanting, ({ wants, verdict }) => verdict.kind === wants),
    urgent: timed.length === 0 ? null : decisionFigures(timed, isUrgent, ({ urgent }) => urgent === true),
  };
}

function answers(rows: Rows, say: (row: ScoredText) => PartSaid): Answered[] {
  return rows.map((row) => ({ truth: row.group ?? '', alt: row.alt, answer: say(row).group }));
}

function groupSaid(rows: Rows, say: (row: ScoredText) => PartSaid): Said[] {
  return rows.map((row) => ({ probability: say(row).confidence, so: say(row).group === row.group }));
}

function groupFigures(grouped: Rows): ModelFigures['groups'] {
  const all = answers(grouped, wholeSaid);
  const index = new Map<string, number>(groupCodes.map((code, at) => [code, at]));
  const counts = groupCodes.map(() => groupCodes.map(() => 0));
  for (const { truth, answer } of all) {
    const row = counts[index.get(truth) ?? -1];
    const column = index.get(answer ?? '') ?? -1;
    if (row !== undefined && column >= 0) row[column] = (row[column] ?? 0) + 1;
  }
  const one = (source: string, rows: Rows) => ({
    source,
    texts: rows.length,
    ...answeredFigures(answers(rows, wholeSaid)),
  });
  return {
    sources: [...bySource(grouped).map(([source, own]) => one(source, own)), one('together', grouped)],
    classes: groupCodes.flatMap((group) => {
      const own = all.filter(({ truth }) => truth === group);
      if (own.length === 0) return [];
      const named = all.filter(({ answer }) => answer === group).length;
      const both = own.filter(({ answer }) => answer === group).length;
      const f1 = (2 * both) / (own.length + named);
      return [
        { group, texts: own.length, precision: shareFigure(both, named), recall: shareFigure(both, own.length), f1 },
      ];
    }),
    confusion: { groups: [...groupCodes], counts },
  };
}

function abstention(grouped: Rows, rows: Rows): ModelFigures['abstention'] {
  const said = groupSaid(grouped, wholeSaid);
  const routed = grouped.filter(({ verdict }) => verdict.incident && !verdict.unsure);
  const { strict, withAlt } = answeredFigures(answers(routed, wholeSaid));
  return {
    target: TARGET,
    coverage: bootstrapFigure(said, (some) => coverageAt(some, TARGET)),
    curve: abstentionCurve(said),
    shipped: { coverage: shareFigure(routed.length, grouped.length), strict, withAlt },
    unsure: bySource(rows).map(([source, own]) => ({
      source,
      texts: own.length,
      unsure: shareWhere(own, ({ verdict }) => verdict.unsure),
    })),
  };
}

function calibrationOf(what: 'incident' | 'group', said: readonly Said[]): ModelFigures['calibration'][number] {
  return { what, ece: bootstrapFigure(said, calibrationError), bins: calibrationBins(said) };
}
