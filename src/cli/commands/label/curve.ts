import { defineCommand } from 'citty';
import type { Figure, ModelSetEntry } from '../../../core/model-set-version.js';
import { guarded } from '../../failure.js';
import { withStore } from '../../store-access.js';
import { formatTable } from '../../table.js';

/** Versions that are shown at most. */
const most = 200;

export const curve = defineCommand({
  meta: {
    name: 'curve',
    description: 'How the figures of the model grew with the number of labels, version by version.',
  },
  args: { json: { type: 'boolean', default: false, description: 'one version a line' } },
  run: guarded(async ({ args }) => {
    const versions = (await withStore((store) => store.modelSets.list({ limit: most }))).reverse();
    if (args.json) {
      for (const { version, createdAt, training } of versions)
        process.stdout.write(`${JSON.stringify({ version, createdAt, texts: labelsOf(training), ...training })}\n`);
      return;
    }
    if (versions.length === 0) {
      process.stdout.write(
        'No version was fitted yet: «otklik model retrain» makes one of the labels that there are.\n',
      );
      return;
    }
    const rows = versions.map(({ version, createdAt, training }) => [
      String(version),
      createdAt.slice(0, 10),
      String(labelsOf(training)),
      shown(training.after?.f1),
      shown(training.after?.group),
      shown(training.after?.coverage),
      training.after === null ? '–' : String(training.heldOut),
    ]);
    const head = ['version', 'made', 'labels', 'F1 of incidents', 'group right', 'decided alone', 'held out'];
    process.stdout.write(
      `${formatTable(head, rows)}\nEach version is measured on labels held back from its own fitting: compare two on the same texts with «otklik model compare».\n`,
    );
  }),
});

function labelsOf({ fitted, heldOut }: ModelSetEntry['training']): number {
  return fitted + heldOut;
}

/** «0.91 ▆ (0.87-0.94)» */
function shown(figure: Figure | undefined): string {
  if (figure?.value === null || figure === undefined) return '–';
  const { value, low, high } = figure;
  const bar = '▁▂▃▄▅▆▇█'[Math.min(7, Math.max(0, Math.floor(value * 8)))] ?? '';
  const bounds = low === null || high === null ? '' : ` (${low.toFixed(2)}-${high.toFixed(2)})`;
  return `${value.toFixed(3)} ${bar}${bounds}`;
}
