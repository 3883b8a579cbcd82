import { Skeleton } from '@mantine/core';
import { useMeta, useSystem } from '../api/queries.js';
import { useI18n, useTitle } from '../i18n/i18n.js';
import { isMessageKey } from '../i18n/translate.js';
import { formatNumber } from '../lib/dates.js';
import { buildFunnel } from '../lib/funnel.js';
import page from '../ui/page.module.css';
import { ErrorBlock } from '../ui/state-block.js';
import { Funnel } from './funnel.js';
import { QueueTable } from './queue-table.js';
import classes from './system-page.module.css';

/** Whether the line runs: mode, stock, queues, and where the posts went. */
export function SystemPage() {
  const { t, language } = useI18n();
  useTitle(t('system.title'));
  const { data, error, isPending, refetch } = useSystem();
  const { data: meta } = useMeta();
  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>{t('system.title')}</h1>
      </div>
      {isPending && <Skeleton height={420} radius="md" />}
      {error && !data && <ErrorBlock error={error} retry={() => void refetch()} />}
      {data && (
        <div className={classes.stack}>
          <dl className={classes.tiles}>
            <Tile name={t('system.posts')} value={formatNumber(data.posts, language)} />
            <Tile
              name={t('system.dead')}
              value={formatNumber(data.deadLetters, language)}
              hint={data.deadLetters > 0 ? t('system.deadHint', { n: data.deadLetters }) : t('system.deadNone')}
              isBad={data.deadLetters > 0}
            />
            <Tile
              name={t('system.mode')}
              value={isMessageKey(`mode.${data.mode}`) ? t(`mode.${data.mode}`) : data.mode}
              isText
            />
            <Tile name={t('system.version')} value={meta?.version ?? '—'} isText />
          </dl>
          <Funnel steps={buildFunnel(data.ledger)} />
          <QueueTable queues={data.queues} />
        </div>
      )}
    </div>
  );
}

function Tile({
  name,
  value,
  hint,
  isBad = false,
  isText = false,
}: {
  name: string;
  value: string;
  hint?: string;
  isBad?: boolean;
  isText?: boolean;
}) {
  return (
    <div className={classes.tile} data-bad={isBad}>
      <dt>{name}</dt>
      <dd className={isText ? classes.text : classes.value}>{value}</dd>
      {hint && <dd className={classes.hint}>{hint}</dd>}
    </div>
  );
}
