import { defineCommand } from 'citty';
import { openPlatform } from '../../app/platform.js';
import { isPassportValid } from '../../core/source.js';
import { openContext } from '../context.js';
import { guarded } from '../failure.js';
import { formatTable } from '../table.js';

const list = defineCommand({
  meta: { name: 'list', description: 'Sources with their health.' },
  args: { json: { type: 'boolean', default: false, description: 'one source a line' } },
  run: guarded(async ({ args }) => {
    const { env, log } = openContext({ quiet: true });
    const platform = await openPlatform(env, log);
    try {
      const [sources, states] = await Promise.all([platform.store.sources.list(), platform.store.sources.states()]);
      const byId = new Map(states.map((state) => [state.sourceId, state]));
      if (args.json) {
        for (const source of sources)
          process.stdout.write(`${JSON.stringify({ source, state: byId.get(source.id) ?? null })}\n`);
        return;
      }
      const rows = sources.map((source) => {
        const state = byId.get(source.id);
        const health = !source.enabled
          ? 'off'
          : !isPassportValid(source.passport, platform.clock.now())
            ? 'passport expired'
            : (state?.lastError?.code ?? (state?.lastSuccessAt ? 'ok' : 'not read yet'));
        return [
          source.id,
          source.kind,
          health,
          String(state?.postsSeen ?? 0),
          state?.lastSuccessAt?.slice(0, 19) ?? '',
          state?.nextVisitAt?.slice(0, 19) ?? '',
          state?.lastError?.message ?? '',
        ];
      });
      process.stdout.write(
        `${formatTable(['source', 'kind', 'health', 'posts', 'last success', 'next visit', 'error'], rows)}\n`,
      );
    } finally {
      await platform.close();
    }
  }),
});

export const sources = defineCommand({
  meta: { name: 'sources', description: 'The watched pages; they are defined in config/sources/.' },
  subCommands: { list },
});
