import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ServiceError } from './errors.mjs';
import { canOthersEnter } from './folders.mjs';
import { findJdkPackage, installPackages } from './packages.mjs';
import { findOnPath, runCommand } from './processes.mjs';

/** Elasticsearch 9 needs it. */
export const MIN_JAVA = 21;
/** The newest release that this version of Elasticsearch is tested with; newer ones are taken only where nothing else is there. */
const MAX_TESTED_JAVA = 25;

/** The major version in `21.0.4`, `25`, `1.8.0_392`, or in the first line of `java -version`; 0 where there is none. */
export function parseJavaVersion(text) {
  const version = /version "([^"]+)"/.exec(text)?.[1] ?? /^\s*(\d[\w.+-]*)/.exec(text)?.[1] ?? '';
  const [first = '', second = ''] = version.split(/[._+-]/);
  return Number.parseInt(first === '1' ? second : first, 10) || 0;
}

/**
 * Chooses among the JDKs of a machine: JAVA_HOME, then PATH, then the newest tested one, then the oldest untested one.
 * @param {{ home: string, version: number, from: 'JAVA_HOME' | 'PATH' | 'folder' }[]} found
 * @returns {{ home: string, version: number } | null}
 */
export function chooseJdk(found) {
  const usable = found.filter((jdk) => jdk.version >= MIN_JAVA);
  const rank = (jdk) => {
    if (jdk.from === 'JAVA_HOME') return 0;
    if (jdk.from === 'PATH') return 1;
    return jdk.version <= MAX_TESTED_JAVA ? 100 - jdk.version : 100 + jdk.version;
  };
  return usable.sort((one, other) => rank(one) - rank(other))[0] ?? null;
}

/** Lists the JDKs (with javac and jar) that the service user can reach. */
export async function listJdks({ env = process.env, isRoot = process.getuid?.() === 0 } = {}) {
  const places = [];
  if (env.JAVA_HOME) places.push({ home: env.JAVA_HOME, from: 'JAVA_HOME' });
  const java = findOnPath('java', env);
  if (java) places.push({ home: dirname(dirname(realpathSync(java))), from: 'PATH' });
  for (const folder of ['/usr/lib/jvm', '/usr/java', '/opt/java', '/Library/Java/JavaVirtualMachines']) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder)) {
      places.push(
        { home: join(folder, name), from: 'folder' },
        { home: join(folder, name, 'Contents/Home'), from: 'folder' },
      );
    }
  }
  const found = [];
  const seen = new Set();
  for (const { home, from } of places) {
    if (!['java', 'javac', 'jar'].every((tool) => existsSync(join(home, 'bin', tool)))) continue;
    const real = realpathSync(home);
    if (seen.has(real) || (isRoot && !canOthersEnter(real))) continue;
    seen.add(real);
    found.push({ home: real, from, version: await readVersion(real) });
  }
  return found;
}

async function readVersion(home) {
  const release = join(home, 'release');
  const line = existsSync(release) ? /^JAVA_VERSION="([^"]+)"/m.exec(readFileSync(release, 'utf8'))?.[1] : undefined;
  if (line) return parseJavaVersion(line);
  const { stderr } = await runCommand(join(home, 'bin/java'), ['-version'], { timeoutMs: 10_000 });
  return parseJavaVersion(stderr);
}

/**
 * Finds a JDK of at least version 21, installing Debian's where that is possible.
 * @param {import('./report.mjs').Reporter} log
 * @returns {Promise<{ home: string, version: number }>}
 * @throws {ServiceError} with the JDKs that were found and are too old
 */
export async function ensureJdk(log) {
  const found = await listJdks();
  const chosen = chooseJdk(found);
  if (chosen) return chosen;
  const name = await findJdkPackage(MIN_JAVA);
  if (name) {
    await installPackages([name], log);
    const installed = chooseJdk(await listJdks());
    if (installed) return installed;
  }
  const old = found.map((jdk) => `${jdk.home} (${jdk.version})`).join(', ');
  throw new ServiceError(`Elasticsearch needs a JDK of version ${MIN_JAVA} or newer; found: ${old || 'none'}.`, {
    remedy: `install one (Eclipse Temurin ${MAX_TESTED_JAVA}, or openjdk-21-jdk of newer systems) and set JAVA_HOME to it.`,
    isImpossible: true,
  });
}
