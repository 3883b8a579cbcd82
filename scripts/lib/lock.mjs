import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isAlive, sleep, startTicks } from './processes.mjs';

/**
 * True when the process that wrote the lock is gone. A re-used pid is told from the old one by its start time.
 * @param {string} text what the lock file holds: JSON {pid, ticks}
 */
export function isStaleLock(text, { alive = isAlive, ticks = startTicks } = {}) {
  let owner;
  try {
    owner = JSON.parse(text);
  } catch {
    return true;
  }
  if (!owner || !alive(owner.pid)) return true;
  const now = ticks(owner.pid);
  return now !== null && owner.ticks !== null && now !== owner.ticks;
}

/**
 * Does `work` while holding the lock file; waits for another process that holds it; breaks a lock whose owner died.
 * @template T
 * @param {string} path of the lock file; its folder exists
 * @param {() => Promise<T>} work
 * @param {(pid: number) => void} [onWait] called once when another process holds the lock
 * @returns {Promise<T>}
 */
export async function withLock(path, work, onWait) {
  let hasTold = false;
  while (!tryLock(path)) {
    const text = readOrNull(path);
    if (text === null) continue;
    if (isStaleLock(text)) {
      breakLock(path);
      continue;
    }
    if (!hasTold) onWait?.(JSON.parse(text).pid);
    hasTold = true;
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

let serial = 0;

// A link appears with its content in one step, so nobody ever reads a half-written lock.
function tryLock(path) {
  const mine = `${path}.${process.pid}.${++serial}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, ticks: startTicks(process.pid) }));
  try {
    linkSync(mine, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

// Only one process at a time may look again and delete; otherwise a slow one could delete the lock that a quick one just took.
function breakLock(path) {
  const gate = `${path}.break`;
  try {
    writeFileSync(gate, '', { flag: 'wx' });
  } catch {
    const age = Date.now() - (statSync(gate, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > 10_000) rmSync(gate, { force: true });
    return;
  }
  try {
    const text = readOrNull(path);
    if (text !== null && isStaleLock(text)) rmSync(path, { force: true });
  } finally {
    rmSync(gate, { force: true });
  }
}

function readOrNull(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
