import { defineCommand } from 'citty';
import { openPlatform } from '../../../app/platform.js';
import { isoTime } from '../../../core/clock.js';
import { AppError } from '../../../core/errors.js';
import { incidentListQuerySchema } from '../../../core/http.js';
import { incidentStatusSchema } from '../../../core/incident.js';
import type { IncidentQuery } from '../../../core/ports.js';
import { openConfig, openContext } from '../../context.js';
import { guarded } from '../../failure.js';
import { formatQueue } from '../../queue-table.js';

export const list = defineCommand({
  meta: { name: 'list', description: 'The queue as a table or JSON lines.' },
  args: {
    text: { type: 'string', description: 'full-text search in Russian' },
    status: { type: 'string', description: `${incidentStatusSchema.options.join(', ')}; comma-separated` },
    group: { type: 'string', description: 'topic groups, comma-separated' },
    urgency: { type: 'string', description: 'urgent or ordinary' },
    territory: { type: 'string', description: 'ids of territories with all that lies in them, comma-separated' },
    sourceId: { type: 'string', description: 'ids of sources, comma-separated' },
    unsure: { type: 'boolean', default: false, description: 'only those that a person must look at first' },
    executorId: { type: 'string', description: 'ids of bodies, comma-separated' },
    overdue: { type: 'boolean', description: 'only those whose term has passed' },
    recurring: {
      type: 'boolean',
      default: false,
      description: 'only those that came back after an answer or a closing',
    },
    promises: { type: 'string', description: 'overdue: only those with a promise whose day is over, not settled' },
    settlement: { type: 'string', description: 'names, comma-separated' },
    oktmo: { type: 'string', description: 'first digits of an OKTMO code: 2 a region, 5 a municipality' },
    sort: { type: 'string', description: 'newest, due, people, recurrences or relevance' },
    limit: { type: 'string', default: '50', description: '1-200' },
    json: { type: 'boolean', default: false, description: 'one incident a line' },
  },
  run: guarded(async ({ args }) => {
    const { json, _, overdue: isOverdue, recurring: isRecurring, unsure: isUnsure, ...given } = args;
    const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const query = incidentListQuerySchema.safeParse(fields);
    if (!query.success) {
      const [issue] = query.error.issues;
      throw new AppError('E_INPUT_INVALID', `--${String(issue?.path[0] ?? '')}: ${issue?.message ?? 'invalid'}`);
    }
    const { env, log } = openContext({ quiet: true });
    const { config } = openConfig(env);
    const platform = await openPlatform(env, log);
    try {
      const { overdue, promises, unsure, recurring, by, ...rest } = query.data;
      const now = isoTime(platform.clock.now());
      const flags = {
        ...(isOverdue ? { overdueAt: now } : {}),
        ...(promises === undefined ? {} : { promisesOverAt: now }),
        ...(isRecurring ? { recurring: true } : {}),
        ...(isUnsure ? { unsure: true } : {}),
      };
      const page = await platform.store.incidents.search({ ...rest, ...flags } as IncidentQuery);
      if (json) for (const incident of page.items) process.stdout.write(`${JSON.stringify(incident)}\n`);
      else {
        process.stdout.write(`${formatQueue(page.items, config.taxonomy, platform.clock.now())}\n`);
        process.stdout.write(`${page.items.length} of ${page.total} incidents\n`);
      }
    } finally {
      await platform.close();
    }
  }),
});
