import { IconMessages, IconUsers } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useI18n } from '../i18n/i18n.js';
import { formatNumber } from '../lib/dates.js';
import { describePlace } from '../lib/place-words.js';
import { RecurringMark, StatusBadge, TopicChip, UnsureMark, UrgentMark } from '../ui/chips.js';
import { SimilarityMark } from '../ui/similarity-mark.js';
import { Deadline, RelativeTime } from '../ui/times.js';
import classes from './cells.module.css';
import type { QueueLine } from './columns.js';
import { MarkedText } from './marked-text.js';

interface CellProps {
  line: QueueLine;
}

export function NumberCell({ line }: CellProps) {
  return (
    <div className={classes.number}>
      <span className={classes.code}>{line.row.number}</span>
      {line.row.urgency === 'urgent' && <UrgentMark />}
      {line.similarity !== undefined && <SimilarityMark value={line.similarity} />}
    </div>
  );
}

export function TopicCell({ line }: CellProps) {
  return (
    <div className={classes.two}>
      <TopicChip group={line.row.group} topic={line.row.topic} wraps />
      {line.row.recurrences > 0 && <RecurringMark count={line.row.recurrences} />}
    </div>
  );
}

/** The row's one link; its area covers the whole row. */
export function TextCell({ line }: CellProps) {
  const { t } = useI18n();
  return (
    <div className={classes.textCell}>
      <Link
        href={line.href}
        className={classes.link}
        data-row-link={line.row.id}
        aria-label={`${line.row.number}: ${line.row.title}`}
      >
        <MarkedText title={line.row.title} fragments={line.fragments} />
      </Link>
      {line.gone && <span className={classes.goneNote}>{t('queue.gone')}</span>}
    </div>
  );
}

export function PlaceCell({ line }: CellProps) {
  const { t } = useI18n();
  const { settlement, address } = describePlace(line.row, t);
  if (settlement === null && address === null) return <span className={classes.soft}>{t('row.noPlace')}</span>;
  return (
    <div className={classes.two}>
      <span className={classes.clip} title={settlement ?? undefined}>
        {settlement ?? address}
      </span>
      {settlement && address && (
        <span className={classes.softClip} title={address}>
          {address}
        </span>
      )}
    </div>
  );
}

export function ExecutorCell({ line }: CellProps) {
  return (
    <span className={classes.clamp} title={line.row.executorName}>
      {line.row.executorName}
    </span>
  );
}

export function PeopleCell({ line }: CellProps) {
  const { t, language } = useI18n();
  const { peopleCount, postCount } = line.row;
  return (
    <div className={classes.counts}>
      <span title={t('row.people', { n: peopleCount })}>
        <IconUsers size={14} stroke={1.75} role="img" aria-label={t('row.people', { n: peopleCount })} />
        <span aria-hidden>{formatNumber(peopleCount, language)}</span>
      </span>
      <span title={t('row.posts', { n: postCount })} className={classes.soft}>
        <IconMessages size={14} stroke={1.75} role="img" aria-label={t('row.posts', { n: postCount })} />
        <span aria-hidden>{formatNumber(postCount, language)}</span>
      </span>
    </div>
  );
}

export function WhenCell({ line }: CellProps) {
  const { t } = useI18n();
  const { timeZone, clocks } = line.row;
  const { publishedAt, fetchedAt, queuedAt } = clocks;
  return (
    <div className={classes.two}>
      {/* The list is sorted by this, so that what was found late is not overlooked. */}
      <RelativeTime at={queuedAt} zone={timeZone} />
      <span className={classes.soft}>
        {t('row.written')} <RelativeTime at={publishedAt ?? fetchedAt} zone={timeZone} />
      </span>
    </div>
  );
}

export function DeadlineCell({ line }: CellProps) {
  return (
    <div className={classes.two}>
      <StatusBadge status={line.row.status} />
      {line.row.unsure && line.row.dueAt === null ? (
        <UnsureMark />
      ) : (
        line.row.dueAt !== null && <Deadline dueAt={line.row.dueAt} zone={line.row.timeZone} long />
      )}
    </div>
  );
}
