import { defineCommand } from 'citty';
import { compareSets } from '../../../app/models-eval.js';
import { openModels } from '../../../app/models-open.js';
import { systemClock } from '../../../core/clock.js';
import { AppError } from '../../../core/errors.js';
import { colourOption, createColours } from '../../colours.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { formatComparison } from '../../model-report.js';
import { modelTextArgs, readMeasured } from '../../model-texts.js';
import { parseSince } from '../../since.js';
import { withStoreIfNeeded } from '../../store-access.js';

export const compare = defineCommand({
  meta: {
    name: 'compare',
    description: 'Two versions on the same labelled texts: differences with bounds, and where.',
  },
  args: {
    a: { type: 'positional', required: true, description: 'a version, «live», «shadow» or «shipped»' },
    b: { type: 'positional', required: true, description: 'the same' },
    ...modelTextArgs,
    show: { type: 'string', default: '5', description: 'texts shown of each kind of difference', valueHint: 'n' },
    json: { type: 'boolean', default: false, description: 'the report as one JSON object' },
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    const show = Number(args.show);
    if (!Number.isInteger(show) || show < 0)
      throw new AppError('E_INPUT_INVALID', `--show ${args.show}: write a whole number`);
    const env = openEnv();
    const since = args.since === undefined ? {} : { since: parseSince(args.since, systemClock.now()) };
    const on = args.on === undefined ? {} : { on: args.on };
    await withStoreIfNeeded(env, true, async (store) => {
      const models = await openModels(env, store);
      try {
        const [a, b] = [await models.setOf(args.a), await models.setOf(args.b)];
        const { texts, tellLeftOut } = await readMeasured(models, { ...on, ...since });
        const report = compareSets(a, b, texts);
        process.stdout.write(
          args.json
            ? `${JSON.stringify({ ...report, differing: report.differing.slice(0, show * 4) })}\n`
            : `${formatComparison(report, show, createColours(process.stdout, args.color))}\n`,
        );
        tellLeftOut();
      } finally {
        await models.close();
      }
    });
  }),
});
