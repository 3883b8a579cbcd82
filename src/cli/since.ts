import { isoTime } from '../core/clock.js';
import { AppError } from '../core/errors.js';

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/**
 * The instant that «7d», «24h», «2w», «30m» ago or a date («2026-03-01») means, ISO; undefined for undefined.
 * @throws AppError E_INPUT_INVALID for anything else.
 */
export function sinceOf(word: string | undefined, nowMs: number): string | undefined {
  if (word === undefined) return undefined;
  const ago = /^(\d{1,5})([mhdw])$/.exec(word);
  if (ago) return isoTime(nowMs - Number(ago[1]) * unitMs[ago[2] as keyof typeof unitMs]);
  if (/^\d{4}-\d\d-\d\d(T.*)?$/.test(word) && !Number.isNaN(Date.parse(word))) return isoTime(Date.parse(word));
  throw new AppError('E_INPUT_INVALID', `«${word}» is no time: write 7d, 24h, 2w or a date like 2026-03-01`);
}
