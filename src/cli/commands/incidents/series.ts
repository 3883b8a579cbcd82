import { defineCommand } from 'citty';
import { readTraces, seriesAmong } from '../../../app/series.js';
import { systemClock } from '../../../core/clock.js';
import { AppError } from '../../../core/errors.js';
import { filterSeries, seriesListQuerySchema } from '../../../core/series.js';
import { openConfigOnly, openContext } from '../../context.js';
import { guarded } from '../../failure.js';
import { count } from '../../plural.js';
import { formatSeries } from '../../series-table.js';
import { parseSince } from '../../since.js';
import { withStore } from '../../store-access.js';

export const series = defineCommand({
  meta: { name: 'series', description: 'What comes again at one place: seasonal, chronic, repeated.' },
  args: {
    territory: { type: 'string', description: 'ids or OKTMO codes, comma-separated' },
    group: { type: 'string', description: 'topic groups, comma-separated' },
    kind: { type: 'string', description: 'seasonal, chronic, repeated; comma-separated' },
    since: { type: 'string', description: 'only incidents told of since: a date, or 52w, 730d ago' },
    limit: { type: 'string', default: '200', description: '1-500' },
    json: { type: 'boolean', default: false, description: 'one series a line' },
  },
  run: guarded(async ({ args }) => {
    const { json, _, since, ...given } = args;
    const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const query = seriesListQuerySchema.safeParse(fields);
    if (!query.success) {
      const [issue] = query.error.issues;
      throw new AppError('E_INPUT_INVALID', `--${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
    }
    const { env } = openContext({ quiet: true });
    const { config } = openConfigOnly(env);
    const nowMs = systemClock.now();
    const from = since === undefined ? undefined : parseSince(since, nowMs);
    await withStore(async ({ incidents }) => {
      const found = seriesAmong(await readTraces(incidents, config.series, nowMs, from), config.series, nowMs);
      const { limit, ...filter } = query.data;
      const { items } = filterSeries(found.series, filter);
      const shown = items.slice(0, limit);
      if (json) for (const one of shown) process.stdout.write(`${JSON.stringify(one)}\n`);
      else {
        if (shown.length > 0) process.stdout.write(`${formatSeries(shown, config.taxonomy)}\n`);
        process.stdout.write(`${shown.length} of ${items.length} series among ${count(found.incidents, 'incident')}\n`);
      }
    });
  }),
});
