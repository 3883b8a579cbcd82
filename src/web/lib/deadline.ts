import type { Translate } from '../i18n/translate.js';
import { formatSpan } from './dates.js';

export type DeadlineState = 'none' | 'calm' | 'soon' | 'overdue';
export interface DeadlineWords {
  state: DeadlineState;
  /** For a narrow column: «3 ч 20 мин»; null when nothing runs. */
  short: string | null;
  /** A whole phrase: «осталось 3 ч 20 мин», «просрочен на 1 д 4 ч». */
  long: string;
}

/** Less than this left counts as soon. */
const SOON_MS = 2 * 3_600_000;

/** What to say of a deadline at a moment. dueAt null: no clock runs. */
export function describeDeadline(dueAt: string | null, nowMs: number, t: Translate): DeadlineWords {
  if (dueAt === null) return { state: 'none', short: null, long: t('due.none') };
  const leftMs = Date.parse(dueAt) - nowMs;
  const time = formatSpan(leftMs, t);
  if (leftMs < 0) return { state: 'overdue', short: t('due.overShort', { time }), long: t('due.over', { time }) };
  return {
    state: leftMs < SOON_MS ? 'soon' : 'calm',
    short: t('due.leftShort', { time }),
    long: t('due.left', { time }),
  };
}
