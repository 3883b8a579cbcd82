import { defineCommand } from 'citty';
import { project } from '../../../pipelines/incidents/project.js';
import { slaOf } from '../../../pipelines/incidents/sla.js';
import { incidentBy } from '../../app/incident-logs.js';
import { openStore } from '../../app/store-only.js';
import { systemClock } from '../../core/clock.js';
import { AppError } from '../../core/errors.js';
import { openConfigOnly } from '../context.js';
import { openEnv } from '../environment.js';
import { guarded } from '../failure.js';
import { formatClocks } from '../sla-table.js';

const explain = defineCommand({
  meta: { name: 'explain', description: 'Each clock of an incident: what counts, what does not, why, and the sum.' },
  args: {
    id: { type: 'positional', required: true, description: 'number or id of the incident' },
    at: { type: 'string', description: 'as of this instant, ISO with zone; now when left out' },
    json: { type: 'boolean', default: false, description: 'the clocks as JSON' },
  },
  run: guarded(async ({ args }) => {
    const nowMs = args.at === undefined ? systemClock.now() : Date.parse(args.at);
    const isInstant = args.at === undefined || /(?:Z|[+-]\d\d:?\d\d)$/i.test(args.at.trim());
    if (Number.isNaN(nowMs) || !isInstant)
      throw new AppError(
        'E_INPUT_INVALID',
        `--at ${args.at}: write an instant with its zone, such as 2026-03-02T12:00:00+03:00`,
      );
    const env = openEnv();
    const { config } = openConfigOnly(env);
    const store = await openStore(env, { creates: false });
    try {
      const { id } = await incidentBy(store.incidents, args.id);
      // From the log, not from what is stored: this is what the clocks are.
      const events = (await store.incidents.events(id)).filter(({ at }) => Date.parse(at) <= nowMs);
      if (events.length === 0) throw new AppError('E_INPUT_INVALID', `--at ${args.at}: the incident was not there yet`);
      const incident = project(events, config.calendar);
      const names = new Map(
        [{ executorId: incident.executorId, executorName: incident.executorName }]
          .concat(events.flatMap(({ change }) => (change.type === 'assigned' ? [change] : [])))
          .map(({ executorId, executorName }) => [executorId, executorName]),
      );
      const text = args.json
        ? JSON.stringify(slaOf(incident, config.calendar, nowMs), null, 2)
        : formatClocks(incident, config.calendar, nowMs, names);
      process.stdout.write(`${text}\n`);
    } finally {
      await store.close();
    }
  }),
});

export const sla = defineCommand({
  meta: { name: 'sla', description: 'Terms and how they are counted.' },
  subCommands: { explain },
});
