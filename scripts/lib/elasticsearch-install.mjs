import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServiceError } from './errors.mjs';
import { makeFolder } from './folders.mjs';
import { withLock } from './lock.mjs';
import { installPackages } from './packages.mjs';
import { findOnPath, runCommand } from './processes.mjs';
import { formatBytes } from './report.mjs';

/** The version of the native node and of the images in compose.yaml. */
export const ELASTICSEARCH_VERSION = '9.5.3';

const ARTIFACT = `org.elasticsearch.distribution.integ-test-zip:elasticsearch:${ELASTICSEARCH_VERSION}:zip`;
const COPY_GOAL = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';
const SHA512 =
  'ae57654932de854d755af63f2a63667621967870b79ec449407618075c13dc12012317388e0a232071e4f2a65c9d973bb681d978fac56445a0790443df0823d1';
const PLUGIN_SOURCE = fileURLToPath(new URL('../elasticsearch-analysis', import.meta.url));

/**
 * Makes sure that Elasticsearch lies unpacked, with our analysis plugin, in the cache folder.
 * @param {{ cache: string, jdk: { home: string }, log: import('./report.mjs').Reporter, fetchZip?: typeof fetchWithMaven, sha512?: string }} options
 * @returns {Promise<string>} its home folder; the name holds the version and a hash of the plugin, so a changed plugin is built anew
 * @throws {ServiceError} Maven missing, no network, wrong checksum twice, plugin does not compile
 */
export async function ensureElasticsearch({ cache, jdk, log, fetchZip = fetchWithMaven, sha512 = SHA512 }) {
  makeFolder(cache);
  const home = join(cache, homeName());
  if (existsSync(home)) return home;
  const lock = join(cache, 'lock');
  return withLock(
    lock,
    async () => {
      if (existsSync(home)) return home;
      for (const name of readdirSync(cache)) {
        if (name.startsWith('unpacking-')) rmSync(join(cache, name), { recursive: true, force: true });
      }
      const zip = await ensureZip({ cache, log, fetchZip, sha512 });
      await unpack({ cache, zip, home, jdk, log });
      return home;
    },
    (pid) => log.info(`Another process (${pid}) is fetching Elasticsearch; waiting for it`),
  );
}

/** Name of the home folder: a node that runs from another one has another version or another plugin. */
export function homeName() {
  return `elasticsearch-${ELASTICSEARCH_VERSION}-${hashPlugin()}`;
}

/**
 * The archive in the cache, fetched where it is missing or broken; a broken one is deleted and fetched again once.
 * @returns {Promise<string>} its path
 */
export async function ensureZip({ cache, log, fetchZip = fetchWithMaven, sha512 = SHA512 }) {
  const zip = join(cache, 'downloads', `elasticsearch-${ELASTICSEARCH_VERSION}.zip`);
  makeFolder(dirname(zip));
  if (existsSync(zip)) {
    if ((await hashFile(zip)) === sha512) return zip;
    log.warn(`${zip} is incomplete or altered (wrong checksum): deleted, fetching it again`);
    rmSync(zip, { force: true });
  }
  for (let attempt = 1; ; attempt++) {
    await fetchZip({ cache, zip, log });
    if ((await hashFile(zip)) === sha512) return zip;
    rmSync(zip, { force: true });
    if (attempt === 2) {
      throw new ServiceError(
        `The archive of Elasticsearch ${ELASTICSEARCH_VERSION} arrived twice with a wrong checksum; it was deleted.`,
        { remedy: `check the Maven mirror of this machine, or put the right file at ${zip} yourself.` },
      );
    }
    log.warn('The archive of Elasticsearch arrived with a wrong checksum: deleted, fetching it once more');
  }
}

