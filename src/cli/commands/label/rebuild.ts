import { defineCommand } from 'citty';
import { rebuildLabels } from '../../../app/labels-rebuild.js';
import { guarded } from '../../failure.js';
import { createProgress } from '../../progress.js';
import { withStore } from '../../store-access.js';

export const rebuild = defineCommand({
  meta: {
    name: 'rebuild',
    description: 'Makes the labels of operators’ decisions anew from the logs of the incidents.',
  },
  args: { json: { type: 'boolean', default: false, description: 'one JSON object' } },
  run: guarded(async ({ args }) => {
    const progress = createProgress('labels');
    const report = await withStore((store) => rebuildLabels(store, progress.at));
    progress.end();
    const { decided, written, removed } = report;
    const text = `${decided} labels by the decisions in the logs: ${written} written, ${removed} that no log knows removed`;
    process.stdout.write(`${args.json ? JSON.stringify(report) : text}\n`);
  }),
});
