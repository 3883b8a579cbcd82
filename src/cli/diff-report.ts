import type { RuleChange } from '../../pipelines/rules/diff.js';
import type { Judgement } from '../../pipelines/rules/diff-posts.js';
import {
  type Answers,
  type ChangedPost,
  type ChangeKind,
  changeKinds,
  type DiffTally,
  measuresOf,
  mostTelling,
} from '../../pipelines/rules/diff-tally.js';
import type { Share } from '../../pipelines/rules/suggest-odds.js';
import type { DiffReport } from '../app/rules-diff.js';
import type { Colours } from './colours.js';
import { highlight, printable, quoted } from './highlight.js';
import { count } from './plural.js';
import { formatTable } from './table.js';

/** Letters of a post that are shown. */
const longestText = 240;

/** The report for people. */
export function describeDiff(report: DiffReport, seconds: number, show: number, colours: Colours): string {
  const { changes, constants, tally, scan } = report;
  const parts = [`${colours.bold(`${report.old} → ${report.new}`)}: ${summary(changes)}`];
  for (const change of changes.slice(0, 40)) parts.push(describeChange(change, tally, colours));
  if (changes.length > 40) parts.push(`  … and ${changes.length - 40} more rules (--json has all)`);
  for (const { name, old, new: now } of constants)
    parts.push(
      colours.yellow(
        `  score: ${name} ${old ?? '–'} → ${now ?? '–'} (posts are judged with the numbers of this program)`,
      ),
    );
  if (tally === null) return parts.join('\n');
  const how = scan === 'narrowed' ? 'that a changed rule may hit' : 'all that there are';
  parts.push(
    '',
    `${count(tally.looked, 'post')} looked at (${how}) in ${seconds.toFixed(1)} s; on ${tally.concerned} some changed rule fires otherwise`,
  );
  parts.push(...describeCounts(tally, colours));
  if (tally.labelled > 0) parts.push('', describeMeasures(tally));
  for (const kind of changeKinds) parts.push(...describePosts(kind, tally, show, colours));
  return parts.join('\n');
}

function summary(changes: readonly RuleChange[]): string {
  if (changes.length === 0) return 'no rule differs';
  const kinds = (['added', 'removed', 'changed'] as const).map((kind) => {
    const number = changes.filter((change) => change.kind === kind).length;
    return number === 0 ? '' : `${number} ${kind}`;
  });
  return `rules ${kinds.filter((text) => text !== '').join(', ')}`;
}

function describeChange(
  { id, kind, old, new: now, fields }: RuleChange,
  tally: DiffTally | null,
  colours: Colours,
): string {
  const sign = { added: colours.green('+'), removed: colours.red('-'), changed: colours.yellow('~') }[kind];
  const what = fields.map((field) => {
    if (field === 'weight') return `weight ${old?.weight} → ${now?.weight}`;
    if (field === 'target') return `target ${old?.target} → ${now?.target}`;
    return field;
  });
  const hits = tally?.rules[id];
  const seen = hits
    ? [
        hits.gained > 0 ? colours.green(`+${hits.gained}`) : '',
        hits.lost > 0 ? colours.red(`−${hits.lost}`) : '',
        hits.reweighted > 0 ? `±${hits.reweighted}` : '',
      ].filter((text) => text !== '')
    : [];
  const posts = seen.length > 0 ? `  posts ${seen.join(' ')}` : tally ? colours.dim('  no post') : '';
  return `  ${sign} ${id}${what.length > 0 ? ` (${what.join(', ')})` : ''}${posts}`;
}

function describeCounts(tally: DiffTally, colours: Colours): string[] {
  const told = changeKinds
    .filter((kind) => tally.counts[kind] > 0)
    .map((kind) => `${paint(kind, colours)(kind)} ${tally.counts[kind]}`);
  return [told.length === 0 ? colours.green('no verdict changes') : told.join(', ')];
}

function paint(kind: ChangeKind, colours: Colours): (text: string) => string {
  if (kind.endsWith('gained')) return colours.green;
  return kind.endsWith('lost') ? colours.red : colours.yellow;
}

function describeMeasures(tally: DiffTally): string {
  const row = (name: string, answers: Answers): string[] => {
    const { precision, recall, group } = measuresOf(answers);
    return [
      name,
      shown(precision),
      shown(recall),
      answers.grouped === 0 ? '' : shown(group),
      `${answers.falseAlarms}`,
      `${answers.missed}`,
    ];
  };
  const head = [`${tally.labelled} labelled`, 'precision', 'recall', 'group right', 'false alarms', 'missed'];
  return formatTable(head, [row('before', tally.old), row('after', tally.new)]);
}

function shown({ share, low, high }: Share): string {
  return `${share.toFixed(3)} (${low.toFixed(3)}-${high.toFixed(3)})`;
}

function describePosts(kind: ChangeKind, tally: DiffTally, show: number, colours: Colours): string[] {
  const posts = mostTelling(tally.posts, show)
    .filter(({ kinds }) => kinds.includes(kind))
    // What enters or leaves the queue by becoming an incident is shown there.
    .filter(({ kinds }) => !kind.startsWith('queue') || !kinds.some((other) => other.startsWith('incident')))
    .slice(0, show);
  if (posts.length === 0) return [];
  const lines = posts.flatMap((post) => describePost(kind, post, colours));
  return ['', paint(kind, colours)(colours.bold(`${kind} (${posts.length} of ${tally.counts[kind]})`)), ...lines];
}

function describePost(
  kind: ChangeKind,
  { id, text, old, new: now, hits, label }: ChangedPost,
  colours: Colours,
): string[] {
  const said =
    label === null ? '' : `, people: ${label.incident === false ? 'no incident' : (label.group ?? 'incident')}`;
  const words = hits.flatMap((hit) => hit.words);
  const first = Math.min(...words.map(({ start }) => start));
  const from = first > longestText - 60 ? Math.max(0, text.lastIndexOf(' ', first - 60) + 1) : 0;
  const to = Math.min(text.length, from + longestText);
  const part = `${from > 0 ? '…' : ''}${highlight(
    text.slice(from, to),
    words
      .filter(({ start, end }) => start >= from && end <= to)
      .map((word) => ({ ...word, start: word.start - from, end: word.end - from })),
    colours,
  )}${to < text.length ? '…' : ''}`;
  const why = hits.map((hit) => {
    const sign = { gained: '+', lost: '−', reweighted: '±' }[hit.kind];
    return `${sign}${hit.rule} ${quoted(hit.words)}`;
  });
  return [
    `  ${colours.dim(printable(id))} ${verdictOf(kind, old)} → ${verdictOf(kind, now)}${said}`,
    `    ${part.replaceAll('\n', ' ')}`,
    `    ${colours.dim(why.join('; '))}`,
  ];
}

function verdictOf(kind: ChangeKind, { score, group, topic, urgency }: Judgement): string {
  if (kind === 'group' || kind === 'topic') return topic ?? group ?? 'no group';
  return kind === 'urgency' ? urgency : score.toFixed(2);
}
