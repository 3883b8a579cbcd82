import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './folders.mjs';

/**
 * What is running, kept in `<data>/state.json`.
 * @typedef {{ pid: number, port: number, version: string, transportPort?: number }} Instance
 * @typedef {{ mode?: 'native' | 'compose', redis?: Instance, elasticsearch?: Instance,
 *   lastPorts?: { redis?: number, elasticsearch?: number, transport?: number } }} State
 */

/** @returns {State} an empty one where the file is missing or broken: the services themselves are asked anyway */
export function readState(dataFolder) {
  try {
    return parseState(readFileSync(join(dataFolder, 'state.json'), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return {};
    throw error;
  }
}

/** Reads the text of a state file and leaves out whatever is not as it should be. @returns {State} */
export function parseState(text) {
  let raw;
  try {
    raw = JSON.parse(text);
  } catch {
    return {};
  }
  if (typeof raw !== 'object' || raw === null) return {};
  const state = {};
  if (raw.mode === 'native' || raw.mode === 'compose') state.mode = raw.mode;
  for (const name of ['redis', 'elasticsearch']) {
    const instance = raw[name];
    if (instance && Number.isInteger(instance.pid) && isPort(instance.port)) state[name] = instance;
  }
  if (raw.lastPorts && typeof raw.lastPorts === 'object') {
    state.lastPorts = Object.fromEntries(Object.entries(raw.lastPorts).filter(([, port]) => isPort(port)));
  }
  return state;
}

/**
 * Forgets instances whose process is gone; their ports are remembered, so that addresses stay the same over restarts.
 * @param {State} state
 * @param {(pid: number) => boolean} isAlive
 * @returns {State}
 */
export function healState(state, isAlive) {
  const healed = { ...state, lastPorts: { ...state.lastPorts } };
  for (const name of ['redis', 'elasticsearch']) {
    const instance = state[name];
    if (!instance) continue;
    healed.lastPorts[name] = instance.port;
    if (instance.transportPort) healed.lastPorts.transport = instance.transportPort;
    if (!isAlive(instance.pid)) delete healed[name];
  }
  return healed;
}

/** Writes down which way was taken: the next call takes the same one, because the data lie there. @param {'native' | 'compose'} mode */
export function rememberMode(dataFolder, mode) {
  makeFolder(dataFolder);
  const state = readState(dataFolder);
  if (state.mode !== mode) writeState(dataFolder, { ...state, mode });
}

/** Replaces the state file in one step. @param {State} state */
export function writeState(dataFolder, state) {
  const path = join(dataFolder, 'state.json');
  writeFileSync(`${path}.${process.pid}`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${path}.${process.pid}`, path);
}

function isPort(value) {
  return Number.isInteger(value) && value > 0 && value < 65_536;
}
