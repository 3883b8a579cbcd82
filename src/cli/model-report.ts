import type { Difference } from '../app/models-comparison.js';
import type { ComparisonReport, DifferingText, ModelReport } from '../app/models-eval.js';
import type { Measured, ModelFigures } from '../app/models-figures.js';
import type { ShadowReport } from '../app/models-shadow.js';
import { versionName } from '../app/models-versions.js';
import type { Figure, HeldOutFigures } from '../core/model-set-version.js';
import type { Colours } from './colours.js';
import { printable } from './highlight.js';
import { count } from './plural.js';
import { formatShare } from './rules-figures.js';
import { formatTable } from './table.js';

/** Letters of a text that are shown. */
const longestText = 200;
const confusionsShown = 15;

/** «0.917 (0.899-0.932)»; a dash when it is unknown. */
function formatMeasured({ value, low, high }: Measured): string {
  if (value === null) return '–';
  return low === undefined || high === undefined
    ? value.toFixed(3)
    : `${value.toFixed(3)} (${low.toFixed(3)}-${high.toFixed(3)})`;
}

/** The report of one model for a person. */
export function formatModelReport(report: ModelReport, colours: Colours): string {
  const { all, sources, groups, confusions, gate } = report;
  const blocks = [
    `${colours.bold(report.revision)}: ${count(all.texts, 'text')}`,
    figuresBlock(all, colours),
    `${colours.bold('Gate')}\n  lets through      ${formatShare(gate)} incidents`,
  ];
  if (sources.length > 0) blocks.push(`${colours.bold('By source')}\n${sourcesTable(sources)}`);
  if (groups.length > 0) blocks.push(`${colours.bold('By group')}\n${groupsTable(groups)}`);
  if (confusions.length > 0) {
    const rows = confusions.slice(0, confusionsShown).map(({ truth, got, count: n }) => [truth, got, String(n)]);
    blocks.push(`${colours.bold('Confused')}\n${formatTable(['true', 'got', 'texts'], rows)}`);
  }
  return blocks.join('\n\n');
}

function figuresBlock(figures: ModelFigures, colours: Colours): string {
  const lines: string[] = [];
  const isDetected = figures.recall.of + figures.falseAlarms.of > 0;
  if (isDetected)
    lines.push(
      colours.bold('Detection'),
      `  precision         ${formatShare(figures.precision)} called incidents`,
      `  recall            ${formatShare(figures.recall)} incidents`,
      `  F1                ${formatMeasured(figures.f1)}`,
      `  average precision ${formatMeasured(figures.averagePrecision)}`,
      `  false alarms      ${formatShare(figures.falseAlarms)} that are none`,
      `  calibration error ${formatMeasured(figures.ece)}`,
    );
  if (figures.group.of > 0)
    lines.push(
      colours.bold('Groups'),
      `  right             ${formatShare(figures.group)}`,
      `  or defensible     ${formatShare(figures.defensible)}`,
      `  macro-F1          ${formatMeasured(figures.macroF1)}`,
      `  calibration error ${formatMeasured(figures.groupEce)}`,
    );
  lines.push(
    colours.bold('Without a person'),
    `  decided           ${formatShare(figures.coverage)}`,
    `  precision there   ${formatShare(figures.surePrecision)} called incidents`,
  );
  return lines.join('\n');
}

function sourcesTable(sources: ModelReport['sources']): string {
  return formatTable(
    ['source', 'texts', 'precision', 'recall', 'false alarms', 'F1', 'group right', 'decided'],
    sources.map(({ source, figures }) => [
      printable(source),
      String(figures.texts),
      formatShare(figures.precision, false),
      formatShare(figures.recall, false),
      formatShare(figures.falseAlarms, false),
      figures.f1.value?.toFixed(3) ?? '–',
      formatShare(figures.group, false),
      formatShare(figures.coverage, false),
    ]),
  );
}

function groupsTable(groups: ModelReport['groups']): string {
  return formatTable(
    ['group', 'precision (95 %)', 'of', 'recall (95 %)', 'of', 'F1'],
    groups.map(({ group, precision, recall, f1 }) => [
      group,
      formatShare(precision, false),
      String(precision.of),
      formatShare(recall, false),
      String(recall.of),
      f1?.toFixed(3) ?? '–',
    ]),
  );
}

const differenceNames: Readonly<Record<Difference['name'], string>> = {
  precision: 'precision',
  recall: 'recall',
  f1: 'F1',
  falseAlarms: 'false alarms',
  group: 'group right',
  macroF1: 'macro-F1',
  coverage: 'decided without a person',
};

