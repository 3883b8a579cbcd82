import { IconAlarm, IconAlertCircle } from '@tabler/icons-react';
import { useI18n } from '../i18n/i18n.js';
import { formatExact, formatMoment, formatRelative } from '../lib/dates.js';
import { describeDeadline } from '../lib/deadline.js';
import { useNow } from './now.js';
import classes from './times.module.css';

/** «5 мин. назад», the exact moment in the title. */
export function RelativeTime({ at }: { at: string }) {
  const { language } = useI18n();
  return (
    <time dateTime={at} title={formatExact(at, language)} className={classes.time}>
      {formatRelative(at, useNow(), language)}
    </time>
  );
}

/** «21 нояб., 14:05», the exact moment in the title. */
export function Moment({ at }: { at: string }) {
  const { language } = useI18n();
  return (
    <time dateTime={at} title={formatExact(at, language)} className={classes.time}>
      {formatMoment(at, language)}
    </time>
  );
}

/** Remaining or exceeded time; icon and words carry the meaning, colour only underlines it. */
export function Deadline({ dueAt, long = false }: { dueAt: string | null; long?: boolean }) {
  const { t, language } = useI18n();
  const words = describeDeadline(dueAt, useNow(), t);
  if (dueAt === null || words.short === null) {
    return <span className={classes.none}>{long ? words.long : '—'}</span>;
  }
  const title = `${t('due.answer', { when: formatExact(dueAt, language) })} · ${words.long}`;
  const Icon = words.state === 'overdue' ? IconAlertCircle : IconAlarm;
  return (
    <time dateTime={dueAt} className={classes.deadline} data-state={words.state} title={title}>
      {words.state !== 'calm' && <Icon size={15} stroke={2} aria-hidden />}
      <span>{long ? words.long : words.short}</span>
    </time>
  );
}
