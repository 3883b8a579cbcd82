import { Button, CloseButton, Drawer } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { useEffect, useMemo, useRef } from 'react';
import { useLocation } from 'wouter';
import { useLive } from '../api/live.js';
import { useIncidents } from '../api/queries.js';
import { CardPane } from '../card/card-pane.js';
import { useI18n, useTitle } from '../i18n/i18n.js';
import { formatFilters } from '../lib/filters.js';
import { FilterPanel } from './filter-panel.js';
import { IncidentList } from './incident-list.js';
import classes from './queue-page.module.css';
import { Toolbar } from './toolbar.js';
import { noFilters, useFilters } from './use-filters.js';

/** The queue, with the selected incident beside it (wide) or in its place (narrow). */
export function QueuePage({ selectedId }: { selectedId: string | null }) {
  const { t } = useI18n();
  const [, navigate] = useLocation();
  const { filters, setFilters, suffix } = useFilters();
  const isWide = useMediaQuery('(min-width: 1100px)', undefined, { getInitialValueInEffect: false });
  const hasRoomForAll = useMediaQuery('(min-width: 1800px)', undefined, { getInitialValueInEffect: false });
  const [filtersOpen, panel] = useDisclosure(false);
  const live = useLive();
  const query = useIncidents(filters, live === 'on');
  const searchRef = useRef<HTMLInputElement>(null);
  useTitle(selectedId === null ? t('queue.title') : '');

  const key = formatFilters(filters);
  const heldKey = useRef(key);
  // While the next query is under way the rows still belong to the previous filters.
  if (!query.isPlaceholderData) heldKey.current = key;

  const first = query.data?.pages[0];
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const highlights = useMemo(
    () => Object.assign({}, ...(query.data?.pages.map((page) => page.highlights) ?? [])) as Record<string, string[]>,
    [query.data],
  );
  const similarities = useMemo(
    () => Object.assign({}, ...(query.data?.pages.map((page) => page.similarities) ?? [])) as Record<string, number>,
    [query.data],
  );
  const showList = isWide || selectedId === null;
  const showPanel = isWide && (selectedId === null || hasRoomForAll);
  useEffect(() => {
    if (showPanel) panel.close();
  }, [showPanel, panel.close]);

  const filterPanel = <FilterPanel filters={filters} setFilters={setFilters} facets={first?.facets} />;
  return (
    <div className={classes.page} data-card={selectedId !== null}>
      {showPanel && (
        <aside className={classes.filters} aria-label={t('filter.title')}>
          {filterPanel}
        </aside>
      )}
      {showList && (
        <section className={classes.queue} aria-label={t('queue.title')}>
          <Toolbar
            filters={filters}
            setFilters={setFilters}
            total={first?.total}
            openFilters={showPanel ? null : panel.open}
            searchRef={searchRef}
          />
          <IncidentList
            queryKey={heldKey.current}
            fresh={rows}
            highlights={highlights}
            similarities={similarities}
            query={query}
            filters={filters}
            suffix={suffix}
            selectedId={selectedId}
            open={(id, replace) => navigate(`/incidents/${id}${suffix}`, { replace })}
            close={() => selectedId !== null && navigate(`/${suffix}`)}
            reset={() => setFilters(noFilters())}
            focusSearch={() => searchRef.current?.focus()}
            setFilters={setFilters}
          />
        </section>
      )}
      {selectedId !== null && (
        <CardPane key={selectedId} id={selectedId} isSide={isWide === true} close={() => navigate(`/${suffix}`)} />
      )}
      <Drawer.Root opened={filtersOpen} onClose={panel.close} size={320}>
        <Drawer.Overlay />
        <Drawer.Content aria-label={t('filter.title')}>
          <Drawer.Body>
            <div className={classes.drawerHead}>
              <Button onClick={panel.close}>{t('filter.show', { n: first?.total ?? 0 })}</Button>
              <CloseButton size="lg" aria-label={t('filter.close')} onClick={panel.close} />
            </div>
            {filterPanel}
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
    </div>
  );
}
