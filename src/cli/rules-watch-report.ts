import type { RuleChange, WatchedText, WatchReport } from '../app/rules-watch.js';
import { formatProblem } from '../core/config-file.js';
import type { Share } from '../core/share.js';
import type { Colours } from './colours.js';
import { printable } from './highlight.js';
import { count } from './plural.js';
import { describeFailure } from './rules-reasons.js';

/** Won and lost texts that are shown of each rule. */
const shownTexts = 5;

/** What an edit has changed, for a person; one line of time and totals at the end. */
export function formatWatch(report: WatchReport, { ms, at }: { ms: number; at: Date }, colours: Colours): string {
  const { problems, failures, test } = report;
  const lines: string[] = [];
  for (const change of report.rules) lines.push(...describeChange(change, colours));
  for (const problem of problems.gone) lines.push(`${colours.green('✓ mended')} ${formatProblem(problem)}`);
  for (const { rule, text } of failures.gone)
    lines.push(`${colours.green('✓ passes again')} ${colours.bold(rule)} «${printable(text)}»`);
  const older = test.failures.length + test.problems.length - failures.new.length - problems.new.length;
  for (const problem of problems.new) lines.push(`${colours.red('✗')} ${formatProblem(problem)}`);
  for (const failure of failures.new) lines.push(describeFailure(failure, colours));
  if (older > 0) lines.push(colours.red(`✗ ${older} wrong as before («rules test» shows all)`));
  if (report.detection && report.grouping) {
    const { before, after } = report.detection;
    const moves = [
      `recall ${move(before?.recall, after.recall)}`,
      `precision ${move(before?.precision, after.precision)}`,
      `false alarms ${move(before?.falseAlarms, after.falseAlarms)}`,
      `group right ${move(report.grouping.before?.right, report.grouping.after.right)}`,
    ];
    lines.push(`all rules: ${moves.join(', ')}`);
  }
  const wrong = test.failures.length + test.problems.length;
  const verdict = wrong === 0 ? colours.green('all right') : colours.red(`${wrong} wrong`);
  const time = at.toTimeString().slice(0, 8);
  lines.push(`${time} ${count(test.examples, 'example')} of ${count(test.rules, 'rule')}: ${verdict} (${ms} ms)`);
  return lines.join('\n');
}

function describeChange({ id, how, before, after, won, lost }: RuleChange, colours: Colours): string[] {
  const sign = { added: colours.green('+'), changed: colours.yellow('~'), removed: colours.red('-') }[how];
  const lines = [`${sign} ${colours.bold(id)} ${how}`];
  if (before === null && after === null) return lines;
  const precision = `precision ${move(before?.precision, after?.precision)}`;
  const recall = `recall ${move(before?.recall, after?.recall)}`;
  lines.push(`    ${precision}, ${recall}; won ${count(won.length, 'text')}, lost ${lost.length}`);
  const show = (texts: readonly WatchedText[], mark: string): void => {
    for (const { id: textId, text, incident } of texts.slice(0, shownTexts)) {
      const label = incident === null ? '' : incident ? ' (incident)' : ' (no incident)';
      lines.push(`    ${mark} ${textId}${label} ${printable(text).replaceAll(/\s+/g, ' ').slice(0, 100)}`);
    }
    if (texts.length > shownTexts) lines.push(`    ${mark} … and ${texts.length - shownTexts} more`);
  };
  show(won, colours.green('+'));
  show(lost, colours.red('-'));
  return lines;
}

/** «0.810 → 0.790 of 120»; one figure when nothing moved. */
function move(before: Share | undefined | null, after: Share | undefined | null): string {
  const shown = (share: Share | undefined | null): string =>
    share?.share === null || share === undefined || share === null ? '–' : `${share.share.toFixed(3)} of ${share.of}`;
  const [old, now] = [shown(before), shown(after)];
  return before === undefined || before === null || old === now ? now : `${old} → ${now}`;
}
