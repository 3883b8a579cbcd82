import { NativeSelect, Skeleton } from '@mantine/core';
import { useLocation, useSearch } from 'wouter';
import { useMeta, useSeries } from '../api/queries.js';
import { useI18n, useTitle } from '../i18n/i18n.js';
import { seriesKinds } from '../lib/codes.js';
import page from '../ui/page.module.css';
import { ErrorBlock, StateBlock } from '../ui/state-block.js';
import classes from './series-page.module.css';
import { SeriesTable } from './series-table.js';

/** What comes again at one place, most often first; kind and topic are in the address. */
export function SeriesPage() {
  const { t, language } = useI18n();
  useTitle(t('series.title'));
  const search = new URLSearchParams(useSearch());
  const [, navigate] = useLocation();
  const filter = { kind: search.get('kind') ?? '', group: search.get('group') ?? '' };
  const { data, error, isPending, refetch } = useSeries(filter);
  const { data: meta } = useMeta();
  const choose = (change: Partial<typeof filter>) => {
    const wanted = Object.entries({ ...filter, ...change }).filter(([, value]) => value !== '');
    const query = new URLSearchParams(wanted).toString();
    navigate(query === '' ? '/series' : `/series?${query}`, { replace: true });
  };
  const kindLabel = (kind: (typeof seriesKinds)[number]) =>
    data ? `${t(`series.kindOf.${kind}`)} · ${data.kinds[kind]}` : t(`series.kindOf.${kind}`);
  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>{t('series.title')}</h1>
        {data && (
          <span className={page.soft}>
            {t('series.total', { n: data.total })} {t('series.among', { n: data.incidents })}
            {data.items.length < data.total && ` · ${t('series.first', { shown: data.items.length })}`}
          </span>
        )}
      </div>
      <p className={classes.lead}>{t('series.lead')}</p>
      <div className={classes.filters}>
        <NativeSelect
          size="sm"
          aria-label={t('series.kind')}
          value={filter.kind}
          data={[
            { value: '', label: t('series.anyKind') },
            ...seriesKinds.map((kind) => ({ value: kind, label: kindLabel(kind) })),
          ]}
          onChange={(event) => choose({ kind: event.currentTarget.value })}
        />
        <NativeSelect
          size="sm"
          aria-label={t('series.group')}
          value={filter.group}
          data={[
            { value: '', label: t('series.anyGroup') },
            ...(meta?.groups ?? []).map((group) => ({ value: group.code as string, label: group[language] })),
          ]}
          onChange={(event) => choose({ group: event.currentTarget.value })}
        />
      </div>
      {isPending && <Skeleton height={320} radius="md" />}
      {error && !data && <ErrorBlock error={error} retry={() => void refetch()} />}
      {data && data.items.length === 0 && (
        <StateBlock tone="empty" title={t('series.empty')} hint={t('series.emptyHint')} />
      )}
      {data && data.items.length > 0 && <SeriesTable items={data.items} />}
    </div>
  );
}
