import { ServiceError } from './errors.mjs';
import { findOnPath, runCommand } from './processes.mjs';

/**
 * How Debian packages can be installed here: the words before `apt-get`, or null where it cannot be done.
 * @returns {Promise<string[] | null>} [] as root, ['sudo', '-n', …] through sudo without a password
 */
export async function findApt({ isRoot = process.getuid?.() === 0, find = findOnPath, run = runCommand } = {}) {
  if (!find('apt-get')) return null;
  if (isRoot) return [];
  if (!find('sudo')) return null;
  return (await run('sudo', ['-n', 'true'], { timeoutMs: 5000 })).code === 0 ? ['sudo', '-n'] : null;
}

let hasUpdated = false;

async function apt(prefix, args) {
  const words = [
    ...prefix,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    '-o',
    'DPkg::Lock::Timeout=300',
    ...args,
  ];
  return runCommand(words[0], words.slice(1), { timeoutMs: 900_000 });
}

async function updateOnce(prefix) {
  if (hasUpdated) return;
  hasUpdated = true;
  await apt(prefix, ['update', '-q']); // a mirror that is away is told by the install that follows
}

/**
 * Installs Debian packages.
 * @param {string[]} names
 * @param {import('./report.mjs').Reporter} log
 * @throws {ServiceError} where that is not allowed here or fails
 */
export async function installPackages(names, log) {
  const prefix = await findApt();
  if (!prefix) {
    throw new ServiceError(`Missing here: ${names.join(', ')}; and they cannot be installed without asking.`, {
      remedy: `run \`sudo apt-get install ${names.join(' ')}\` (or the like of your system), then try again.`,
      isImpossible: true,
    });
  }
  await log.run(`Install ${names.join(', ')} with apt`, async (step) => {
    step.progress('reading package lists');
    await updateOnce(prefix);
    step.progress('installing');
    const result = await apt(prefix, ['install', '-q', '-y', '--no-install-recommends', ...names]);
    if (result.code !== 0) {
      const reason =
        findAptError(result.stderr) || findAptError(result.stdout) || `apt-get ended with code ${result.code}`;
      throw new ServiceError(`apt could not install ${names.join(', ')}: ${reason}`, {
        remedy: `run \`apt-get update && apt-get install ${names.join(' ')}\` by hand and see what it says.`,
        isImpossible: true,
      });
    }
  });
}

/** The first line in which apt says what went wrong, or ''. */
export function findAptError(output) {
  return (
    output
      .split('\n')
      .find((line) => /^(E|Err):?/.test(line))
      ?.trim() ?? ''
  );
}

/**
 * The major version of Java in the output of `apt-cache policy PACKAGE`; 0 where none is on offer.
 * "Candidate: 2:1.21-75" (default-jdk) and "Candidate: 21.0.8+9-1" both give 21.
 */
export function parseJavaCandidate(output) {
  const candidate = /Candidate: (\S+)/.exec(output)?.[1] ?? '';
  const version = candidate.replace(/^\d+:/, '').replace(/^1\./, '');
  return Number.parseInt(version, 10) || 0;
}

/** The Debian package of a JDK of at least this version that is on offer, or null. */
export async function findJdkPackage(atLeast) {
  const prefix = await findApt();
  if (!prefix) return null;
  await updateOnce(prefix);
  for (const name of ['openjdk-25-jdk-headless', 'openjdk-21-jdk-headless', 'default-jdk-headless']) {
    const { stdout } = await runCommand('apt-cache', ['policy', name]);
    if (parseJavaCandidate(stdout) >= atLeast) return name;
  }
  return null;
}
