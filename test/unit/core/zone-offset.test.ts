import { describe, expect, it } from 'vitest';
import { instantOf, zoneOffsetMs } from '../../../src/core/zone-offset.js';

const hourMs = 3_600_000;

describe('the offset of a zone', () => {
  it.each(['Europe/Moscow', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'])(
    'in %s is what the platform says at every quarter of an hour on which it may change',
    (timeZone) => {
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
      for (let ms = Date.UTC(2026, 2, 1); ms < Date.UTC(2026, 11, 1); ms += hourMs * 1.75) {
        const local = Date.parse(`${format.format(ms).replace(' ', 'T')}Z`);
        expect(zoneOffsetMs(ms, timeZone), new Date(ms).toISOString()).toBe(local - ms);
      }
      // Every quarter of the night on which Central Europe and New York change.
      for (const start of ['2026-03-29T00:00:00Z', '2026-10-25T00:00:00Z', '2026-03-08T05:00:00Z'])
        for (let quarter = 0; quarter < 16; quarter++) {
          const ms = Date.parse(start) + quarter * 900_000;
          const local = Date.parse(`${format.format(ms).replace(' ', 'T')}Z`);
          expect(zoneOffsetMs(ms, timeZone), new Date(ms).toISOString()).toBe(local - ms);
        }
    },
  );

  it('takes a local time back to its instant', () => {
    const local = Date.UTC(2026, 6, 1, 9);
    expect(instantOf(local, 'Europe/Berlin')).toBe(local - 2 * hourMs);
    expect(instantOf(local, 'Europe/Moscow')).toBe(local - 3 * hourMs);
  });
});
