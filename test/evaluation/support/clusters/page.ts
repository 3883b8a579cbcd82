import { wilson } from '../measures.js';
import type { JoiningCost } from './cost.js';
import { type Judged, kindRows, precisionOf, recallOf, recallOfJoining, type Share } from './measure.js';
import type { Half } from './posts.js';

export interface ClusterFigures {
  /** Day of the measurement, machine, revisions of what decided. */
  measured: { day: string; processor: string; node: string; model: string; places: string };
  runs: readonly { half: Half; by: 'model' | 'rules'; judged: Judged }[];
  costs: readonly JoiningCost[];
}

const names: Record<Half, string> = { dev: 'developed by', held: 'held back', fresh: 'written last, held back' };
const headings: Record<Half, string> = {
  dev: 'Half developed by',
  held: 'Half held back',
  fresh: 'Written last, held back',
};
const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
const shown = ({ hits, of, low, high }: Share): string =>
  of === 0 ? '–' : `${(hits / of).toFixed(3)} (${low.toFixed(3)}-${high.toFixed(3)}), ${hits} of ${of}`;

/** docs/clustering-evaluation.md: figures only. */
export function clustersPage({ measured, runs, costs }: ClusterFigures): string {
  const parts = [
    '# Figures of joining',
    'Generated: do not edit. `npm run evaluate -- clusters --write` measures anew.',
    `Model ${measured.model}, places ${measured.places}. Measured ${measured.day}, ${measured.processor}, Node ${measured.node}.`,
    `Pairs of invented posts (\`test/unit/pipelines/incidents/pairs\`), sent through \`normalise\`, \`mask\`, \`dedupe\`, \`classify\`, \`locate\`
and \`cluster\` in the order of their times with an empty memory and an open gate. A pair counts as joined when both posts stand in one incident; a post that the classifier let go stands in
none. Thresholds were chosen on one half; the other was held back, and so were twenty scenes that were written last by somebody who had seen no rule. Precision counts wrong joins across scenes too. Bounds of 95 %: percentiles of a bootstrap that draws scenes for the
totals, Wilson's for the kinds, whose pairs are not independent of each other.`,
    '## Totals',
    table(
      [
        'half',
        'by',
        'posts',
        'pairs',
        'precision',
        'recall',
        'recall of what the classifier let through',
        'joined across scenes',
        'let go by the classifier',
      ],
      runs.map(({ half, by, judged }) => [
        names[half],
        by === 'model' ? 'rules and model' : 'rules alone',
        judged.posts.length,
        judged.pairs.length,
        shown(precisionOf(judged)),
        shown(recallOf(judged)),
        shown(recallOfJoining(judged)),
        judged.across.length,
        judged.letGo.length,
      ]),
    ),
    '## By kind of pair, rules and model',
    ...runs.filter(({ by }) => by === 'model').map(({ half, judged }) => kindTable(half, judged)),
    '## Cost of joining',
    `The stage \`cluster\` with the memory of the embedded line, one post a batch, in this process; a mark is counted as the characters that Redis holds for it.`,
    table(
      ['posts', 'ms a post', 'marks a post', 'characters a mark', 'kB a post'],
      costs.map(({ posts, msEach, marksEach, bytesOfMark }) => [
        posts,
        msEach.toFixed(2),
        marksEach.toFixed(1),
        Math.round(bytesOfMark),
        ((marksEach * bytesOfMark) / 1_000).toFixed(1),
      ]),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function kindTable(half: Half, judged: Judged): string {
  const rows = kindRows(judged).map(({ kind, isOne, pairs, joined }) => [
    kind,
    isOne ? 'one problem' : 'two problems',
    pairs,
    joined,
    isOne ? wilson(joined, pairs, 3) : wilson(pairs - joined, pairs, 3),
  ]);
  return `### ${headings[half]}\n\n${table(['kind', 'truth', 'pairs', 'joined', 'right'], rows)}`;
}
