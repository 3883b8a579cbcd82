import { defineCommand } from 'citty';
import { recomputeIncidents } from '../../../app/incident-logs.js';
import { openStore } from '../../../app/store-only.js';
import { AppError } from '../../../core/errors.js';
import { openConfigOnly } from '../../context.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { count } from '../../plural.js';
import { onlyOrAll, whichArgs } from './which.js';

export const recompute = defineCommand({
  meta: { name: 'recompute', description: 'Makes incidents anew from their logs and mends those that differ.' },
  args: whichArgs,
  run: guarded(async ({ args }) => {
    const only = onlyOrAll(args);
    const env = openEnv();
    const { config } = openConfigOnly(env);
    const store = await openStore(env, { creates: false });
    try {
      const { incidents, mended, failed } = await recomputeIncidents(store.incidents, config.calendar, only);
      for (const { number, incidentId, fields } of mended)
        process.stdout.write(`${number} (${incidentId}): mended ${fields.join(', ')}\n`);
      for (const { number, incidentId, message } of failed)
        process.stdout.write(`${number} (${incidentId}): ${message}\n`);
      const same = incidents - mended.length - failed.length;
      process.stdout.write(`${count(incidents, 'incident')}: ${same} as the log says, ${mended.length} mended\n`);
      if (failed.length > 0)
        throw new AppError(
          'E_STORE_REJECTED',
          `${count(failed.length, 'incident')} could not be made anew: what to do stands beside each`,
        );
    } finally {
      await store.close();
    }
  }),
});
