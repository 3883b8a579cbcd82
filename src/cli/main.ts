#!/usr/bin/env node
import { stripVTControlCharacters } from 'node:util';
import { type CommandDef, defineCommand, renderUsage, runCommand } from 'citty';
import { AppError } from '../core/errors.js';
import { version } from '../version.js';
import { createColours } from './colours.js';
import { commands } from './commands.js';
import { explainFailure, shieldDashes } from './failure.js';

const main = defineCommand({
  meta: {
    name: 'otklik',
    version,
    description: 'Finds complaints in public pages, makes incidents of them and routes each to the body that must act.',
  },
  subCommands: commands,
});

/** Exit codes: 0 done, 1 failed, 2 wrong use. */
async function run(words: readonly string[]): Promise<void> {
  const [first] = words;
  if (first === undefined) {
    await printUsage([]);
    process.exitCode = 2;
    return;
  }
  if (first === '--version') {
    process.stdout.write(`${version}\n`);
    return;
  }
  const names = Object.keys(commands);
  if (!first.startsWith('-') && !names.includes(first)) {
    throw new AppError('E_INPUT_INVALID', `there is no command «${first}»: use one of ${names.join(', ')}`);
  }
  const end = words.indexOf('--');
  if ((end === -1 ? words : words.slice(0, end)).some((word) => word === '--help' || word === '-h')) {
    await printUsage(words);
    return;
  }
  try {
    await runCommand(main, { rawArgs: shieldDashes(words) });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'CLIError') throw error;
    const { path } = await commandOf(words);
    const message = stripVTControlCharacters(error.message).replace(/\.$/, '');
    throw new AppError('E_INPUT_INVALID', `${message}; see «otklik ${path.join(' ')} --help»`, { cause: error });
  }
}

/** The command that the words name, as deep as they go, and the names on the way. */
async function commandOf(words: readonly string[]): Promise<{ command: CommandDef; path: string[] }> {
  let command: CommandDef = main;
  const path: string[] = [];
  for (const word of words.filter((each) => !each.startsWith('-'))) {
    const inner = (command.subCommands as Record<string, CommandDef | (() => Promise<CommandDef>)> | undefined)?.[word];
    if (inner === undefined) break;
    command = await resolved(inner);
    path.push(word);
  }
  return { command, path };
}

async function resolved(command: CommandDef | (() => Promise<CommandDef>)): Promise<CommandDef> {
  return typeof command === 'function' ? command() : command;
}

async function printUsage(words: readonly string[]): Promise<void> {
  const { command, path } = await commandOf(words);
  // The list of all commands is shown from their descriptions, without loading what each of them needs.
  const listed = Object.entries(commands).map(([name, { description }]) => [name, { meta: { name, description } }]);
  const shown = command === main ? { ...main, subCommands: Object.fromEntries(listed) as object } : command;
  const above = { meta: { name: ['otklik', ...path.slice(0, -1)].join(' '), version } };
  const usage = await renderUsage(shown as CommandDef, path.length === 0 ? undefined : above);
  process.stdout.write(`${createColours(process.stdout).enabled ? usage : stripVTControlCharacters(usage)}\n\n`);
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0); // `otklik … | head`
  throw error;
});
run(process.argv.slice(2)).catch((error: unknown) => explainFailure(error));
