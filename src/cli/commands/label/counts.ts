import { defineCommand } from 'citty';
import { type LabelSummary, summariseLabels } from '../../../app/labels-counts.js';
import { guarded } from '../../failure.js';
import { count } from '../../plural.js';
import { withStore } from '../../store-access.js';
import { formatTable } from '../../table.js';

export const counts = defineCommand({
  meta: { name: 'counts', description: 'How many labels there are, and how many more a retraining needs.' },
  args: { json: { type: 'boolean', default: false, description: 'one JSON object' } },
  run: guarded(async ({ args }) => {
    const summary = await withStore((store) => summariseLabels(store.labels));
    process.stdout.write(`${args.json ? JSON.stringify(summary) : describe(summary)}\n`);
  }),
});

function describe(summary: LabelSummary): string {
  const { labels, texts, byOrigin, byWho, byGroup } = summary;
  if (labels === 0)
    return 'No labels yet: operators’ decisions become labels («otklik label rebuild» fetches earlier ones), and «otklik label next» asks for more.';
  const distinct = texts.incidents + texts.others;
  const lines = [
    `${count(labels, 'label')} on ${count(distinct + texts.contested, 'text')}: ${texts.incidents} incidents (${texts.grouped} with a group), ${texts.others} that are none, ${texts.contested} contested`,
    '',
    table('origin', byOrigin),
    '',
    table('group', byGroup),
    '',
    table('person', byWho),
    '',
    lackingLine(summary),
  ];
  return lines.join('\n');
}

function table(head: string, numbers: Readonly<Record<string, number>>): string {
  return formatTable(
    [head, 'labels'],
    Object.entries(numbers).map(([name, number]) => [name, String(number)]),
  );
}

function lackingLine({ lacking: { incidents, others, groups } }: LabelSummary): string {
  if (incidents + others + groups === 0) return 'Enough for a retraining: «otklik model retrain».';
  const parts = [
    ...(incidents > 0 ? [count(incidents, 'incident')] : []),
    ...(others > 0 ? [`${count(others, 'text')} that are none`] : []),
    ...(groups > 0 ? [`${count(groups, 'incident')} with a group`] : []),
  ];
  return `A retraining needs more, each agreed on: ${parts.join(', ')}. «otklik label next» asks for them.`;
}
