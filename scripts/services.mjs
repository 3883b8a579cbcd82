#!/usr/bin/env node
import { messageOf } from './lib/errors.mjs';
import { createReporter } from './lib/report.mjs';
import { bringUpServices, ensureChromium, servicesStatus, stopServices } from './lib/services.mjs';

const USAGE = `node scripts/services.mjs COMMAND
  up [--kibana]   bring up Redis and Elasticsearch (and Kibana, with Docker); they go on running
  down            stop what was brought up; data stay
  status          what runs, where, and in which folders
  env             lines for a shell: eval "$(node scripts/services.mjs env)"
  chromium        find Chromium, or install it, and print its path`;

const COMMANDS = {
  async up(flags) {
    const services = await bringUpServices({ log: createReporter(), isKibanaWanted: flags.includes('--kibana') });
    print(`Redis          ${services.redisUrl}`);
    print(`Elasticsearch  ${services.elasticsearchUrl}`);
    if (services.kibanaUrl) print(`Kibana         ${services.kibanaUrl}`);
  },
  async down() {
    const stopped = await stopServices();
    if (!stopped.length) print('Nothing runs that could be stopped.');
  },
  async status() {
    const { folders, mode, urls, native } = await servicesStatus();
    print(`Mode           ${mode ?? 'nothing runs'}`);
    for (const [name, url] of Object.entries(urls)) {
      const instance = native[name];
      print(`${name.padEnd(14)} ${url}${instance ? `  version ${instance.version}, pid ${instance.pid}` : ''}`);
    }
    print(`Data           ${folders.data}`);
    print(`Cache          ${folders.cache}`);
  },
  async env() {
    const { urls } = await servicesStatus();
    if (!urls.redis || !urls.elasticsearch)
      throw new Error('The services do not run. Run `node scripts/services.mjs up` first.');
    print(`export OTKLIK_REDIS_URL=${quote(urls.redis)}`);
    print(`export OTKLIK_ELASTICSEARCH_URL=${quote(urls.elasticsearch)}`);
  },
  async chromium() {
    const toStandardError = (line) => process.stderr.write(`${line}\n`);
    print(await ensureChromium({ log: createReporter({ write: toStandardError }) }));
  },
};

function print(line) {
  process.stdout.write(`${line}\n`);
}

function quote(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

const [name = '', ...flags] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : null;
if (!command) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = name === '' || name === '--help' ? 0 : 2;
} else {
  try {
    await command(flags);
  } catch (error) {
    process.stderr.write(`✗ ${messageOf(error)}\n`);
    process.exitCode = 1;
  }
}
