import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureChromium } from '../../../scripts/lib/chromium.mjs';
import { ELASTICSEARCH_VERSION, ensureZip, findMavenError } from '../../../scripts/lib/elasticsearch-install.mjs';
import { createReporter, createSilentReporter } from '../../../scripts/lib/report.mjs';

let cache: string;
let lines: string[];
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'otklik-unit-'));
  lines = [];
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

describe('the archive of Elasticsearch', () => {
  const sha512 = createHash('sha512').update('right').digest('hex');
  const zip = () => join(cache, 'downloads', `elasticsearch-${ELASTICSEARCH_VERSION}.zip`);
  const fetching = (...contents: string[]) => {
    const left = [...contents];
    const fetchZip = async ({ zip: path }: { zip: string }) => writeFileSync(path, left.shift() ?? '');
    return {
      left,
      ensure: () =>
        ensureZip({ cache, log: createReporter({ write: (line: string) => lines.push(line) }), fetchZip, sha512 }),
    };
  };

  it('is fetched once and then taken from the cache', async () => {
    const { ensure, left } = fetching('right', 'again');
    expect(await ensure()).toBe(zip());
    expect(await ensure()).toBe(zip());
    expect(left).toEqual(['again']);
    expect(lines).toEqual([]);
  });

  it('that is half there is deleted with a message and fetched again', async () => {
    mkdirSync(join(cache, 'downloads'));
    writeFileSync(zip(), 'rig');
    await fetching('right').ensure();
    expect(lines.join()).toContain('wrong checksum');
  });

  it('that arrives broken is fetched once more', async () => {
    await fetching('wrong', 'right').ensure();
    expect(lines).toHaveLength(1);
  });

  it('that arrives broken twice is left out with what to do', async () => {
    const { ensure, left } = fetching('wrong', 'wrong', 'right');
    await expect(ensure()).rejects.toThrow(/arrived twice with a wrong checksum[\s\S]*Maven mirror/);
    expect(left).toEqual(['right']);
    expect(existsSync(zip())).toBe(false);
  });

  it('that Maven cannot fetch gives the first line of its error', () => {
    expect(findMavenError('[INFO] x\n[ERROR] Failed to read artifact: Unknown host\n[ERROR] more')).toBe(
      'Failed to read artifact: Unknown host',
    );
    expect(findMavenError('')).toContain('no message');
  });
});

describe('Chromium', () => {
  const log = createSilentReporter();
  const run = (working: string[]) => async (path: string) =>
    working.includes(path)
      ? { code: 0, stdout: 'Chromium 140.0.1 built on x', stderr: '' }
      : { code: 1, stdout: '', stderr: '' };

  it('is the first program on PATH that really runs', async () => {
    const find = (name: string) => (name === 'google-chrome-stable' ? null : `/bin/${name}`);
    expect(await ensureChromium({ log, env: {}, find, run: run(['/bin/google-chrome']) })).toBe('/bin/google-chrome');
  });

  it('is installed where there is none', async () => {
    let isInstalled = false;
    const find = (name: string) => (isInstalled && name === 'chromium' ? '/bin/chromium' : null);
    const install = async (names: string[]) => {
      isInstalled = names.includes('chromium');
    };
    expect(await ensureChromium({ log, env: {}, find, install, run: run(['/bin/chromium']) })).toBe('/bin/chromium');
  });

  it('ends with what to do where it cannot be installed, or where the variable names none', async () => {
    const install = () => Promise.reject(new Error('no apt'));
    await expect(ensureChromium({ log, env: {}, find: () => null, install })).rejects.toThrow(
      /no apt[\s\S]*OTKLIK_CHROMIUM/,
    );
    await expect(ensureChromium({ log, env: { OTKLIK_CHROMIUM: join(cache, 'none') } })).rejects.toThrow(
      /OTKLIK_CHROMIUM=.*none is no Chromium/,
    );
  });
});
