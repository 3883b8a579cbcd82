import { Button, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { Link, useSearch } from 'wouter';
import type { SimilarReply } from '../../core/http.js';
import { useSimilar } from '../api/queries.js';
import { useI18n } from '../i18n/i18n.js';
import { describePlace } from '../lib/place-words.js';
import { StatusBadge } from '../ui/chips.js';
import { SimilarityMark } from '../ui/similarity-mark.js';
import { Moment } from '../ui/times.js';
import { Section } from './section.js';
import classes from './similar.module.css';

const SHORT = 5;

/** Other incidents about nearly the same, by what their posts mean; the way to them keeps the filters of the queue. */
export function SimilarSection({ id }: { id: string }) {
  const { t } = useI18n();
  const { data, isPending, error, refetch } = useSimilar(id);
  const [showAll, setShowAll] = useState(false);
  const shown = showAll ? data?.items : data?.items.slice(0, SHORT);
  const hidden = (data?.items.length ?? 0) - (shown?.length ?? 0);
  return (
    <Section title={t('section.similar')} aside={data && data.items.length > 0 && t('similar.aside')}>
      {isPending && <Skeleton height={40} role="status" aria-label={t('similar.loading')} />}
      {error && !data && (
        <div className={classes.failed}>
          <span>{t('similar.failed')}</span>
          <Button variant="default" size="xs" onClick={() => void refetch()}>
            {t('error.retry')}
          </Button>
        </div>
      )}
      {data?.items.length === 0 && (
        <p className={classes.soft}>{t(data.isKnown ? 'similar.none' : 'similar.unknown')}</p>
      )}
      {shown && shown.length > 0 && (
        <ul className={classes.list}>
          {shown.map((item) => (
            <SimilarLine key={item.incident.id} item={item} />
          ))}
        </ul>
      )}
      {hidden > 0 && (
        <Button variant="default" size="xs" mt={10} onClick={() => setShowAll(true)}>
          {t('filter.more', { n: hidden })}
        </Button>
      )}
    </Section>
  );
}

function SimilarLine({ item: { incident, similarity } }: { item: SimilarReply['items'][number] }) {
  const { t } = useI18n();
  const search = useSearch();
  const { settlement, address } = describePlace(incident, t);
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <span className={classes.code}>{incident.number}</span>
        <SimilarityMark value={similarity} />
        <StatusBadge status={incident.status} />
        <span className={classes.when}>
          <Moment at={incident.clocks.publishedAt ?? incident.clocks.fetchedAt} zone={incident.timeZone} />
        </span>
      </div>
      <Link href={`/incidents/${incident.id}${search === '' ? '' : `?${search}`}`} className={classes.link}>
        {incident.title}
      </Link>
      <span className={classes.soft}>{[settlement, address].filter(Boolean).join(', ') || t('row.noPlace')}</span>
    </li>
  );
}
