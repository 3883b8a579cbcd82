import { chownSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceError } from './errors.mjs';
import { runCommand } from './processes.mjs';

const NAME = 'otklik';

/**
 * The user that the native services run as: ourselves, or, when we are root, the system user `otklik` (made where missing) or else
 * `nobody`. Elasticsearch refuses to run as root.
 * @returns {Promise<{ uid: number, gid: number, name: string } | null>} null for ourselves
 * @throws {ServiceError} when no such user exists and none can be made
 */
export async function findServiceUser({ isRoot = process.getuid?.() === 0, run = runCommand } = {}) {
  if (!isRoot) return null;
  const existing = await lookUp(NAME, run);
  if (existing) return existing;
  await run('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
    NAME,
  ]);
  const user = (await lookUp(NAME, run)) ?? (await lookUp('nobody', run));
  if (user) return user;
  throw new ServiceError(
    'No unprivileged user to run Elasticsearch as: `useradd otklik` failed and there is no `nobody`.',
    {
      remedy: 'run this as an ordinary user instead of root.',
      isImpossible: true,
    },
  );
}

async function lookUp(name, run) {
  const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
  const numbers = { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  return uid.code === 0 && gid.code === 0 && numbers.uid > 0 ? { ...numbers, name } : null;
}

/** Gives a folder and all that is in it to the user; does nothing when the folder is that user's already, or for ourselves. */
export function giveTo(user, folder) {
  if (!user) return;
  const hand = (path) => {
    const stat = lstatSync(path);
    if (stat.uid !== user.uid || stat.gid !== user.gid) chownSync(path, user.uid, user.gid);
    if (stat.isDirectory()) for (const name of readdirSync(path)) hand(join(path, name));
  };
  hand(folder);
}
