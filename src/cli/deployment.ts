import type { Deployment } from '../app/rules-deploy.js';
import type { Colours } from './colours.js';

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
