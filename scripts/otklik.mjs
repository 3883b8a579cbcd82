/** `npm run -s otklik -- COMMAND …`: the command line from the checkout; installs and builds first when something changed. */
import { join } from 'node:path';
import { checkNode, ensureDependencies, ensureServer, projectRoot, reportFailure } from './lib/project.mjs';
import { createReporter } from './lib/report.mjs';

/** These work on texts and files alone. */
const WITHOUT_SERVICES = new Set(['classify', 'page', 'rules', 'places', 'routing', 'answers']);

const log = createReporter({ write: (line) => process.stderr.write(`${line}\n`) });
try {
  checkNode();
  await ensureDependencies(log);
  await ensureServer(log);
  const words = process.argv.slice(2);
  const [command = ''] = words;
  // Of the table itself nothing is asked of the store; of an incident its log.
  const asksOfIncident =
    (command === 'routing' && words[1] === 'explain' && !words.some((word) => word.startsWith('--text'))) ||
    (command === 'answers' && words[1] === 'draft');
  if (/^[a-z]/.test(command) && (!WITHOUT_SERVICES.has(command) || asksOfIncident)) {
    const { servicesStatus } = await import('./lib/services.mjs');
    const { urls } = await servicesStatus();
    if (urls.redis) process.env.OTKLIK_REDIS_URL ??= urls.redis;
    if (urls.elasticsearch) process.env.OTKLIK_ELASTICSEARCH_URL ??= urls.elasticsearch;
  }
  const main = join(projectRoot, 'dist/src/cli/main.js');
  process.argv = [process.argv[0] ?? 'node', main, ...words];
  await import(main);
} catch (error) {
  reportFailure(error);
}
