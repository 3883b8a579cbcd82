import { defineCommand } from 'citty';
import { verifyLogs } from '../../../app/incident-logs.js';
import { openStore } from '../../../app/store-only.js';
import { AppError } from '../../../core/errors.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { count } from '../../plural.js';
import { onlyOrAll, whichArgs } from './which.js';

export const verify = defineCommand({
  meta: { name: 'verify', description: 'Holds logs of events against their hashes; ends with 1 when one was changed.' },
  args: whichArgs,
  run: guarded(async ({ args }) => {
    const only = onlyOrAll(args);
    const store = await openStore(openEnv(), { creates: false });
    try {
      const { incidents, events, broken } = await verifyLogs(store.incidents, only);
      for (const { number, incidentId, seq, why } of broken)
        process.stdout.write(`${number} (${incidentId}), event ${seq}: ${why}\n`);
      process.stdout.write(
        `${count(incidents, 'log')}, ${count(events, 'event')}: ${broken.length === 0 ? 'all as written' : `${broken.length} changed`}\n`,
      );
      if (broken.length > 0)
        throw new AppError(
          'E_STORE_REJECTED',
          `${count(broken.length, 'log')} changed after writing: compare with a snapshot of the index, and find out who may write to it`,
        );
    } finally {
      await store.close();
    }
  }),
});
