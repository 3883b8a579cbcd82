import type { Confusion, Evaluation, Figures } from '../../pipelines/rules/evaluation.js';
import type { EvaluationReport } from '../app/rules-eval.js';
import type { Share } from '../core/share.js';
import type { Colours } from './colours.js';
import { formatTable } from './table.js';

/** Rules that never fired, named in the report for people. */
const shownSilent = 20;

/** «0.917 (0.899-0.932) of 1427»; a dash when nothing was counted. */
export function formatShare({ share, low, high, of }: Share, withCount = true): string {
  if (share === null || low === null || high === null) return '–';
  const bounds = `${share.toFixed(3)} (${low.toFixed(3)}-${high.toFixed(3)})`;
  return withCount ? `${bounds} of ${of}` : bounds;
}

export type By = 'rule' | 'topic' | 'group';
export const byChoices: readonly By[] = ['group', 'topic', 'rule'];

const confusionsShown = 25;
const costsShown = 15;

/**
 * The report for a person.
 * @param by tables to show; all when null
 * @param minSupport rows that stand on fewer texts are left out
 */
export function formatEvaluation(
  report: EvaluationReport,
  { by, minSupport }: { by: By | null; minSupport: number },
  colours: Colours,
): string {
  const wants = (table: By): boolean => by === null || by === table;
  const blocks = [overview(report, colours)];
  const add = (title: string, rows: readonly Figures[], all: number): void => {
    const left = all === rows.length ? '' : `, ${all - rows.length} with fewer than ${minSupport} texts left out`;
    if (rows.length > 0) blocks.push(`${colours.bold(`${title} (${rows.length}${left})`)}\n${figuresTable(rows)}`);
  };
  const enough = (rows: readonly Figures[]): Figures[] =>
    rows.filter(({ precision, recall }) => Math.max(precision.of, recall.of) >= minSupport);
  if (wants('group')) add('Groups', enough(report.groups), report.groups.length);
  if (wants('topic')) add('Topics', enough(report.topics), report.topics.length);
  if (wants('rule')) {
    const fired = report.rules.filter((rule) => rule.fired > 0);
    // What a rule could have found is as much for all rules of a target: what it did find tells whether its figures say something.
    add(
      'Rules',
      fired.filter(({ precision }) => precision.of >= minSupport),
      fired.length,
    );
  }
  const confusions = report.confusions.filter(
    ({ truth }) => by === null || by === (truth.includes('.') ? 'topic' : 'group'),
  );
  if (by !== 'rule' && confusions.length > 0)
    blocks.push(`${colours.bold('Confused: true → got')}\n${confusionTable(confusions.slice(0, confusionsShown))}`);
  if (wants('rule')) {
    blocks.push(costBlock(report, colours));
    if (report.silent.length > 0) {
      const more = report.silent.length > shownSilent ? ', … (--json has all)' : '';
      const shown = report.silent.slice(0, shownSilent).join(', ');
      blocks.push(`${colours.bold(`Silent rules (${report.silent.length})`)}\n${shown}${more}`);
    }
  }
  return blocks.join('\n\n');
}

function overview({ texts, labelled, detection, grouping }: Evaluation, colours: Colours): string {
  const lines = [
    `${texts} texts; labelled: incident or not ${labelled.incident}, group ${labelled.group}, topic ${labelled.topic}`,
  ];
  if (labelled.incident > 0) {
    lines.push(
      colours.bold('Detection'),
      `  recall        ${formatShare(detection.recall)} incidents`,
      `  precision     ${formatShare(detection.precision)} called so`,
      `  F1            ${detection.f1?.toFixed(3) ?? '–'}`,
      `  false alarms  ${formatShare(detection.falseAlarms)} that are none`,
    );
  }
  if (labelled.group > 0) {
    lines.push(
      colours.bold('Grouping'),
      `  right         ${formatShare(grouping.right)}`,
      `  or defensible ${formatShare(grouping.defensible)}`,
    );
  }
  return lines.join('\n');
}

function figuresTable(rows: readonly Figures[]): string {
  return formatTable(
    ['name', 'fired', 'precision (95 %)', 'of', 'recall (95 %)', 'of', 'F1'],
    rows.map(({ name, fired, precision, recall, f1 }) => [
      name,
      String(fired),
      formatShare(precision, false),
      String(precision.of),
      formatShare(recall, false),
      String(recall.of),
      f1?.toFixed(3) ?? '–',
    ]),
  );
}

function confusionTable(rows: readonly Confusion[]): string {
  return formatTable(
    ['true', 'got', 'texts', 'defensible', 'for example'],
    rows.map(({ truth, got, count, defensible, ids }) => [
      truth,
      got,
      String(count),
      defensible === 0 ? '' : String(defensible),
      ids.join(' '),
    ]),
  );
}

function costBlock({ costs, rulesUs, sampled }: EvaluationReport, colours: Colours): string {
  if (sampled === 0) return `${colours.bold('Cost')}\ntoo few texts to measure`;
  const table = formatTable(
    ['rule', 'µs a text', 'share'],
    costs.slice(0, costsShown).map(({ id, us, share }) => [id, us.toFixed(3), `${(share * 100).toFixed(1)} %`]),
  );
  const title = `Cost: ${rulesUs.toFixed(1)} µs a text for all rules, measured on ${sampled} texts; the dearest`;
  return `${colours.bold(title)}\n${table}`;
}
