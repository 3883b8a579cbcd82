import { defineCommand } from 'citty';
import { incidentBy } from '../../../app/incident-logs.js';
import { openPlatform } from '../../../app/platform.js';
import { recordAudit } from '../../../core/audit.js';
import { openConfigOnly, openContext } from '../../context.js';
import { guarded } from '../../failure.js';
import { formatCard } from '../../incident-card.js';
import { byOption, personAtWork } from '../../person.js';

export const show = defineCommand({
  meta: { name: 'show', description: 'One incident: where it stands and what happened.' },
  args: {
    id: { type: 'positional', required: true, description: 'number or id of the incident' },
    json: { type: 'boolean', default: false, description: '{incident, events} as they are stored' },
    by: byOption,
  },
  run: guarded(async ({ args }) => {
    const by = personAtWork(args.by);
    const { env, log } = openContext({ quiet: true });
    const { config } = openConfigOnly(env);
    const platform = await openPlatform(env, log);
    try {
      const { incidents } = platform.store;
      const incident = await incidentBy(incidents, args.id);
      // Who reads what residents wrote stands in the audit log, on the command line as on the screen.
      await recordAudit(platform, by, 'read', incident.id);
      const events = await incidents.events(incident.id);
      const text = args.json
        ? JSON.stringify({ incident, events }, null, 2)
        : formatCard(incident, events, config.taxonomy);
      process.stdout.write(`${text}\n`);
    } finally {
      await platform.close();
    }
  }),
});
