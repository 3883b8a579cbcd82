import { spawn } from 'node:child_process';
import { accessSync, closeSync, constants, openSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Runs a command to its end and never throws: a missing program gives code 127, a time-out code 124.
 * @param {string} command
 * @param {string[]} args
 * @param {{ timeoutMs?: number, env?: NodeJS.ProcessEnv, cwd?: string }} [options]
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export function runCommand(command, args, { timeoutMs = 600_000, env = process.env, cwd } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    let isTimedOut = false;
    const timer = setTimeout(() => {
      isTimedOut = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ code: 127, stdout, stderr: stderr || error.message });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: isTimedOut ? 124 : (code ?? 1), stdout, stderr });
    });
  });
}

/**
 * Starts a program that outlives this process; its output goes to `logFile` (appended).
 * @param {{ command: string, args: string[], logFile: string, cwd?: string, env?: NodeJS.ProcessEnv,
 *   user?: { uid: number, gid: number } | null }} options
 * @returns {{ pid: number | undefined, exited: Promise<number> }} `exited` settles with the exit code, or 127 where it cannot start
 */
export function startDetached({ command, args, logFile, cwd, env = process.env, user }) {
  const log = openSync(logFile, 'a', 0o644);
  try {
    const child = spawn(command, args, {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', log, log],
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
    });
    child.unref();
    const exited = new Promise((resolve) => {
      child.on('error', () => resolve(127));
      child.on('exit', (code) => resolve(code ?? 1));
    });
    return { pid: child.pid, exited };
  } finally {
    closeSync(log);
  }
}

/** The full path of a program on PATH, or null. */
export function findOnPath(name, env = process.env) {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    if (!folder) continue;
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      if (statSync(path).isFile()) return path;
    } catch {
      // not in this folder: the next one is tried
    }
  }
  return null;
}

/** True when a process with this id exists and is not a zombie. */
export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  return readProcessStat(pid)?.state !== 'Z';
}

/** When the process started, in clock ticks since boot (Linux), or null where that is unknown: tells a re-used pid from the old one. */
export function startTicks(pid) {
  return readProcessStat(pid)?.ticks ?? null;
}

/** The command line of a process, or '' where it cannot be read. */
export function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function readProcessStat(pid) {
  try {
    // The second field is the name in brackets and may hold blanks, so counting starts behind the last bracket.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return { state: fields[0], ticks: Number(fields[19]) };
  } catch {
    return null;
  }
}

/** Waits. */
export function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Ends a process: SIGTERM, then SIGKILL after `graceMs`. Answers when it is gone.
 * @returns {Promise<'gone' | 'ended' | 'killed'>}
 */
export async function endProcess(pid, graceMs = 30_000) {
  if (!isAlive(pid)) return 'gone';
  process.kill(pid, 'SIGTERM');
  const until = Date.now() + graceMs;
  while (Date.now() < until) {
    if (!isAlive(pid)) return 'ended';
    await sleep(50);
  }
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  while (isAlive(pid)) await sleep(50);
  return 'killed';
}
