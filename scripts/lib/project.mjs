/** What every script needs of the checkout itself: dependencies installed, code built. Plain Node: runs before `npm ci`. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServiceError } from './errors.mjs';
import { runCommand } from './processes.mjs';

export const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const MIN_NODE = [20, 19];

/** @throws {ServiceError} when this Node is too old. */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])) return;
  throw new ServiceError(`Node.js ${version} is too old for Otklik.`, {
    remedy: `install Node.js ${MIN_NODE.join('.')} or newer (20, 22 and 24 are tested).`,
  });
}

function readStamp(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function writeStamp(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Installs the pinned dependencies when the lock file changed since the last time. */
export async function ensureDependencies(log) {
  const lock = createHash('sha256')
    .update(readFileSync(join(projectRoot, 'package-lock.json')))
    .digest('hex');
  const stampFile = join(projectRoot, 'node_modules', '.otklik-lock');
  if (readStamp(stampFile) === lock) return;
  await log.run('Dependencies (npm ci)', async () => {
    const { code, stdout, stderr } = await runCommand('npm', ['ci', '--no-audit', '--no-fund'], {
      cwd: projectRoot,
    });
    if (code !== 0) {
      const lines = `${stderr}\n${stdout}`
        .split('\n')
        .filter((text) => /^npm (ERR!|error) (?!A complete log)\S/.test(text));
      const reason = lines.slice(0, 6).join('\n') || `exit code ${code}`;
      throw new ServiceError(`npm ci failed:\n${reason}`, {
        remedy: 'check the network and the registry in `npm config get registry`, then run the command again.',
      });
    }
  });
  writeStamp(stampFile, lock);
}

const SERVER_PARTS = [
  'src',
  'crawlers',
  'pipelines',
  'models',
  'scripts',
  'tsconfig.json',
  'tsconfig.build.json',
  'package-lock.json',
];
const WEB_PARTS = ['src/web', 'src/core', 'package-lock.json'];

/** A mark that changes when a file of these parts is changed, added or removed. */
function markOf(parts, skip = () => false) {
  const hash = createHash('sha256');
  const walk = (path) => {
    const stat = statSync(join(projectRoot, path), { throwIfNoEntry: false });
    if (stat === undefined || skip(path)) return;
    if (stat.isDirectory()) for (const name of readdirSync(join(projectRoot, path)).sort()) walk(`${path}/${name}`);
    else hash.update(`${path}\n${stat.size}\n${stat.mtimeMs}\n`);
  };
  for (const part of parts) walk(part);
  return hash.digest('hex');
}

async function build(log, { title, command, args, mark, stampFile }) {
  if (readStamp(stampFile) === mark) return;
  await log.run(title, async () => {
    const { code, stdout, stderr } = await runCommand(process.execPath, [join(projectRoot, command), ...args], {
      cwd: projectRoot,
    });
    if (code !== 0) {
      throw new ServiceError(`${title} failed:\n${`${stdout}\n${stderr}`.trim().slice(0, 4000)}`, {
        remedy:
          'mend the code named above; on an untouched checkout remove node_modules and dist and run the command again.',
      });
    }
  });
  writeStamp(stampFile, mark);
}

/** Compiles the server into dist/ when its sources changed. */
export async function ensureServer(log) {
  await build(log, {
    title: 'Build of the server',
    command: 'node_modules/typescript/bin/tsc',
    args: ['-p', 'tsconfig.build.json'],
    mark: markOf(SERVER_PARTS, (path) => path === 'src/web'),
    stampFile: join(projectRoot, 'dist', '.server'),
  });
}

/** Bundles the web application into dist/web/ when its sources changed. */
export async function ensureWeb(log) {
  await build(log, {
    title: 'Build of the web application',
    command: 'node_modules/vite/bin/vite.js',
    args: ['build', 'src/web', '--logLevel', 'warn'],
    mark: markOf(WEB_PARTS),
    stampFile: join(projectRoot, 'dist', '.web'),
  });
}

/** Prints a known failure as its sentence and remedy, an unknown one whole; sets the exit code. */
export function reportFailure(error) {
  if (error instanceof ServiceError) process.stderr.write(`\n${error.message}\n`);
  else process.stderr.write(`\n${error?.stack ?? error}\n`);
  process.exitCode = 1;
}

/**
 * Starts a Node program of this checkout with our standard streams.
 * @returns {{ child: import('node:child_process').ChildProcess, ended: Promise<number> }} `ended` gives the exit code
 */
export function startNode(file, args, options = {}) {
  const child = spawn(process.execPath, [join(projectRoot, file), ...args], {
    cwd: projectRoot,
    stdio: 'inherit',
    ...options,
  });
  const ended = new Promise((resolve) => {
    child.on('error', () => resolve(127));
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
  return { child, ended };
}
