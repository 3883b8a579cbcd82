import { defineCommand } from 'citty';
import { rollbackRules } from '../../../app/rules-deploy.js';
import { loadRuleConfig } from '../../../config/rule-files.js';
import { systemClock } from '../../../core/clock.js';
import { AppError } from '../../../core/errors.js';
import { colourOption, createColours } from '../../colours.js';
import { formatDeployment } from '../../deployment.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { byOption, personAtWork } from '../../person.js';
import { withStore } from '../../store-access.js';

/**
 * A version as people write it: «7» or «v7».
 * @throws AppError E_INPUT_INVALID for anything else.
 */
export function parseVersion(word: string): number {
  const number = /^v?(\d{1,9})$/.exec(word)?.[1];
  if (number !== undefined && Number(number) > 0) return Number(number);
  throw new AppError('E_INPUT_INVALID', `«${word}» is no version: write its number, «otklik rules history» lists them`);
}

export const rollback = defineCommand({
  meta: { name: 'rollback', description: 'Puts an earlier version in force again, as a new version with its packs.' },
  args: {
    version: {
      type: 'positional',
      required: false,
      description: 'its number; without it the one before that in force',
    },
    note: { type: 'string', description: 'why, for the history' },
    by: byOption,
    'dry-run': { type: 'boolean', default: false, description: 'show what would change and write nothing' },
    json: { type: 'boolean', default: false, description: 'the result as one JSON object' },
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    const wanted = args.version === undefined ? undefined : parseVersion(args.version);
    const by = personAtWork(args.by);
    const { taxonomy } = loadRuleConfig(openEnv().OTKLIK_CONFIG_DIR);
    const isDryRun = args['dry-run'];
    const done = await withStore((store) =>
      rollbackRules(wanted, {
        store,
        taxonomy,
        clock: systemClock,
        by,
        isDryRun,
        ...(args.note === undefined ? {} : { note: args.note }),
      }),
    );
    const colours = createColours(process.stdout, args.color);
    process.stdout.write(
      args.json ? `${JSON.stringify({ ...done, isDryRun })}\n` : formatDeployment(done, colours, { isDryRun }),
    );
  }),
});
