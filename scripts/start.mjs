/**
 * `npm start`: from a fresh clone to a queue that fills. Every step is done only when needed, so a second start is quick.
 *   --once       one pass over all that is due, print the queue, end
 *   --no-demo    without the demo town
 *   --embedded   one process, nothing kept, no services needed
 */
import { checkNode, ensureDependencies, ensureServer, ensureWeb, reportFailure, startNode } from './lib/project.mjs';
import { createReporter } from './lib/report.mjs';
import { bringUpServices } from './lib/services.mjs';

const USAGE = 'npm start [-- --once] [--no-demo] [--embedded]';
const KNOWN = new Set(['--once', '--no-demo', '--embedded']);

const flags = process.argv.slice(2);
const unknown = flags.filter((flag) => !KNOWN.has(flag));
const log = createReporter();

if (unknown.length > 0) {
  process.stderr.write(`There is no option ${unknown.join(', ')}. Use: ${USAGE}\n`);
  process.exitCode = 2;
} else {
  try {
    await start();
  } catch (error) {
    reportFailure(error);
  }
}

async function start() {
  process.stdout.write('Otklik: setting up what is missing, then starting\n');
  checkNode();
  await ensureDependencies(log);
  const services = await bringUpServices({ log, embedded: flags.includes('--embedded') });
  await ensureServer(log);
  await ensureWeb(log);
  const env = {
    ...process.env,
    OTKLIK_LOG_FORMAT: process.env.OTKLIK_LOG_FORMAT ?? 'pretty',
    OTKLIK_LOG_LEVEL: process.env.OTKLIK_LOG_LEVEL ?? 'warn',
    ...(services.redisUrl ? { OTKLIK_REDIS_URL: services.redisUrl } : {}),
    ...(services.elasticsearchUrl ? { OTKLIK_ELASTICSEARCH_URL: services.elasticsearchUrl } : {}),
  };
  const wanted = flags.filter((flag) => flag !== '--no-demo');
  const args = ['up', ...(flags.includes('--no-demo') ? [] : ['--demo']), ...wanted];
  const { child, ended } = startNode('dist/src/cli/main.js', args, { env });
  // The terminal sends Ctrl-C to both; a signal sent to this process alone is passed on. The child ends first, cleanly.
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      if (signal === 'SIGTERM') child.kill(signal);
    });
  }
  process.exitCode = await ended;
  if (services.mode === 'native' || services.mode === 'compose') {
    process.stdout.write('Redis and Elasticsearch go on running; stop them with: npm run services -- down\n');
  }
}
