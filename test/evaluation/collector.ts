/**
 * The collector under load, on loopback, against a real Redis and Elasticsearch (OTKLIK_REDIS_URL, OTKLIK_ELASTICSEARCH_URL), with processes of the built program:
 *   npm run evaluate -- collector scale  [--sources 100000] [--hosts 5000] [--minutes 10] [--per-minute 6000]
 *   npm run evaluate -- collector killed [--hosts 100] [--posts 500] [--kill-minutes 10]      kill -9 of a crawler every two seconds
 *   npm run evaluate -- collector soak   [--minutes 120]                  memory and handles of one crawler that polls without end
 * Needs a build (npm run build:server).
 */
import { killedRun } from './support/collector-killed.js';
import { scaleRun } from './support/collector-scale.js';
import { soakRun } from './support/collector-soak.js';

const [what = '', ...words] = process.argv.slice(2);

/** The number behind `--name`, or what holds without it. */
function option(name: string, otherwise: number): number {
  const at = words.indexOf(`--${name}`);
  const value = at === -1 ? otherwise : Number(words[at + 1]);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`--${name} ${words[at + 1]}: give a number above 0`);
  return value;
}

if (process.env.OTKLIK_REDIS_URL === undefined || process.env.OTKLIK_ELASTICSEARCH_URL === undefined) {
  console.error(
    'Not measured: set OTKLIK_REDIS_URL and OTKLIK_ELASTICSEARCH_URL («npm run services -- env» prints them).',
  );
  process.exit(2);
}
if (what === 'scale')
  await scaleRun({
    sources: option('sources', 100_000),
    hosts: option('hosts', 5_000),
    minutes: option('minutes', 10),
    perMinute: option('per-minute', 6_000),
  });
else if (what === 'killed')
  await killedRun({
    hosts: option('hosts', 100),
    postsPerHost: option('posts', 500),
    killMinutes: option('kill-minutes', 10),
  });
else if (what === 'soak') await soakRun({ minutes: option('minutes', 120) });
else {
  console.error('Name the run: npm run evaluate -- collector scale | killed | soak');
  process.exit(2);
}
process.exit(process.exitCode ?? 0);