async function fetchWithMaven({ cache, zip, log }) {
  if (!findOnPath('mvn')) await installPackages(['maven'], log);
  // A repository of its own: a broken file in the user's one would come back at each attempt, and its growth can be watched.
  const repository = join(cache, 'maven');
  const target = join(cache, 'unpacking-download');
  rmSync(repository, { recursive: true, force: true });
  rmSync(target, { recursive: true, force: true });
  const step = log.step(`Elasticsearch ${ELASTICSEARCH_VERSION}: download with Maven (126 MB)`);
  const timer = setInterval(() => step.progress(`${formatBytes(sizeOfFolder(repository))} so far`), 1000);
  try {
    const result = await runCommand(
      'mvn',
      [
        '-B',
        '-ntp',
        `-Dmaven.repo.local=${repository}`,
        COPY_GOAL,
        `-Dartifact=${ARTIFACT}`,
        `-DoutputDirectory=${target}`,
      ],
      { timeoutMs: 1_800_000, cwd: cache },
    );
    const got = join(target, basename(zip));
    if (result.code !== 0 || !existsSync(got)) {
      throw new ServiceError(`Maven could not fetch ${ARTIFACT}: ${findMavenError(result.stdout + result.stderr)}`, {
        remedy: `check the network and ~/.m2/settings.xml (mirrors, proxy), or put the archive at ${zip} yourself.`,
        isImpossible: true,
      });
    }
    const size = statSync(got).size;
    renameSync(got, zip);
    step.done(`Elasticsearch ${ELASTICSEARCH_VERSION} downloaded, ${formatBytes(size)}`);
  } catch (error) {
    step.fail();
    throw error;
  } finally {
    clearInterval(timer);
    rmSync(repository, { recursive: true, force: true });
    rmSync(target, { recursive: true, force: true });
  }
}

/** The first error line of Maven's output, without its mark. */
export function findMavenError(output) {
  const line = output.split('\n').find((text) => text.includes('[ERROR]') || /^(Error|Exception)/.test(text));
  return line
    ? line
        .replace(/^.*\[ERROR\]\s*/, '')
        .trim()
        .slice(0, 300)
    : 'no message; run it by hand to see';
}

async function unpack({ cache, zip, home, jdk, log }) {
  const folder = join(cache, `unpacking-${process.pid}`);
  await log.run(
    `Elasticsearch ${ELASTICSEARCH_VERSION}: unpack and build the Russian analysis plugin`,
    async (step) => {
      try {
        makeFolder(folder);
        await must(join(jdk.home, 'bin/jar'), ['xf', zip], folder, `${zip} cannot be unpacked`);
        const unpacked = join(folder, `elasticsearch-${ELASTICSEARCH_VERSION}`);
        openToAll(unpacked);
        step.progress('compiling the plugin');
        await buildPlugin(unpacked, join(folder, 'classes'), jdk);
        renameSync(unpacked, home);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
}

async function buildPlugin(elasticsearch, classes, jdk) {
  const target = join(elasticsearch, 'plugins/otklik-analysis');
  mkdirSync(target, { recursive: true });
  const sources = listFiles(PLUGIN_SOURCE).filter((path) => path.endsWith('.java'));
  const javac = [
    '--release',
    '21',
    '-Xlint:-options',
    '-cp',
    join(elasticsearch, 'lib', '*'),
    '-d',
    classes,
    ...sources,
  ];
  await must(
    join(jdk.home, 'bin/javac'),
    ['-encoding', 'UTF-8', ...javac],
    PLUGIN_SOURCE,
    'the analysis plugin does not compile',
  );
  await must(
    join(jdk.home, 'bin/jar'),
    ['cf', join(target, 'otklik-analysis.jar'), '-C', classes, '.'],
    PLUGIN_SOURCE,
    'the analysis plugin cannot be packed',
  );
  const descriptor = join(target, 'plugin-descriptor.properties');
  cpSync(join(PLUGIN_SOURCE, 'plugin-descriptor.properties'), descriptor);
  const text = `${readFileSync(descriptor, 'utf8').trimEnd()}\nelasticsearch.version=${ELASTICSEARCH_VERSION}\n`;
  writeFileSync(descriptor, text);
  openToAll(target);
}

async function must(command, args, cwd, what) {
  const result = await runCommand(command, args, { cwd });
  if (result.code === 0) return;
  const lines = (result.stderr || result.stdout).trim().split('\n').slice(0, 5).join('\n  ');
  throw new ServiceError(
    `Elasticsearch ${ELASTICSEARCH_VERSION}: ${what} (${basename(command)}, code ${result.code}):\n  ${lines}`,
    {
      remedy: 'check the free space of the cache folder (`df -h`) and the JDK, then try again.',
    },
  );
}

// `jar` restores no permissions: everybody may read, and what lies in a bin folder may be run.
function openToAll(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else chmodSync(path, basename(folder) === 'bin' || entry.name === 'server-launcher' ? 0o755 : 0o644);
  }
}

function hashPlugin() {
  const hash = createHash('sha256');
  for (const path of listFiles(PLUGIN_SOURCE)) hash.update(readFileSync(path));
  return hash.digest('hex').slice(0, 8);
}

function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

async function hashFile(path) {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

function sizeOfFolder(folder) {
  try {
    return listFiles(folder).reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
  } catch {
    return 0; // Maven is renaming a folder at this moment; the next look is a second away
  }
}
