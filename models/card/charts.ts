import type { LearningCurve, ModelFigures } from './figures.js';
import { heatMap } from './svg/heat-map.js';
import { linePlot } from './svg/plot.js';

const tenths = [0, 0.2, 0.4, 0.6, 0.8, 1];
const percent = (value: number): string => `${Number((value * 100).toFixed(2))} %`;

/** The charts of the evaluation by file name. Pure: the same figures give the same bytes. */
export function charts(figures: ModelFigures, learning: LearningCurve | null): Record<string, string> {
  return {
    'calibration.svg': calibration(figures),
    'abstention.svg': abstention(figures),
    'precision-recall.svg': precisionRecall(figures),
    'confusion.svg': confusion(figures),
    ...(learning === null ? {} : { 'learning-curve.svg': learningCurve(learning) }),
  };
}

function calibration({ calibration: kinds }: ModelFigures): string {
  const most = Math.max(1, ...kinds.flatMap(({ bins }) => bins.map(({ texts }) => texts)));
  const radius = (texts: number): number => 3 + 6 * Math.sqrt(texts / most);
  return linePlot({
    title: 'Calibration on the test parts',
    description:
      'Share that was so by the probability that was said, in ten bins; the size of a mark is the number of texts.',
    x: { label: 'probability said (mean of the bin)', from: 0, to: 1, ticks: tenths },
    y: { label: 'share that was so', from: 0, to: 1, ticks: tenths },
    guides: [{ from: [0, 0], to: [1, 1], name: 'said = so', at: [0.3, 0.3] }],
    series: kinds.map(({ what, ece, bins }) => ({
      name: `${what === 'incident' ? 'is an incident' : 'first group is right'} (error ${ece.value?.toFixed(3) ?? '–'})`,
      points: bins.map(({ said, so }) => [said, so] as const),
      marks: bins.map(({ texts }) => radius(texts)),
    })),
  });
}

function abstention({ abstention: { curve, target, shipped } }: ModelFigures): string {
  const lowest = Math.min(0.8, ...curve.filter(([coverage]) => coverage > 0.05).map(([, precision]) => precision));
  const from = Math.max(0, Math.floor(lowest * 20) / 20);
  const ticks = Array.from({ length: Math.round((1 - from) / 0.05) + 1 }, (_, index) => from + index * 0.05);
  const own = shipped.coverage.value !== null && shipped.strict.value !== null;
  return linePlot({
    title: 'Groups: what is answered, and how much of it is right',
    description:
      'Precision of the first group against the share of the appeals that is answered when the surest come first.',
    x: { label: 'share of the appeals that is routed without a person', from: 0, to: 1, ticks: tenths },
    y: { label: 'precision of the group (strict)', from, to: 1, ticks },
    guides: [{ from: [0, target], to: [1, target], name: `goal ${target.toFixed(2)}`, at: [1, target] }],
    series: [
      { name: 'by confidence alone', points: thinned(curve) },
      ...(own
        ? [
            {
              name: 'at the shipped thresholds',
              points: [[shipped.coverage.value ?? 0, shipped.strict.value ?? 0] as const],
              bounds: [[shipped.strict.low ?? 0, shipped.strict.high ?? 1] as const],
              marks: [6],
            },
          ]
        : []),
    ],
  });
}

/** A few hundred points are as many as can be seen. */
function thinned(points: readonly [number, number][]): [number, number][] {
  const step = Math.max(1, Math.floor(points.length / 300));
  return points.filter((_, index) => index % step === 0 || index === points.length - 1);
}

function precisionRecall({ detection: { curves, atRecall } }: ModelFigures): string {
  return linePlot({
    title: 'Detection at the real prevalence, against chatter',
    description: 'Precision by recall when 0.2 % or 2 % of the posts are incidents and the others are chatter.',
    x: {
      label: 'recall (share of the incidents that is found)',
      from: 0.5,
      to: 1,
      ticks: [0.5, 0.6, 0.7, 0.8, 0.9, 1],
    },
    y: { label: 'precision', from: 0, to: 1, ticks: tenths },
    guides: [
      {
        from: [atRecall.recall, 0],
        to: [atRecall.recall, 1],
        name: `recall ${atRecall.recall.toFixed(2)}`,
        at: [atRecall.recall, 0],
      },
    ],
    series: curves.map(({ prevalence, points }) => ({
      name: `${percent(prevalence)} of the posts are incidents`,
      points,
    })),
  });
}

function confusion({ groups: { confusion: matrix } }: ModelFigures): string {
  return heatMap({
    title: 'Groups: truth against answer, test parts',
    description: 'Number of appeals by the group of their source’s topic and by the first group of the model.',
    rows: 'truth',
    columns: 'answer',
    names: matrix.groups,
    counts: matrix.counts,
  });
}

function learningCurve({ points }: LearningCurve): string {
  const from = Math.min(...points.map(({ rows }) => rows));
  const to = Math.max(...points.map(({ rows }) => rows), from + 1);
  const names = [
    ['group accuracy', 'strict'],
    ['macro-F1', 'macroF1'],
    ['average precision of detection', 'averagePrecision'],
  ] as const;
  const series = names.map(([name, key]) => ({
    name,
    points: points.map((point) => [point.rows, point[key].value ?? 0] as const),
    bounds: points.map((point) => [point[key].low ?? 0, point[key].high ?? 0] as const),
    marks: points.map(() => 4),
  }));
  const lowest = Math.min(...series.flatMap(({ bounds }) => bounds.map(([low]) => low)));
  const bottom = Math.max(0, Math.floor(lowest * 10) / 10);
  const ticks = Array.from({ length: Math.round((1 - bottom) / 0.1) + 1 }, (_, index) => bottom + index * 0.1);
  return linePlot({
    title: 'Learning curve: heads and n-grams on parts of the rows',
    description:
      'Measures on the test parts by the number of rows on which heads and n-grams were fitted; the encoder stays the same.',
    x: { label: 'rows of training', from, to, ticks: points.map(({ rows }) => rows), write: String, isLog: true },
    y: { label: 'measure on the test parts', from: bottom, to: 1, ticks },
    series,
  });
}
