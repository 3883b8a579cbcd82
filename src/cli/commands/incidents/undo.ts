import { defineCommand } from 'citty';
import { incidentBy } from '../../../app/incident-logs.js';
import { AppError } from '../../../core/errors.js';
import { guarded } from '../../failure.js';
import { statusNames } from '../../queue-table.js';
import { actAs, asArg } from './acting.js';

export const undo = defineCommand({
  meta: { name: 'undo', description: 'Takes a merge or a split back: both sides are what they would be without it.' },
  args: {
    id: { type: 'positional', required: true, description: 'number or id of the incident' },
    event: {
      type: 'string',
      required: true,
      description: 'number of the event of merging or splitting; «show» has it',
    },
    ...asArg,
    reason: { type: 'string', description: 'why' },
  },
  run: guarded(async ({ args }) => {
    const seq = Number(args.event);
    if (!Number.isInteger(seq) || seq < 1)
      throw new AppError('E_INPUT_INVALID', `--event ${args.event}: give the number of an event, as «show» lists them`);
    const after = await actAs(args.as, async (incidents) => ({
      incident: await incidentBy(incidents, args.id),
      action: { type: 'undo', seq, reason: args.reason ?? null },
    }));
    process.stdout.write(
      `${after.number}: отменено событие ${seq}; ${statusNames[after.status]}, людей ${after.peopleCount}, постов ${after.postCount}\n`,
    );
  }),
});
