import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { HistoryEntry } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import classes from './history.module.css';
import { HistoryLine } from './history-line.js';
import { Section } from './section.js';

const SHORT = 8;

/** The event log as sentences, the latest first. */
export function HistorySection({ history }: { history: readonly HistoryEntry[] }) {
  const { t } = useI18n();
  const [showAll, setShowAll] = useState(false);
  const latestFirst = [...history].sort((a, b) => b.seq - a.seq);
  const shown = showAll ? latestFirst : latestFirst.slice(0, SHORT);
  const hidden = latestFirst.length - shown.length;
  return (
    <Section title={t('section.history')}>
      <ol className={classes.list}>
        {shown.map((entry) => (
          <HistoryLine key={entry.seq} entry={entry} />
        ))}
      </ol>
      {hidden > 0 && (
        <UnstyledButton className={classes.more} onClick={() => setShowAll(true)}>
          {t('history.more', { n: hidden })}
        </UnstyledButton>
      )}
    </Section>
  );
}
