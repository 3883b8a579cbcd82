import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';

/** Editors write a file in several steps: so long it must be quiet. */
const quietMs = 80;
/** Where events are lost (network drives, containers), the folder itself is looked at so often. */
const lookEveryMs = 1_000;

/**
 * Calls `onChange` after files of the folders have changed, were replaced, added or removed.
 * @param paths folders, with all below them, and single files
 * @returns the way to stop
 */
export function watchPaths(paths: readonly string[], onChange: () => void): () => void {
  let mark = markOf(paths);
  let timer: NodeJS.Timeout | undefined;
  const check = (): void => {
    const now = markOf(paths);
    if (now === mark) return;
    mark = now;
    onChange();
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(check, quietMs);
  };
  const watchers = paths.flatMap((path): FSWatcher[] => {
    try {
      const watcher = watch(path, { recursive: true }, soon);
      watcher.on('error', () => watcher.close()); // the regular look goes on
      return [watcher];
    } catch {
      return []; // no events here: the regular look finds the change
    }
  });
  const looking = setInterval(soon, lookEveryMs);
  return () => {
    clearInterval(looking);
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

/** Names, sizes and times of all files: changes with each of them. */
function markOf(paths: readonly string[]): string {
  const parts: string[] = [];
  const visit = (path: string): void => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return;
    if (!stat.isDirectory()) parts.push(`${path} ${stat.size} ${stat.mtimeMs} ${stat.ino}`);
    else for (const name of readdirSync(path).sort()) visit(join(path, name));
  };
  for (const path of paths) visit(path);
  return parts.join('\n');
}
