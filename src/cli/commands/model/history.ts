import { defineCommand } from 'citty';
import { guarded } from '../../failure.js';
import { withStore } from '../../store-access.js';
import { formatTable } from '../../table.js';
import { parseLimit } from './list.js';

export const history = defineCommand({
  meta: { name: 'history', description: 'Who put which version in force or let it look on, and when; newest first.' },
  args: {
    limit: { type: 'string', default: '30', description: 'most entries shown', valueHint: 'n' },
    json: { type: 'boolean', default: false, description: 'one entry a line' },
  },
  run: guarded(async ({ args }) => {
    const limit = parseLimit(args.limit);
    const uses = await withStore(({ modelSets }) => modelSets.uses({ limit }));
    if (args.json) {
      for (const use of uses) process.stdout.write(`${JSON.stringify(use)}\n`);
      return;
    }
    if (uses.length === 0) {
      process.stdout.write('Nothing was changed yet: the shipped version decides and none looks on.\n');
      return;
    }
    const rows = uses.map(({ at, action, live, shadow, by, note }) => [
      at.slice(0, 19).replace('T', ' '),
      by,
      action,
      live === 0 ? 'shipped' : String(live),
      shadow === null ? '' : String(shadow),
      note,
    ]);
    process.stdout.write(`${formatTable(['when (UTC)', 'by', 'did', 'decides', 'looks on', 'note'], rows)}\n`);
  }),
});
