import { defineCommand } from 'citty';
import { evaluateModel } from '../../../app/models-eval.js';
import { openModels } from '../../../app/models-open.js';
import { systemClock } from '../../../core/clock.js';
import { colourOption, createColours } from '../../colours.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { formatModelReport } from '../../model-report.js';
import { modelTextArgs, readMeasured } from '../../model-texts.js';
import { parseSince } from '../../since.js';
import { withStoreIfNeeded } from '../../store-access.js';

export const evaluate = defineCommand({
  meta: {
    name: 'eval',
    description: 'Measures a version on labelled texts: detection, groups, calibration, by source.',
  },
  args: {
    version: {
      type: 'positional',
      required: false,
      description: 'a version or «shipped»; without it the one in force, with --on and no store the shipped one',
    },
    ...modelTextArgs,
    json: { type: 'boolean', default: false, description: 'the whole report as one JSON object' },
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    const startedMs = performance.now();
    const env = openEnv();
    const since = args.since === undefined ? {} : { since: parseSince(args.since, systemClock.now()) };
    const on = args.on === undefined ? {} : { on: args.on };
    const isStored = args.on === undefined || (args.version !== undefined && args.version !== 'shipped');
    await withStoreIfNeeded(env, isStored, async (store) => {
      const models = await openModels(env, store);
      try {
        const set = await models.setOf(args.version ?? 'live');
        const { texts, tellLeftOut } = await readMeasured(models, { ...on, ...since });
        const report = evaluateModel(set, texts);
        const ms = Math.round(performance.now() - startedMs);
        if (args.json) process.stdout.write(`${JSON.stringify({ ...report, ms })}\n`);
        else {
          process.stdout.write(`${formatModelReport(report, createColours(process.stdout, args.color))}\n`);
          process.stderr.write(`measured in ${(ms / 1_000).toFixed(1)} s\n`);
        }
        tellLeftOut();
      } finally {
        await models.close();
      }
    });
  }),
});
