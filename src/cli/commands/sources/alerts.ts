import { defineCommand } from 'citty';
import { guarded } from '../../failure.js';
import { formatTable } from '../../table.js';
import { withPlatform } from './arguments.js';

export const alerts = defineCommand({
  meta: { name: 'alerts', description: 'Sources that are broken or silent, and since when.' },
  args: {
    all: { type: 'boolean', default: false, description: 'those that are over too' },
    limit: { type: 'string', default: '100' },
    json: { type: 'boolean', default: false, description: 'one alert a line' },
  },
  run: guarded(async ({ args }) => {
    await withPlatform(async ({ store }) => {
      const found = await store.alerts.list({ isOpen: !args.all, limit: Number(args.limit) || 100 });
      if (args.json) {
        for (const alert of found) process.stdout.write(`${JSON.stringify(alert)}\n`);
        return;
      }
      if (found.length === 0) process.stdout.write('nothing to look at\n');
      else {
        const minute = (at: string | null) => at?.slice(0, 16).replace('T', ' ') ?? '';
        const rows = found.map((each) => [
          minute(each.startedAt),
          minute(each.endedAt),
          each.kind,
          each.sourceId,
          each.message,
        ]);
        process.stdout.write(`${formatTable(['since', 'until', 'what', 'source', 'why'], rows)}\n`);
      }
    });
  }),
});
