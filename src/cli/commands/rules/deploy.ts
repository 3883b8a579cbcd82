import { defineCommand } from 'citty';
import { readPackTexts } from '../../../app/rule-files.js';
import { loadTerritories } from '../../../app/rule-origins.js';
import { checkPacks, deployRules } from '../../../app/rules-deploy.js';
import { loadRuleConfig } from '../../../config/rule-files.js';
import { deployAndTell, deploymentArgs } from '../../deployment.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';

export const deploy = defineCommand({
  meta: { name: 'deploy', description: 'Puts the packs of config/rules/ in force: workers take them within seconds.' },
  args: deploymentArgs,
  run: guarded(async ({ args }) => {
    const { OTKLIK_CONFIG_DIR: configDir } = openEnv();
    const { taxonomy } = loadRuleConfig(configDir);
    const locator = await loadTerritories(configDir);
    const packs = checkPacks(readPackTexts(configDir), taxonomy, locator);
    await deployAndTell(args, { taxonomy, locator }, (options) => deployRules(packs, options));
  }),
});
