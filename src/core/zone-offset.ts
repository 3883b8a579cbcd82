const dayMs = 86_400_000;
const quarterMs = 900_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Offsets of a zone that were asked for: of whole UTC days; null for a day on which the offset changes. */
const days = new Map<string, Map<number, number | null>>();

/** Offset of a zone from UTC at an instant, in milliseconds (Europe/Moscow: +10 800 000). Offsets change at full quarters of an hour only, and once a day. */
export function zoneOffsetMs(atMs: number, timeZone: string): number {
  let known = days.get(timeZone);
  if (known === undefined) {
    known = new Map();
    days.set(timeZone, known);
  }
  const day = Math.floor(atMs / dayMs);
  let offset = known.get(day);
  if (offset === undefined) {
    const first = askOffsetMs(day * dayMs, timeZone);
    offset = first === askOffsetMs((day + 1) * dayMs, timeZone) ? first : null;
    // A century; a process that meets more begins anew.
    if (known.size >= 40_000) known.clear();
    known.set(day, offset);
  }
  return offset ?? askOffsetMs(Math.floor(atMs / quarterMs) * quarterMs, timeZone);
}

function askOffsetMs(atMs: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const parts: Record<string, number> = {};
  for (const part of format.formatToParts(atMs)) parts[part.type] = Number(part.value);
  const { year = 1970, month = 1, day: dayOfMonth = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, dayOfMonth, hour, minute, second) - Math.floor(atMs / 1000) * 1000;
}

/** Instant of a local wall-clock time; `localMs` is that time as if it were UTC. In a gap or overlap the earlier offset counts. */
export function instantOf(localMs: number, timeZone: string): number {
  const first = localMs - zoneOffsetMs(localMs, timeZone);
  return localMs - zoneOffsetMs(first, timeZone);
}
