import { defineCommand } from 'citty';
import { versionsInUse } from '../../../app/models-in-force.js';
import { compareShadow } from '../../../app/models-shadow.js';
import { shippedModel } from '../../../app/models-shipped.js';
import { letLookOn, parseModelVersion } from '../../../app/models-versions.js';
import { systemClock } from '../../../core/clock.js';
import { AppError } from '../../../core/errors.js';
import { colourOption, createColours } from '../../colours.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { formatShadow } from '../../model-report.js';
import { changeAndTell, useArgs } from '../../model-use.js';
import { createProgress } from '../../progress.js';
import { parseSince } from '../../since.js';
import { withStore } from '../../store-access.js';

export const shadow = defineCommand({
  meta: {
    name: 'shadow',
    description: 'Lets a version look on beside the live one; without a version: what it makes otherwise.',
  },
  args: {
    version: { type: 'positional', required: false, description: 'its number, or «off»' },
    since: { type: 'string', description: 'only posts of the last «7d», «12h», or since a date', valueHint: 'time' },
    show: { type: 'string', default: '3', description: 'examples shown of each kind of change', valueHint: 'n' },
    ...useArgs,
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    if (args.version !== undefined) {
      const version = args.version === 'off' ? null : parseModelVersion(args.version);
      await changeAndTell(args, version === null ? null : (await shippedModel(openEnv())).encoder, (options) =>
        letLookOn(version, options),
      );
      return;
    }
    const show = Number(args.show);
    if (!Number.isInteger(show) || show < 0)
      throw new AppError('E_INPUT_INVALID', `--show ${args.show}: write a whole number`);
    const since = args.since === undefined ? {} : { since: parseSince(args.since, systemClock.now()) };
    const progress = createProgress('posts');
    const { inUse, report } = await withStore(async (store) => {
      const { live, shadow: version } = await versionsInUse(store.modelSets);
      const revision = version === null ? null : ((await store.modelSets.get(version))?.revision ?? null);
      if (version === null || revision === null)
        throw new AppError(
          'E_INPUT_INVALID',
          'no version looks on: «otklik model shadow VERSION» lets one, «otklik model list» shows which there are',
        );
      const found = await compareShadow(store, revision, { ...since, show, onPost: progress.at });
      return { inUse: { live, shadow: version }, report: found };
    });
    progress.end();
    process.stdout.write(
      args.json
        ? `${JSON.stringify({ ...inUse, ...report })}\n`
        : `${formatShadow(report, inUse, createColours(process.stdout, args.color))}\n`,
    );
  }),
});
