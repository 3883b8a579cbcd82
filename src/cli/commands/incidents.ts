import { defineCommand } from 'citty';
import { openPlatform } from '../../app/platform.js';
import { AppError } from '../../core/errors.js';
import { incidentListQuerySchema } from '../../core/http.js';
import type { IncidentQuery } from '../../core/ports.js';
import { openConfig, openContext } from '../context.js';
import { guarded } from '../failure.js';
import { formatQueue } from '../queue-table.js';

const list = defineCommand({
  meta: { name: 'list', description: 'The queue as a table or JSON lines.' },
  args: {
    text: { type: 'string', description: 'full-text search in Russian' },
    status: { type: 'string', description: 'new, assigned, answered, closed, not-incident; comma-separated' },
    group: { type: 'string', description: 'topic groups, comma-separated' },
    settlement: { type: 'string', description: 'names, comma-separated' },
    oktmo: { type: 'string', description: 'first digits of an OKTMO code: 2 a region, 5 a municipality' },
    sort: { type: 'string', description: 'newest, due, people or relevance' },
    limit: { type: 'string', default: '50', description: '1-200' },
    json: { type: 'boolean', default: false, description: 'one incident a line' },
  },
  run: guarded(async ({ args }) => {
    const { json, _, ...given } = args;
    const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const query = incidentListQuerySchema.safeParse(fields);
    if (!query.success) {
      const [issue] = query.error.issues;
      throw new AppError('E_INPUT_INVALID', `--${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
    }
    const { env, log } = openContext({ quiet: true });
    const { config } = openConfig(env);
    const platform = await openPlatform(env, log);
    try {
      const { overdue, unsure, ...rest } = query.data;
      const page = await platform.store.incidents.search(rest as IncidentQuery);
      if (json) for (const incident of page.items) process.stdout.write(`${JSON.stringify(incident)}\n`);
      else {
        process.stdout.write(`${formatQueue(page.items, config.taxonomy)}\n`);
        process.stdout.write(`${page.items.length} of ${page.total} incidents\n`);
      }
    } finally {
      await platform.close();
    }
  }),
});

const show = defineCommand({
  meta: { name: 'show', description: 'One incident with its posts and history, as JSON.' },
  args: { id: { type: 'positional', required: true, description: 'id of the incident' } },
  run: guarded(async ({ args }) => {
    const { env, log } = openContext({ quiet: true });
    const platform = await openPlatform(env, log);
    try {
      const incident = await platform.store.incidents.get(args.id);
      if (incident === null)
        throw new AppError('E_NOT_FOUND', `there is no incident ${args.id}: «incidents list --json» shows the ids`);
      const events = await platform.store.incidents.events(args.id);
      process.stdout.write(`${JSON.stringify({ incident, events }, null, 2)}\n`);
    } finally {
      await platform.close();
    }
  }),
});

export const incidents = defineCommand({
  meta: { name: 'incidents', description: 'The queue in the terminal.' },
  subCommands: { list, show },
});
