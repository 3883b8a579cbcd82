import { IconMapPin, IconMessages, IconUsers } from '@tabler/icons-react';
import { useI18n } from '../i18n/i18n.js';
import { describePlace } from '../lib/place-words.js';
import { RecurringMark, StatusBadge, TopicChip, UrgentMark } from '../ui/chips.js';
import { SimilarityMark } from '../ui/similarity-mark.js';
import { Deadline, RelativeTime } from '../ui/times.js';
import { TextCell } from './cells.js';
import type { QueueLine } from './columns.js';
import classes from './compact-row.module.css';

/** A row where the list is narrow: beside an open card and on a phone. */
export function CompactRow({ line }: { line: QueueLine }) {
  const { t } = useI18n();
  const { row } = line;
  const { settlement, address } = describePlace(row, t);
  return (
    <div className={classes.row}>
      <div className={classes.line}>
        <span className={classes.code}>{row.number}</span>
        {row.urgency === 'urgent' && <UrgentMark />}
        <StatusBadge status={row.status} />
        <span className={classes.end}>
          {row.dueAt !== null ? (
            <Deadline dueAt={row.dueAt} zone={row.timeZone} long />
          ) : (
            <RelativeTime at={row.clocks.publishedAt ?? row.clocks.fetchedAt} zone={row.timeZone} />
          )}
        </span>
      </div>
      <TextCell line={line} />
      <div className={classes.line}>
        <span className={classes.chip}>
          <TopicChip group={row.group} topic={row.topic} />
        </span>
        <span className={classes.place}>
          <IconMapPin size={14} stroke={1.75} aria-hidden />
          <span>{[settlement, address].filter(Boolean).join(', ') || t('row.noPlace')}</span>
        </span>
        <span className={classes.end}>
          {row.recurrences > 0 && <RecurringMark count={row.recurrences} />}
          {line.similarity !== undefined && <SimilarityMark value={line.similarity} />}
          <span title={t('row.people', { n: row.peopleCount })}>
            <IconUsers size={14} stroke={1.75} role="img" aria-label={t('row.people', { n: row.peopleCount })} />{' '}
            <span aria-hidden>{row.peopleCount}</span>
          </span>
          <span title={t('row.posts', { n: row.postCount })}>
            <IconMessages size={14} stroke={1.75} role="img" aria-label={t('row.posts', { n: row.postCount })} />{' '}
            <span aria-hidden>{row.postCount}</span>
          </span>
        </span>
      </div>
    </div>
  );
}
