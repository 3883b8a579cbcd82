import { defineCommand } from 'citty';
import { loadTerritories } from '../../../app/rule-origins.js';
import { rollbackRules } from '../../../app/rules-deploy.js';
import { loadRuleConfig } from '../../../config/rule-files.js';
import { AppError } from '../../../core/errors.js';
import { deployAndTell, deploymentArgs } from '../../deployment.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';

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
    ...deploymentArgs,
  },
  run: guarded(async ({ args }) => {
    const wanted = args.version === undefined ? undefined : parseVersion(args.version);
    const { OTKLIK_CONFIG_DIR: configDir } = openEnv();
    const { taxonomy } = loadRuleConfig(configDir);
    const locator = await loadTerritories(configDir);
    await deployAndTell(args, { taxonomy, locator }, (options) => rollbackRules(wanted, options));
  }),
});
