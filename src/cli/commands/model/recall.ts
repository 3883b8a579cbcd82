import { defineCommand } from 'citty';
import { type GateRecall, gateRecall } from '../../../app/gate-recall.js';
import { systemClock } from '../../../core/clock.js';
import { guarded } from '../../failure.js';
import { parseSince } from '../../since.js';
import { withStore } from '../../store-access.js';
import { formatTable } from '../../table.js';

export const recall = defineCommand({
  meta: {
    name: 'recall',
    description: 'What the gate loses, reckoned from the sample of what it let go, with bounds.',
  },
  args: {
    since: { type: 'string', description: 'only posts of the last «7d», or since a date', valueHint: 'time' },
    json: { type: 'boolean', default: false, description: 'the result as one JSON object' },
  },
  run: guarded(async ({ args }) => {
    const since = args.since === undefined ? undefined : parseSince(args.since, systemClock.now());
    const found = await withStore(({ posts }) => gateRecall(posts, since));
    process.stdout.write(args.json ? `${JSON.stringify(found)}\n` : `${formatRecall(found)}\n`);
  }),
});

function formatRecall({ dropped, sampled, wouldBeTaken, taken, lost, recall: share }: GateRecall): string {
  const rows = [
    ['passed the gate and went to the queue', String(taken)],
    ['let go at the gate', String(dropped)],
    ['of them read all the same', String(sampled)],
    ['of those would have gone to the queue', String(wouldBeTaken)],
  ];
  if (lost === null || share === null)
    return `${formatTable(['posts', ''], rows)}\nNothing can be said yet: the sample (config/models.yaml, gateSample) is empty.`;
  const percent = (value: number): string => `${(100 * value).toFixed(2)} %`;
  rows.push([
    'lost at the gate, reckoned for all',
    `${lost.value.toFixed(0)} (${lost.low.toFixed(0)} to ${lost.high.toFixed(0)})`,
  ]);
  return `${formatTable(['posts', ''], rows)}\nRecall at the gate: ${percent(share.value)}, with 95 % certainty between ${percent(share.low)} and ${percent(share.high)}.`;
}
