import { defineCommand } from 'citty';
import { type Agreement, agreementOf, type Kappa } from '../../../app/label-agreement.js';
import { systemClock } from '../../../core/clock.js';
import { AppError } from '../../../core/errors.js';
import type { Label } from '../../../core/label.js';
import { guarded } from '../../failure.js';
import { printable } from '../../highlight.js';
import { count } from '../../plural.js';
import { parseSince } from '../../since.js';
import { withStore } from '../../store-access.js';
import { formatTable } from '../../table.js';

export const agreement = defineCommand({
  meta: { name: 'agreement', description: 'How far people agree on the same texts, and where they do not.' },
  args: {
    since: { type: 'string', description: 'only labels given since: 30d, 12h or a date' },
    limit: { type: 'string', default: '20', description: 'disagreements shown', valueHint: 'n' },
    json: { type: 'boolean', default: false, description: 'one JSON object' },
  },
  run: guarded(async ({ args }) => {
    const limit = Number(args.limit);
    if (!Number.isInteger(limit) || limit < 0)
      throw new AppError('E_INPUT_INVALID', `--limit ${args.limit}: write a whole number, 0 or more`);
    const since = args.since === undefined ? {} : { since: parseSince(args.since, systemClock.now()) };
    const labels: Label[] = [];
    await withStore(async (store) => {
      for await (const label of store.labels.all(since)) labels.push({ ...label, shown: null });
    });
    const found = agreementOf(labels);
    process.stdout.write(`${args.json ? JSON.stringify(found) : describe(found, limit)}\n`);
  }),
});

function describe({ texts, pairs, alpha, disagreements }: Agreement, limit: number): string {
  if (texts === 0)
    return 'No text has the words of two people yet: «otklik label next» offers some to a second person.';
  const lines = [`${count(texts, 'text')} with the words of two or more people`, ''];
  for (const { one, other, incident, group, groups } of pairs) {
    const rows = [
      ['incident or not', ...cells(incident)],
      ['group', ...cells(group)],
      ...groups.map((each) => [`  ${each.group}`, ...cells(each)]),
    ];
    lines.push(formatTable([`${one} · ${other}`, 'texts', 'agreed', 'kappa', '95 %'], rows), '');
  }
  if (pairs.length > 1)
    lines.push(
      `All together, Krippendorff’s alpha: incident ${figure(alpha.incident)}, group ${figure(alpha.group)}`,
      '',
    );
  if (disagreements.length === 0) lines.push('No disagreement is open.');
  else {
    const shown = disagreements.slice(0, limit);
    const rest = shown.length < disagreements.length ? `, ${shown.length} shown (--limit)` : '';
    lines.push(
      `${count(disagreements.length, 'disagreement')} open${rest}; «otklik label settle ID» gives the last word`,
    );
    const rows = shown.map(({ subject, text, answers }) => [
      subject,
      answers.map(({ who, answer }) => `${who}: ${answer}`).join(', '),
      printable(text),
    ]);
    if (rows.length > 0) lines.push('', formatTable(['id', 'answers', 'text'], rows));
  }
  return lines.join('\n');
}

function cells({ texts, agreed, kappa, low, high }: Kappa): string[] {
  const bounds = low === null || high === null ? '–' : `${low.toFixed(2)} to ${high.toFixed(2)}`;
  return [String(texts), figure(agreed), figure(kappa), bounds];
}

function figure(value: number | null): string {
  return value === null ? '–' : value.toFixed(2);
}
