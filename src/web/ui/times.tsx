import { IconAlarm, IconAlertCircle } from '@tabler/icons-react';
import { useI18n } from '../i18n/i18n.js';
import { formatMoment, formatRelative } from '../lib/dates.js';
import { describeDeadline } from '../lib/deadline.js';
import { describeExact } from '../lib/moment-words.js';
import { isSameClock, zoneName } from '../lib/zones.js';
import { useNow } from './now.js';
import classes from './times.module.css';
import { useZone } from './zone.js';

interface TimeProps {
  at: string;
  /** IANA zone of the incident that the time belongs to, in lists over several; else the card's, or the browser's where there is no card. */
  zone?: string | null;
}

/** «5 мин. назад», the exact moment in the title. */
export function RelativeTime({ at, zone: own }: TimeProps) {
  const { t, language } = useI18n();
  const shown = useZone(own);
  return (
    <time dateTime={at} title={describeExact(at, shown, language, t)} className={classes.time}>
      {formatRelative(at, useNow(), language, shown.zone)}
    </time>
  );
}

/** «21 нояб., 14:05», and the zone when it is not the one that the reader takes it for; the exact moment in the title. */
export function Moment({ at, zone: own }: TimeProps) {
  const { t, language } = useI18n();
  const shown = useZone(own);
  const atMs = Date.parse(at);
  const isNamed = shown.assumed.some((zone) => !isSameClock(shown.zone, zone, atMs));
  return (
    <time dateTime={at} title={describeExact(at, shown, language, t)} className={classes.time}>
      {formatMoment(at, language, shown.zone)}
      {isNamed && <span className={classes.zone}> {zoneName(shown.zone, atMs, t)}</span>}
    </time>
  );
}

/** Remaining or exceeded time; icon and words carry the meaning, colour only underlines it. */
export function Deadline({
  dueAt,
  long = false,
  zone: own,
}: {
  dueAt: string | null;
  long?: boolean;
  zone?: string | null;
}) {
  const { t, language } = useI18n();
  const shown = useZone(own);
  const words = describeDeadline(dueAt, useNow(), t);
  if (dueAt === null || words.short === null) {
    return <span className={classes.none}>{long ? words.long : '—'}</span>;
  }
  const title = `${t('due.answer', { when: describeExact(dueAt, shown, language, t) })} · ${words.long}`;
  const Icon = words.state === 'overdue' ? IconAlertCircle : IconAlarm;
  return (
    <time dateTime={dueAt} className={classes.deadline} data-state={words.state} title={title}>
      {words.state !== 'calm' && <Icon size={15} stroke={2} aria-hidden />}
      <span>{long ? words.long : words.short}</span>
    </time>
  );
}
