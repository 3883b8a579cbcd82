import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCalendars } from '../../src/config/calendars.js';
import { asXml } from '../support/calendar-files.js';
import { runCli } from '../support/cli.js';
import { type ConfigFolder, makeConfigFolder } from '../support/config-folder.js';

let config: ConfigFolder;
let env: NodeJS.ProcessEnv;
let file: string;
beforeAll(() => {
  config = makeConfigFolder({ 'calendar/ru-2027.yaml': null });
  env = { OTKLIK_CONFIG_DIR: config.dir, OTKLIK_STATE_DIR: config.dir };
  const found = loadCalendars('config').calendars.find(({ calendar }) => calendar.year === 2027);
  if (found === undefined) throw new Error('no 2027');
  file = join(config.dir, 'calendar.xml');
  writeFileSync(file, asXml(found.calendar, { '2027-02-22': '2027-02-20' }));
});
afterAll(() => config.remove());

describe('otklik calendar', () => {
  it('misses a year, takes it in and then has it', async () => {
    const before = await runCli(['calendar', 'check', '2027'], { env });
    expect(before.stdout).toContain('✗ config/calendar has no 2027: «otklik calendar import FILE --year 2027»');
    expect(before.code).toBe(1);

    const taken = await runCli(['calendar', 'import', file, '--basis', 'Decree No. 1'], { env });
    expect(taken.stdout).toContain('2027: 247 working days, 118 days off, 4 short days, 1972 hours of a 40-hour week');
    expect(taken.stdout).toContain('the file states no sums');
    expect(taken.code).toBe(0);
    expect(readFileSync(join(config.dir, 'calendar/ru-2027.yaml'), 'utf8')).toContain('basis: "Decree No. 1"');

    const after = await runCli(['calendar', 'check', '2027'], { env });
    expect(after.stdout).toContain('ru-2027.yaml 2027: 247 working days');
    expect(after.code).toBe(0);
  });

  it('shows a year by its months, with the days of a federal subject', async () => {
    const { stdout } = await runCli(['calendar', 'show', '2026', '--region', '92'], { env });
    expect(stdout).toMatch(/2026-03 +20 +159 +9, 20 +19\n/);
    expect(stdout).toContain('244 working days');
    expect(stdout).toContain('law of 19 February 1992 No. 1448-XII');
  });

  it('refuses a broken file with its line and leaves the old one', async () => {
    const broken = join(config.dir, 'broken.xml');
    writeFileSync(broken, readFileSync(file, 'utf8').replace('d="02.23" t="1"', 'd="02.23" t="9"'));
    const { code, stderr } = await runCli(['calendar', 'import', broken, '--replace'], { env });
    expect(stderr).toMatch(/broken\.xml:\d+: t="9" is no type of a day/);
    expect(code).toBe(2);
    expect(loadCalendars(config.dir).problems).toEqual([]);
  });
});
