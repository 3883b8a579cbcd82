import type { Deployment, DeployOptions } from '../app/rules-deploy.js';
import { systemClock } from '../core/clock.js';
import { type Colours, colourOption, createColours } from './colours.js';
import { byOption, personAtWork } from './person.js';
import { withStore } from './store-access.js';

const shownIds = 40;

/** What a deployment did, or would do, for a person at the terminal. */
export function formatDeployment(done: Deployment, colours: Colours, { isDryRun }: { isDryRun: boolean }): string {
  if (done.version === null) return `Nothing to do: version ${done.before} in force has the same packs.\n`;
  const { added, changed, removed, unchanged } = done.changes;
  const lines: string[] = [];
  const list = (ids: readonly string[], sign: string): void => {
    for (const id of ids.slice(0, shownIds)) lines.push(`  ${sign} ${id}`);
    if (ids.length > shownIds) lines.push(`  ${sign} … and ${ids.length - shownIds} more`);
  };
  if (done.before === 0) lines.push(`Nothing was deployed before: all ${added.length} rules are new.`);
  else {
    list(added, colours.green('+'));
    list(changed, colours.yellow('~'));
    list(removed, colours.red('-'));
    lines.push(
      `${added.length} added, ${changed.length} changed, ${removed.length} removed, ${unchanged} unchanged against version ${done.before}`,
    );
    if (added.length + changed.length + removed.length === 0)
      lines.push(`No rule decides otherwise; edited: ${done.editedFiles.join(', ')}`);
  }
  const version = colours.bold(`version ${done.version}`);
  lines.push(
    isDryRun
      ? `Would be ${version}; nothing was written (--dry-run).`
      : `${version} is in force (${done.rules} rules, revision ${done.revision}); workers take it within seconds.`,
  );
  return `${lines.join('\n')}\n`;
}

/** The options of commands that put rules in force. */
export const deploymentArgs = {
  note: { type: 'string', description: 'why, for the history' },
  by: byOption,
  'dry-run': { type: 'boolean', default: false, description: 'show what would change and write nothing' },
  json: { type: 'boolean', default: false, description: 'the result as one JSON object' },
  color: colourOption,
} as const;

interface DeploymentArgs {
  note?: string;
  by?: string;
  'dry-run': boolean;
  json: boolean;
  color: boolean | undefined;
}

/** Runs a deployment on the store and tells what it did. @param run does it, with the options that the command was given */
export async function deployAndTell(
  args: DeploymentArgs,
  config: Pick<DeployOptions, 'taxonomy' | 'locator'>,
  run: (options: DeployOptions) => Promise<Deployment>,
): Promise<void> {
  const by = personAtWork(args.by);
  const isDryRun = args['dry-run'];
  const note = args.note === undefined ? {} : { note: args.note };
  const done = await withStore((store) => run({ ...config, store, clock: systemClock, by, isDryRun, ...note }));
  const colours = createColours(process.stdout, args.color);
  process.stdout.write(
    args.json ? `${JSON.stringify({ ...done, isDryRun })}\n` : formatDeployment(done, colours, { isDryRun }),
  );
}
