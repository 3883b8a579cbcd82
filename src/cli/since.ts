import { isoTime } from '../core/clock.js';
import { AppError } from '../core/errors.js';

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * The instant (ISO) that «30d», «12h», «2w», «30m» ago or a date («2026-03-01») means.
 * @param nowMs ms since the epoch
 * @throws AppError E_INPUT_INVALID for anything else.
 */
export function parseSince(written: string, nowMs: number): string {
  const span = /^(\d{1,5})([mhdw])$/.exec(written);
  if (span) return isoTime(nowMs - Number(span[1]) * (unitMs[span[2] ?? ''] ?? 0));
  if (/^\d{4}-\d\d-\d\d(T.*)?$/.test(written) && !Number.isNaN(Date.parse(written)))
    return isoTime(Date.parse(written));
  throw new AppError(
    'E_INPUT_INVALID',
    `--since «${written}»: write days («30d»), hours («12h»), weeks («2w») or a date («2026-03-01»)`,
  );
}
