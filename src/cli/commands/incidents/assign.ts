import { defineCommand } from 'citty';
import { incidentBy } from '../../../app/incident-logs.js';
import { guarded } from '../../failure.js';
import { statusNames } from '../../queue-table.js';
import { actAs, asArg } from './acting.js';

export const assign = defineCommand({
  meta: { name: 'assign', description: 'Names the body that must act, in the name of a user.' },
  args: {
    id: { type: 'positional', required: true, description: 'number or id of the incident' },
    to: { type: 'string', required: true, description: 'id of the body, from config/routing' },
    ...asArg,
    note: { type: 'string', description: 'a word to the body' },
  },
  run: guarded(async ({ args }) => {
    const after = await actAs(args.as, async (incidents) => ({
      incident: await incidentBy(incidents, args.id),
      action: { type: 'assign', executorId: args.to, note: args.note ?? null },
    }));
    process.stdout.write(`${after.number}: ${statusNames[after.status]}, ${after.executorName}\n`);
  }),
});
