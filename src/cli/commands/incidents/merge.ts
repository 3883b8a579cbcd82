import { defineCommand } from 'citty';
import { incidentBy } from '../../../app/incident-logs.js';
import { guarded } from '../../failure.js';
import { actAs, asArg } from './acting.js';

export const merge = defineCommand({
  meta: { name: 'merge', description: 'Merges an incident into another, where it goes on; «undo» takes it back.' },
  args: {
    id: { type: 'positional', required: true, description: 'number or id of the incident that ends' },
    into: { type: 'string', required: true, description: 'number or id of the one that it goes on in' },
    ...asArg,
    reason: { type: 'string', description: 'why they are one' },
  },
  run: guarded(async ({ args }) => {
    const after = await actAs(args.as, async (incidents) => {
      const [incident, into] = await Promise.all([incidentBy(incidents, args.id), incidentBy(incidents, args.into)]);
      const action = {
        type: 'merge',
        intoId: into.id,
        intoVersion: into.version,
        reason: args.reason ?? null,
      } as const;
      return { incident, action };
    });
    const { mergedInto } = after.ties;
    process.stdout.write(
      `${after.number}: объединён с ${mergedInto?.number}; отменить: incidents undo ${after.number} --event ${mergedInto?.seq}\n`,
    );
  }),
});
