import { defineCommand } from 'citty';
import { incidentBy } from '../../../app/incident-logs.js';
import { guarded } from '../../failure.js';
import { actAs, asArg } from './acting.js';

export const split = defineCommand({
  meta: {
    name: 'split',
    description: 'Splits posts off into an incident of their own; «undo» takes it back.',
  },
  args: {
    id: { type: 'positional', required: true, description: 'number or id of the incident' },
    posts: { type: 'string', required: true, description: 'ids of the posts, with commas; «show --json» has them' },
    ...asArg,
    reason: { type: 'string', required: true, description: 'why they tell of something else' },
  },
  run: guarded(async ({ args }) => {
    const postIds = args.posts.split(',').flatMap((id) => id.trim() || []);
    const after = await actAs(args.as, async (incidents) => ({
      incident: await incidentBy(incidents, args.id),
      action: { type: 'split', postIds, reason: args.reason },
    }));
    const made = after.ties.splitOff.at(-1);
    process.stdout.write(
      `${after.number}: выделен ${made?.number}; отменить: incidents undo ${after.number} --event ${made?.seq}\n`,
    );
  }),
});
