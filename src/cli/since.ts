import { AppError } from '../core/errors.js';

const hoursOf: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168 };

/**
 * The instant (ISO) that «30d», «12h», «2w» or a date means.
 * @param nowMs ms since the epoch
 * @throws AppError E_INPUT_INVALID for anything else.
 */
export function parseSince(written: string, nowMs: number): string {
  const span = /^(\d{1,4})([hdw])$/.exec(written);
  if (span) return new Date(nowMs - Number(span[1]) * (hoursOf[span[2] ?? ''] ?? 0) * 3_600_000).toISOString();
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(written) ? Date.parse(written) : Number.NaN;
  if (Number.isNaN(atMs))
    throw new AppError(
      'E_INPUT_INVALID',
      `--since «${written}»: write days («30d»), hours («12h»), weeks («2w») or a date`,
    );
  return new Date(atMs).toISOString();
}
