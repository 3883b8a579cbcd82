import { Alert } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import type { HistoryEntry } from '../../../core/http.js';
import { useI18n } from '../../i18n/i18n.js';
import { HistoryLine } from '../history-line.js';
import classes from './action-bar.module.css';

/** What happened to the card since the operator opened the form. */
export function ConflictNote({ events }: { events: readonly HistoryEntry[] }) {
  const { t } = useI18n();
  return (
    <Alert color="yellow" role="alert" title={t('conflict.title')} icon={<IconGitMerge size={18} stroke={1.75} />}>
      <div className={classes.conflict}>
        <p>{t('conflict.lead')}</p>
        <ol className={classes.conflictList}>
          {events.map((entry) => (
            <HistoryLine key={entry.seq} entry={entry} />
          ))}
        </ol>
      </div>
    </Alert>
  );
}
