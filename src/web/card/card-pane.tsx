import { Skeleton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useCard } from '../api/queries.js';
import { useI18n, useTitle } from '../i18n/i18n.js';
import { ErrorBlock } from '../ui/state-block.js';
import { PlaceZone } from '../ui/zone.js';
import { CardBody } from './card-body.js';
import { CardHeader } from './card-header.js';
import classes from './card-pane.module.css';

interface CardPaneProps {
  id: string;
  /** True beside the list, false in its place. */
  isSide: boolean;
  close: () => void;
}

/** The card of one incident with its loading and error states. */
export function CardPane({ id, isSide, close }: CardPaneProps) {
  const { t } = useI18n();
  const { data, error, isPending, refetch } = useCard(id);
  const ref = useRef<HTMLElement>(null);
  useTitle(data ? t('card.number', { number: data.incident.number }) : t('card.label'));
  useEffect(() => {
    // On a phone the card takes the page's place, so the reading position moves there too.
    if (!isSide) ref.current?.focus({ preventScroll: true });
  }, [isSide]);
  return (
    <section ref={ref} className={classes.pane} data-side={isSide} aria-label={t('card.label')} tabIndex={-1}>
      <CardHeader id={id} number={data?.incident.number ?? null} isSide={isSide} close={close} />
      {isPending && (
        <div className={classes.skeleton} role="status" aria-label={t('card.loading')}>
          <Skeleton height={22} width="80%" />
          <Skeleton height={16} width="50%" />
          <Skeleton height={36} />
          <Skeleton height={140} />
          <Skeleton height={90} />
        </div>
      )}
      {error && !data && (
        <ErrorBlock
          error={error}
          retry={() => void refetch()}
          notFound={[t('card.notFound'), t('card.notFoundHint')]}
        />
      )}
      {data && (
        <PlaceZone zone={data.incident.machine.timeZone}>
          <CardBody card={data} />
        </PlaceZone>
      )}
    </section>
  );
}