/** Two models on the same texts. @param show differing texts shown of each kind */
export function formatComparison(report: ComparisonReport, show: number, colours: Colours): string {
  const { a, b, texts, differences, changes, differing } = report;
  const rows = differences.map(({ name, a: one, b: other, difference, low, high, p }) => [
    differenceNames[name],
    one?.toFixed(3) ?? '–',
    other?.toFixed(3) ?? '–',
    difference === null ? '–' : signed(difference),
    low === undefined || high === undefined ? '–' : `${signed(low)} … ${signed(high)}`,
    difference === null || p === null ? '–' : p < 0.001 ? '< 0.001' : p.toFixed(3),
  ]);
  const told = Object.entries(changes).map(([change, number]) => `${change} ${number}`);
  const blocks = [
    `${colours.bold(`${a} → ${b}`)}: ${count(texts, 'text')}`,
    formatTable(['figure', a, b, 'difference', '95 %', 'p'], rows),
    differing.length === 0 ? colours.green('No verdict differs.') : `Verdicts that differ: ${told.join(', ')}`,
  ];
  for (const change of ['incident won', 'incident lost', 'other group', 'other doubt'] as const) {
    const some = differing.filter((each) => each.change === change).slice(0, show);
    if (some.length === 0) continue;
    const head = colours.bold(`${change} (${some.length} of ${changes[change]})`);
    blocks.push(`${head}\n${some.map((each) => differingText(each, colours)).join('\n')}`);
  }
  return blocks.join('\n\n');
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}

function differingText({ id, text, truth, a, b }: DifferingText, colours: Colours): string {
  const people = truth.incident === false ? 'no incident' : (truth.group ?? (truth.incident ? 'incident' : null));
  const said = people === null ? '' : `, people: ${people}`;
  return `  ${colours.dim(printable(id))} ${verdict(a)} → ${verdict(b)}${said}\n    ${shortened(text)}`;
}

function verdict({ score, group }: { score: number; group: string | null }): string {
  return `${score.toFixed(2)} ${group ?? 'no group'}`;
}

function shortened(text: string): string {
  const line = printable(text.replaceAll(/\s+/g, ' '));
  return line.length > longestText ? `${line.slice(0, longestText)}…` : line;
}

/** What a model that looks on made of the stored posts. */
export function formatShadow(
  report: ShadowReport,
  versions: { live: number; shadow: number },
  colours: Colours,
): string {
  const { posts, incidents, unsure, changes, otherUrgency, moves, examples } = report;
  const head = colours.bold(`version ${versions.shadow} looks on beside ${versionName(versions.live)}`);
  if (posts === 0)
    return `${head}: it has seen no post yet; workers take it within seconds, new posts show what it does.`;
  const rows = [
    ['incidents', String(incidents.live), String(incidents.shadow)],
    ['for a person to look at', String(unsure.live), String(unsure.shadow)],
  ];
  const differing = Object.values(changes).reduce((sum, each) => sum + each, 0);
  const blocks = [
    `${head}: ${count(posts, 'post')} seen, ${count(differing, 'verdict')} otherwise`,
    formatTable(['', 'live', 'shadow'], rows),
    [
      `incidents won ${changes['incident won']}, lost ${changes['incident lost']}`,
      `other group ${changes['other group']}, other doubt ${changes['other doubt']}, other urgency ${otherUrgency}`,
    ].join('\n'),
  ];
  if (moves.length > 0)
    blocks.push(
      formatTable(
        ['live group', 'shadow group', 'posts'],
        moves.slice(0, confusionsShown).map(({ from, to, count: number }) => [from, to, String(number)]),
      ),
    );
  if (examples.length > 0)
    blocks.push(
      examples
        .map(
          ({ id, text, change, live, shadow }) =>
            `  ${colours.bold(change)} ${colours.dim(printable(id))} ${verdict(live)} → ${verdict(shadow)}\n    ${shortened(text)}`,
        )
        .join('\n'),
    );
  blocks.push(`«otklik model use ${versions.shadow}» puts it in force, «otklik model shadow off» ends the looking on.`);
  return blocks.join('\n\n');
}

const heldOutNames: readonly (readonly [keyof HeldOutFigures, string])[] = [
  ['precision', 'precision'],
  ['recall', 'recall'],
  ['f1', 'F1'],
  ['group', 'group right'],
  ['ece', 'calibration error'],
  ['coverage', 'decided without a person'],
];

/** Before and after on the labels that were held back. */
export function formatHeldOut(before: HeldOutFigures | null, after: HeldOutFigures | null): string {
  const cell = (figure: Figure | undefined): string => {
    if (figure === undefined || figure.value === null) return '–';
    const { value, low, high } = figure;
    return low === null || high === null
      ? value.toFixed(3)
      : `${value.toFixed(3)} (${low.toFixed(3)}-${high.toFixed(3)})`;
  };
  const rows = heldOutNames.map(([name, shown]) => [
    shown,
    cell(before?.[name]),
    cell(after?.[name]),
    String(after?.[name].of ?? 0),
  ]);
  return formatTable(['on labels held back', 'before', 'after', 'of'], rows);
}
