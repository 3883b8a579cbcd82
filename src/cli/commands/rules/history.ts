import { defineCommand } from 'citty';
import { AppError } from '../../../core/errors.js';
import { guarded } from '../../failure.js';
import { withStore } from '../../store-access.js';
import { formatTable } from '../../table.js';

export const history = defineCommand({
  meta: { name: 'history', description: 'The deployed versions of the rules, newest first.' },
  args: {
    limit: { type: 'string', default: '30', description: 'most versions shown', valueHint: 'n' },
    json: { type: 'boolean', default: false, description: 'one version a line' },
  },
  run: guarded(async ({ args }) => {
    const limit = Number(args.limit);
    if (!Number.isInteger(limit) || limit < 1)
      throw new AppError('E_INPUT_INVALID', `--limit ${args.limit}: write a whole number above 0`);
    const sets = await withStore((store) => store.ruleSets.list({ limit }));
    if (args.json) {
      for (const set of sets) process.stdout.write(`${JSON.stringify(set)}\n`);
      return;
    }
    if (sets.length === 0) {
      process.stdout.write('Nothing was deployed yet: the files of config/rules are in force.\n');
      return;
    }
    const rows = sets.map((set, index) => [
      `${set.version}${index === 0 ? ' *' : ''}`,
      set.createdAt.slice(0, 19).replace('T', ' '),
      set.by,
      set.revision.slice(0, 9),
      set.restores === null ? set.note : `= ${set.restores}  ${set.note}`,
    ]);
    process.stdout.write(
      `${formatTable(['version', 'deployed (UTC)', 'by', 'revision', 'note'], rows)}\n* is in force\n`,
    );
  }),
});
