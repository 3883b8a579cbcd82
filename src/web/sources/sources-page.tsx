import { Skeleton } from '@mantine/core';
import { useSession, useSources } from '../api/queries.js';
import { useI18n, useTitle } from '../i18n/i18n.js';
import { needsAttention, sourceHealth } from '../lib/source-health.js';
import { useNow } from '../ui/now.js';
import classes from '../ui/page.module.css';
import { ErrorBlock, StateBlock } from '../ui/state-block.js';
import { SourceTable } from './source-table.js';
import { UnreadPages } from './unread-pages.js';

/** What is watched and how well it can be read; what needs attention stands first. */
export function SourcesPage() {
  const { t } = useI18n();
  useTitle(t('sources.title'));
  const { data, error, isPending, refetch } = useSources();
  const { data: session } = useSession();
  const seesPages = session?.role === 'administrator' || session?.role === 'coordinator';
  const nowMs = useNow();
  const items = (data?.items ?? [])
    .map((item) => ({ ...item, health: sourceHealth(item, nowMs) }))
    .sort(
      (a, b) =>
        Number(needsAttention(b.health)) - Number(needsAttention(a.health)) ||
        a.source.name.localeCompare(b.source.name, 'ru'),
    );
  const broken = items.filter((item) => needsAttention(item.health)).length;
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1 className={classes.title}>{t('sources.title')}</h1>
        {data && (
          <span className={classes.soft}>
            {t('sources.total', { n: items.length })}
            {broken > 0 && ` · ${t('sources.broken', { n: broken })}`}
          </span>
        )}
      </div>
      {isPending && <Skeleton height={320} radius="md" />}
      {error && !data && <ErrorBlock error={error} retry={() => void refetch()} />}
      {data && items.length === 0 && (
        <StateBlock tone="empty" title={t('sources.empty')} hint={t('sources.emptyHint')} />
      )}
      {items.length > 0 && <SourceTable items={items} />}
      <UnreadPages isAllowed={seesPages} />
    </div>
  );
}
