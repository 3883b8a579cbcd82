import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isStaleLock, withLock } from '../../../scripts/lib/lock.mjs';
import { choosePort } from '../../../scripts/lib/ports.mjs';
import { healState, parseState, readState, rememberMode, writeState } from '../../../scripts/lib/state.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'otklik-unit-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the state file', () => {
  const redis = { pid: 41, port: 6390, version: '7.0.15' };
  const elasticsearch = { pid: 42, port: 9290, transportPort: 9390, version: '9.5.3' };

  it('is empty where it is missing, broken or of another kind', () => {
    expect(readState(join(folder, 'none'))).toEqual({});
    for (const text of ['', '{"redis":', 'null', '[]', '7', '{"redis":{"pid":"x","port":1}}', '{"mode":"magic"}']) {
      expect(parseState(text), text).toEqual({});
    }
  });

  it('is read as it was written', () => {
    const state = { mode: 'native' as const, redis, elasticsearch, lastPorts: { redis: 6390 } };
    writeState(folder, state);
    expect(readState(folder)).toEqual(state);
  });

  it('forgets a process that is gone and keeps its ports for the next start', () => {
    const healed = healState({ redis, elasticsearch }, (pid: number) => pid === 41);
    expect(healed).toEqual({ redis, lastPorts: { redis: 6390, elasticsearch: 9290, transport: 9390 } });
  });

  it('remembers the way that was taken beside the rest', () => {
    writeState(folder, { redis });
    rememberMode(folder, 'compose');
    expect(readState(folder)).toEqual({ mode: 'compose', redis });
  });
});

describe('the choice of a port', () => {
  const taken = (...ports: number[]) => ({ isFree: async (port: number) => !ports.includes(port) });

  it('is the preferred one, or the next free one above it', async () => {
    expect(await choosePort({ preferred: 6390, ...taken() })).toBe(6390);
    expect(await choosePort({ preferred: 6390, ...taken(6390, 6391) })).toBe(6392);
    expect(await choosePort({ preferred: 6390, except: [6390], ...taken() })).toBe(6391);
  });

  it('is the remembered one while that is free', async () => {
    expect(await choosePort({ preferred: 6390, remembered: 6400, ...taken() })).toBe(6400);
    expect(await choosePort({ preferred: 6390, remembered: 6400, ...taken(6400) })).toBe(6390);
  });

  it('ends with a sentence when all are taken', async () => {
    await expect(choosePort({ preferred: 6390, isFree: async () => false })).rejects.toThrow(
      /No free port between 6390/,
    );
  });
});

describe('the lock', () => {
  it('lets one in after the other', async () => {
    const path = join(folder, 'lock');
    const seen: string[] = [];
    let release = () => {};
    const first = withLock(path, async () => {
      seen.push('first in');
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      seen.push('first out');
    });
    const second = withLock(
      path,
      async () => {
        seen.push('second in');
      },
      (pid: number) => {
        expect(pid).toBe(process.pid);
        release();
      },
    );
    await Promise.all([first, second]);
    expect(seen).toEqual(['first in', 'first out', 'second in']);
    expect(existsSync(path)).toBe(false);
  });

  it('is broken when its owner is gone or its text is broken', async () => {
    const path = join(folder, 'lock');
    for (const text of ['{"pid":0,"ticks":1}', 'half a li']) {
      writeFileSync(path, text);
      const inside = await withLock(path, async () => JSON.parse(readFileSync(path, 'utf8')).pid);
      expect(inside).toBe(process.pid);
    }
  });

  it('is let go when the work fails', async () => {
    const path = join(folder, 'lock');
    await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(path)).toBe(false);
  });

  it('tells a re-used pid from the owner by the start time', () => {
    const text = JSON.stringify({ pid: 500, ticks: 10 });
    const alive = () => true;
    expect(isStaleLock(text, { alive, ticks: () => 10 })).toBe(false);
    expect(isStaleLock(text, { alive, ticks: () => 99 })).toBe(true);
    expect(isStaleLock(text, { alive, ticks: () => null })).toBe(false);
    expect(isStaleLock(text, { alive: () => false, ticks: () => 10 })).toBe(true);
  });
});
