import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defineCommand } from 'citty';
import { analyse } from '../../../pipelines/text/analyse.js';
import { buildAnalysis } from '../../app/analysis.js';
import { calendarGaps, servedRegions } from '../../app/calendar-health.js';
import { chromiumOf } from '../../app/chromium.js';
import { describeRecall, gateRecall } from '../../app/gate-recall.js';
import { describeModel, openShippedModel } from '../../app/model.js';
import { knownKinds } from '../../app/page.js';
import { openPlatform } from '../../app/platform.js';
import { followRules } from '../../app/rules-in-force.js';
import { openLineQueues } from '../../app/work.js';
import { loadConfig } from '../../config/load.js';
import { loadSecrets } from '../../config/secrets.js';
import { systemClock } from '../../core/clock.js';
import { AppError, toAppError } from '../../core/errors.js';
import { isPassportValid } from '../../core/source.js';
import { projectRoot, version } from '../../version.js';
import { openConfig, openContext } from '../context.js';
import { guarded } from '../failure.js';

export const doctor = defineCommand({
  meta: {
    name: 'doctor',
    description: 'Looks at everything that Otklik needs and says what to do where something is wrong.',
  },
  run: guarded(async () => {
    let bad = 0;
    const check = async (title: string, look: () => string | Promise<string>): Promise<void> => {
      try {
        process.stdout.write(`✓ ${title}: ${await look()}\n`);
      } catch (error) {
        bad++;
        process.stdout.write(`✗ ${title}: ${toAppError(error).message}\n`);
      }
    };
    const { env, log } = openContext({ quiet: true });
    await check('Otklik', () => `${version} on Node.js ${process.versions.node}`);
    const warn = (title: string, message: string): void => {
      process.stdout.write(`! ${title}: ${message}\n`);
    };
    await check('Configuration', async () => {
      const { config, problems } = openConfig(env);
      const kinds = await knownKinds();
      const unknown = config.sources.filter((source) => !kinds.includes(source.kind));
      const expired = config.sources.filter((source) => !isPassportValid(source.passport, Date.now()));
      if (unknown.length > 0)
        throw new AppError(
          'E_KIND_UNKNOWN',
          `no adapter for ${unknown.map((source) => `${source.id} (${source.kind})`).join(', ')}: the kinds are ${kinds.join(', ')}`,
        );
      if (problems.length > 0) throw new AppError('E_CONFIG_INVALID', `${problems.length} problem(s), printed above`);
      if (expired.length > 0)
        throw new AppError(
          'E_PASSPORT_INVALID',
          `expired passports: ${expired.map((source) => source.id).join(', ')}; renew passport.expires after checking ground and terms`,
        );
      return `${config.sources.length} sources, ${config.ruleFiles.length} rule packs, no problem`;
    });
    await check('Calendars', () => {
      const { config } = loadConfig(env.OTKLIK_CONFIG_DIR);
      const analysis = buildAnalysis(config);
      const { calendar } = config;
      const regions = new Set(analysis.regionCodes.values());
      const gaps = calendarGaps(calendar, regions, servedRegions(config, analysis), systemClock.now());
      for (const { message } of gaps.filter(({ isUrgent }) => !isUrgent)) warn('Calendars', message);
      const urgent = gaps.filter(({ isUrgent }) => isUrgent).map(({ message }) => message);
      if (urgent.length > 0) throw new AppError('E_CONFIG_INVALID', urgent.join('; '));
      return `${[...calendar.years].sort().join(', ')}; days off of ${calendar.regional.size} federal subjects`;
    });
    await check('Secrets', () => {
      loadSecrets(env);
      return env.OTKLIK_AUTHOR_KEY === undefined
        ? `author key in ${env.OTKLIK_STATE_DIR}`
        : 'author key from OTKLIK_AUTHOR_KEY';
    });
    await check('Browser', () => {
      const { chromium } = chromiumOf(env);
      const needing = loadConfig(env.OTKLIK_CONFIG_DIR).config.sources.filter((source) => source.browser !== undefined);
      if (chromium !== undefined && existsSync(chromium))
        return `${chromium}, for ${needing.length} sources of config/`;
      if (needing.length === 0 && chromium === undefined) return 'none, and no source of config/ needs one';
      throw new AppError(
        'E_SERVICE_MISSING',
        `${chromium === undefined ? 'none was found' : `OTKLIK_CHROMIUM=${chromium} is not there`}, and ${needing.length} sources of config/ need one: run «npm run services -- chromium»`,
      );
    });
    await check('Web application', () => {
      if (!existsSync(join(projectRoot, 'dist/web/index.html')))
        throw new AppError('E_SERVICE_MISSING', 'not built: run «npm run build:web»');
      return 'built';
    });
    await check('Redis and Elasticsearch', async () => {
      const platform = await openPlatform(env, log);
      try {
        const store = await platform.store.check();
        const queues = openLineQueues(platform, env.OTKLIK_PREFIX);
        const counts = await Promise.all(
          Object.values(queues).map(async (queue) => `${queue.name} ${(await queue.counts()).waiting}`),
        );
        await Promise.all(Object.values(queues).map((queue) => queue.close()));
        const letters = await platform.store.deadLetters.count();
        return `${store.name} ${store.version}; waiting: ${counts.join(', ')}; posts ${await platform.store.posts.count()}; dead letters ${letters}`;
      } finally {
        await platform.close();
      }
    });
    await check('Model', async () => {
      if (env.OTKLIK_RULES_ONLY) return 'none: OTKLIK_RULES_ONLY is set, the rules decide alone';
      const { config } = loadConfig(env.OTKLIK_CONFIG_DIR);
      const model = await openShippedModel({ env, models: config.models });
      try {
        // A text through the whole of it: what cannot be run here is found here.
        await model.encode([analyse('Яма на дороге')]);
        return describeModel(model);
      } finally {
        await model.close();
      }
    });
    await check('Gate', async () => {
      const platform = await openPlatform(env, log);
      try {
        return describeRecall(await gateRecall(platform.store.posts));
      } finally {
        await platform.close();
      }
    });
    await check('Rules', async () => {
      const { config } = loadConfig(env.OTKLIK_CONFIG_DIR);
      const platform = await openPlatform(env, log);
      try {
        const { rules: files, locator } = buildAnalysis(config);
        const { taxonomy } = config;
        const rules = await followRules({ store: platform.store, taxonomy, locator, files, log });
        await rules.close();
        return rules.describe().replace(/^Rules: /, '');
      } finally {
        await platform.close();
      }
    });
    process.stdout.write(bad === 0 ? 'All is well.\n' : `${bad} thing(s) to mend.\n`);
    if (bad > 0) process.exitCode = 1;
  }),
});
