import { randomUUID } from 'node:crypto';
import { defineCommand } from 'citty';
import { incidentBy } from '../../../app/incident-logs.js';
import { openPlatform } from '../../../app/platform.js';
import { openDesk } from '../../../app/work.js';
import { isoTime } from '../../../core/clock.js';
import { AppError } from '../../../core/errors.js';
import { openConfig, openContext } from '../../context.js';
import { guarded } from '../../failure.js';
import { statusNames } from '../../queue-table.js';

export const assign = defineCommand({
  meta: { name: 'assign', description: 'Names the body that must act, in the name of a user.' },
  args: {
    id: { type: 'positional', required: true, description: 'number or id of the incident' },
    to: { type: 'string', required: true, description: 'id of the body, from config/routing' },
    as: { type: 'string', required: true, description: 'login of the user who decides: stands in the history' },
    note: { type: 'string', description: 'a word to the body' },
  },
  run: guarded(async ({ args }) => {
    const { env, log } = openContext({ quiet: true });
    const { config, analysis } = openConfig(env);
    const platform = await openPlatform(env, log);
    try {
      const { store, clock } = platform;
      const user = await store.users.get(args.as);
      if (user === null || user.disabled)
        throw new AppError(
          'E_FORBIDDEN',
          `--as ${args.as}: there is no such user, or it is disabled; «users list» shows who may act`,
        );
      const before = await incidentBy(store.incidents, args.id);
      const desk = openDesk(platform, config, analysis, log);
      const action = { type: 'assign' as const, executorId: args.to, note: args.note ?? null };
      const after = await desk.act(before.id, before.version, action, user);
      const audit = {
        id: `a${randomUUID()}`,
        at: isoTime(clock.now()),
        login: user.login,
        action: 'assign',
        target: after.id,
      };
      await store.audit.add([audit]);
      process.stdout.write(`${after.number}: ${statusNames[after.status]}, ${after.executorName}\n`);
    } finally {
      await platform.close();
    }
  }),
});
