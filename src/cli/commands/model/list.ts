import { defineCommand } from 'citty';
import { versionsInUse } from '../../../app/models-in-force.js';
import { AppError } from '../../../core/errors.js';
import { guarded } from '../../failure.js';
import { withStore } from '../../store-access.js';
import { formatTable } from '../../table.js';

/** @throws AppError E_INPUT_INVALID for what is no whole number above 0. */
export function parseLimit(written: string): number {
  const limit = Number(written);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new AppError('E_INPUT_INVALID', `--limit ${written}: write a whole number above 0`);
}

export const list = defineCommand({
  meta: { name: 'list', description: 'The versions of the model set, newest first, and which decide and look on.' },
  args: {
    limit: { type: 'string', default: '30', description: 'most versions shown', valueHint: 'n' },
    json: { type: 'boolean', default: false, description: 'one version a line' },
  },
  run: guarded(async ({ args }) => {
    const limit = parseLimit(args.limit);
    const { sets, inUse } = await withStore(async ({ modelSets }) => ({
      sets: await modelSets.list({ limit }),
      inUse: await versionsInUse(modelSets),
    }));
    const roleOf = (version: number): string => {
      if (version === inUse.live) return 'decides';
      return version === inUse.shadow ? 'looks on' : '';
    };
    if (args.json) {
      for (const set of sets) process.stdout.write(`${JSON.stringify({ ...set, use: roleOf(set.version) })}\n`);
      return;
    }
    const rows = sets.map((set) => [
      String(set.version),
      roleOf(set.version),
      set.createdAt.slice(0, 19).replace('T', ' '),
      set.by,
      set.revision,
      `${set.training.fitted + set.training.heldOut}`,
      gain(set.training.before?.group.value, set.training.after?.group.value),
      gain(set.training.before?.f1.value, set.training.after?.f1.value),
      set.note,
    ]);
    rows.push(['0', roleOf(0), '', '', '', '', '', '', 'as shipped with this Otklik']);
    const head = ['version', 'use', 'fitted (UTC)', 'by', 'revision', 'labels', 'group right', 'F1', 'note'];
    process.stdout.write(`${formatTable(head, rows)}\n`);
    if (sets.length === 0)
      process.stdout.write('Nothing was fitted yet: «otklik model retrain» learns from what operators decided.\n');
  }),
});

/** «0.781 → 0.812» on the labels held back. */
function gain(before: number | null | undefined, after: number | null | undefined): string {
  if (after === null || after === undefined) return '';
  return before === null || before === undefined ? after.toFixed(3) : `${before.toFixed(3)} → ${after.toFixed(3)}`;
}
