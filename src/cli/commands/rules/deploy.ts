import { defineCommand } from 'citty';
import { readPackTexts } from '../../../app/rule-files.js';
import { checkPacks, type Deployment, deployRules } from '../../../app/rules-deploy.js';
import { loadRuleConfig } from '../../../config/rule-files.js';
import { systemClock } from '../../../core/clock.js';
import { colourOption, createColours } from '../../colours.js';
import { formatDeployment } from '../../deployment.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { byOption, personAtWork } from '../../person.js';
import { withStore } from '../../store-access.js';

export const deploy = defineCommand({
  meta: { name: 'deploy', description: 'Puts the packs of config/rules/ in force: workers take them within seconds.' },
  args: {
    note: { type: 'string', description: 'why, for the history' },
    by: byOption,
    'dry-run': { type: 'boolean', default: false, description: 'show what would change and write nothing' },
    json: { type: 'boolean', default: false, description: 'the result as one JSON object' },
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    const { OTKLIK_CONFIG_DIR: configDir } = openEnv();
    const by = personAtWork(args.by);
    const { taxonomy } = loadRuleConfig(configDir);
    const packs = checkPacks(readPackTexts(configDir), taxonomy);
    const isDryRun = args['dry-run'];
    const done: Deployment = await withStore((store) =>
      deployRules(packs, {
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
