import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ServiceError } from './errors.mjs';

/**
 * True when other users may enter every existing folder on the way to `path`, itself included. Elasticsearch refuses to run as root and
 * an unprivileged user cannot reach a folder below, say, a home folder of mode 0700.
 */
export function canOthersEnter(path, statMode = (folder) => statSync(folder, { throwIfNoEntry: false })?.mode) {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const mode = statMode(folder);
    if (mode !== undefined && (mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/**
 * Chooses the folders: `cache` may be deleted at any time (downloads, unpacked programs), `data` holds what the services keep.
 * @returns {{ cache: string, data: string }} absolute paths, not created yet
 * @throws {ServiceError} when a folder named by OTKLIK_CACHE_DIR or OTKLIK_DATA_DIR cannot be used by the service user
 */
export function chooseFolders({
  env = process.env,
  home = env.HOME || homedir(),
  isRoot = process.getuid?.() === 0,
  isOpen = canOthersEnter,
} = {}) {
  const choose = (variable, xdgVariable, homeFolder, systemFolder) => {
    const named = env[variable];
    if (named) {
      const folder = resolve(named);
      if (isRoot && !isOpen(folder)) {
        throw new ServiceError(
          `${variable}=${folder} cannot be used: a folder on the way is closed to other users, and Elasticsearch must not run as root.`,
          {
            remedy: `give the folders on the way mode 755 (chmod o+x), or set ${variable} to another folder, or unset it.`,
          },
        );
      }
      return folder;
    }
    const xdg = env[xdgVariable];
    const folder = xdg ? join(resolve(xdg), 'otklik') : join(home, homeFolder, 'otklik');
    return isRoot && !isOpen(folder) ? systemFolder : folder;
  };
  return {
    cache: choose('OTKLIK_CACHE_DIR', 'XDG_CACHE_HOME', '.cache', '/var/cache/otklik'),
    data: choose('OTKLIK_DATA_DIR', 'XDG_STATE_HOME', '.local/state', '/var/lib/otklik'),
  };
}

/**
 * Makes a folder with its parents; those it makes can be entered by others whatever the umask is (the service user must pass).
 * @throws {ServiceError} when it cannot be made
 */
export function makeFolder(path) {
  try {
    const first = mkdirSync(path, { recursive: true, mode: 0o755 });
    if (!first) return path;
    for (let folder = path; folder.length >= first.length; folder = dirname(folder)) chmodSync(folder, 0o755);
    return path;
  } catch (error) {
    throw new ServiceError(`The folder ${path} cannot be made: ${error.code ?? error.message}.`, {
      remedy: 'set OTKLIK_CACHE_DIR and OTKLIK_DATA_DIR to folders that you may write to.',
      cause: error,
    });
  }
}
