import { Button, NativeSelect, Skeleton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useSession, useSources } from '../api/queries.js';
import { useI18n, useTitle } from '../i18n/i18n.js';
import { troubles } from '../lib/codes.js';
import page from '../ui/page.module.css';
import { ErrorBlock, StateBlock } from '../ui/state-block.js';
import { AlertList } from './alert-list.js';
import { SourceTable } from './source-table.js';
import classes from './sources-page.module.css';
import { UnreadPages } from './unread-pages.js';

/** What is watched and how well it can be read; what needs attention stands first. Filter and search are in the address. */
export function SourcesPage() {
  const { t } = useI18n();
  useTitle(t('sources.title'));
  const search = new URLSearchParams(useSearch());
  const [, navigate] = useLocation();
  const filter = { text: search.get('text') ?? '', health: search.get('health') ?? '' };
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useSources(filter);
  const { data: session } = useSession();
  const seesPages = session?.role === 'administrator' || session?.role === 'coordinator';
  const [typed, setTyped] = useState(filter.text);
  const choose = (change: Partial<typeof filter>) => {
    const query = new URLSearchParams(Object.entries({ ...filter, ...change }).filter(([, value]) => value !== ''));
    navigate(query.size === 0 ? '/sources' : `/sources?${query}`, { replace: true });
  };
  const [first] = data?.pages ?? [];
  const items = (data?.pages ?? []).flatMap(({ items: some }) => some);
  const counts = first?.counts;
  const isNarrowed = filter.text !== '' || filter.health !== '';
  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>{t('sources.title')}</h1>
        {counts && (
          <span className={page.soft}>
            {t('sources.total', { n: counts.total })}
            {isNarrowed && first && ` · ${t('sources.found', { n: first.total })}`}
          </span>
        )}
      </div>
      <AlertList />
      <form
        className={classes.filters}
        onSubmit={(event) => {
          event.preventDefault();
          choose({ text: typed.trim() });
        }}
      >
        <TextInput
          size="sm"
          type="search"
          className={classes.search ?? ''}
          aria-label={t('sources.search')}
          placeholder={t('sources.search')}
          leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={() => choose({ text: typed.trim() })}
        />
        <NativeSelect
          size="sm"
          aria-label={t('sources.health')}
          value={filter.health}
          data={[
            { value: '', label: t('sources.anyHealth') },
            ...troubles.map((health) => ({
              value: health,
              label: counts ? `${t(`sources.only.${health}`)} · ${counts[health]}` : t(`sources.only.${health}`),
            })),
          ]}
          onChange={(event) => choose({ health: event.currentTarget.value })}
        />
      </form>
      {isPending && <Skeleton height={320} radius="md" />}
      {error && !data && <ErrorBlock error={error} retry={() => void refetch()} />}
      {data && items.length === 0 && !isNarrowed && (
        <StateBlock tone="empty" title={t('sources.empty')} hint={t('sources.emptyHint')} />
      )}
      {data && items.length === 0 && isNarrowed && (
        <StateBlock tone="empty" title={t('sources.none')} hint={t('sources.noneHint')} />
      )}
      {items.length > 0 && <SourceTable items={items} maySwitch={session?.role === 'administrator'} />}
      {hasNextPage && (
        <Button variant="default" mt="md" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('sources.more')}
        </Button>
      )}
      <UnreadPages isAllowed={seesPages} />
    </div>
  );
}
