#!/usr/bin/env node
import { defineCommand, runCommand, runMain, showUsage } from 'citty';
import { AppError } from '../core/errors.js';
import { version } from '../version.js';
import { explainFailure } from './failure.js';

const main = defineCommand({
  meta: {
    name: 'otklik',
    version,
    description: 'Finds complaints in public pages, makes incidents of them and routes each to the body that must act.',
  },
  subCommands: {
    up: () => import('./commands/up.js').then((module) => module.up),
    crawl: () => import('./commands/roles.js').then((module) => module.crawl),
    work: () => import('./commands/roles.js').then((module) => module.work),
    serve: () => import('./commands/roles.js').then((module) => module.serve),
    doctor: () => import('./commands/doctor.js').then((module) => module.doctor),
    classify: () => import('./commands/classify.js').then((module) => module.classify),
    text: () => import('./commands/text.js').then((module) => module.text),
    page: () => import('./commands/page.js').then((module) => module.page),
    sources: () => import('./commands/sources.js').then((module) => module.sources),
    incidents: () => import('./commands/incidents.js').then((module) => module.incidents),
    'dead-letters': () => import('./commands/dead-letters.js').then((module) => module.deadLetters),
    users: () => import('./commands/users.js').then((module) => module.users),
  },
});

/** Exit codes: 0 done, 1 failed, 2 wrong use. */
async function run(): Promise<void> {
  const [first] = process.argv.slice(2);
  const names = Object.keys((main.subCommands as object | undefined) ?? {});
  if (first === undefined) {
    await showUsage(main);
    process.exitCode = 2;
    return;
  }
  if (!first.startsWith('-') && !names.includes(first)) {
    throw new AppError('E_INPUT_INVALID', `there is no command «${first}»: use one of ${names.join(', ')}`);
  }
  const words = process.argv.slice(2);
  if (words.some((word) => word === '--help' || word === '-h' || word === '--version')) return runMain(main);
  try {
    await runCommand(main, { rawArgs: words });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'CLIError') throw error;
    throw new AppError('E_INPUT_INVALID', `${error.message}; see «otklik ${first} --help»`, { cause: error });
  }
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0); // `otklik … | head`
  throw error;
});
run().catch((error: unknown) => explainFailure(error));
