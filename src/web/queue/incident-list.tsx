import { useElementSize, useMergedRef } from '@mantine/hooks';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect, useReducer, useRef, useState } from 'react';
import type { IncidentRow } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import { countActive, type Filters } from '../lib/filters.js';
import { ErrorBlock, StateBlock } from '../ui/state-block.js';
import classes from './incident-list.module.css';
import { ListSkeleton } from './list-skeleton.js';
import { NewPill } from './new-pill.js';
import { useQueueKeys } from './use-queue-keys.js';
import { useStableRows } from './use-stable-rows.js';
import { VirtualRows } from './virtual-rows.js';

/** Below this width of the list a row is a small card in place of a table line. */
const TABLE_MIN_PX = 900;

interface IncidentListProps {
  /** Stands for the filters that fresh belongs to. */
  queryKey: string;
  fresh: readonly IncidentRow[];
  highlights: Record<string, string[]>;
  similarities: Record<string, number>;
  query: Pick<
    UseInfiniteQueryResult,
    'isPending' | 'isPlaceholderData' | 'error' | 'hasNextPage' | 'isFetchingNextPage' | 'isFetchNextPageError'
  > & {
    fetchNextPage: () => unknown;
    refetch: () => unknown;
  };
  filters: Filters;
  setFilters: (next: Filters) => void;
  suffix: string;
  selectedId: string | null;
  open: (id: string, replace: boolean) => void;
  close: () => void;
  reset: () => void;
  focusSearch: () => void;
}

/** The rows with all their states: loading, failed, empty, waiting new ones. */
export function IncidentList(props: IncidentListProps) {
  const { query, filters, selectedId, open } = props;
  const { t } = useI18n();
  const frameRef = useRef<HTMLDivElement>(null);
  const scrollRef = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const boxRef = useMergedRef(scrollRef, sizeRef);
  const { rows, waiting, arrived, accept } = useStableRows(props.queryKey, props.fresh);
  const [activeId, setActiveId] = useState<string | null>(null);
  const [, recheck] = useReducer((count: number) => count + 1, 0);

  // Nobody looks at a certain row: new ones may come in by themselves.
  useEffect(() => {
    const frame = frameRef.current;
    if (waiting === 0 || selectedId !== null || frame === null || (scrollRef.current?.scrollTop ?? 0) >= 4) return;
    // Asked of the document, not counted from events: a row that is replaced under the pointer takes its events with it.
    // Of the frame, not the rows: the button that shows the new ones must not vanish from under the hand that goes to press it.
    if (!frame.matches(':hover') && !frame.contains(document.activeElement)) accept();
  });

  const move = (step: 1 | -1) => {
    const current = rows.findIndex(({ row }) => row.id === (selectedId ?? activeId));
    const next = rows[current < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, current + step))];
    if (!next) return;
    setActiveId(next.row.id);
    if (selectedId !== null) open(next.row.id, true);
  };
  useQueueKeys({ next: () => move(1), previous: () => move(-1), search: props.focusSearch, escape: props.close });

  const state = () => {
    if (query.isPending) return <ListSkeleton />;
    if (query.error && rows.length === 0) return <ErrorBlock error={query.error} retry={() => query.refetch()} />;
    if (rows.length > 0) return null;
    const isFiltered = countActive(filters) > 0 || filters.text.trim() !== '';
    if (!isFiltered) return <StateBlock tone="empty" title={t('queue.emptyAll')} hint={t('queue.emptyAllHint')} />;
    const action = { label: t('queue.reset'), run: props.reset };
    return <StateBlock tone="search" title={t('queue.empty')} hint={t('queue.emptyHint')} action={action} />;
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only notes when nobody reads the list any more
    <div
      ref={frameRef}
      className={classes.frame}
      onPointerLeave={recheck}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) recheck();
      }}
    >
      {waiting > 0 && (
        <NewPill
          count={waiting}
          accept={() => {
            accept();
            scrollRef.current?.scrollTo({ top: 0 });
          }}
        />
      )}
      <div ref={boxRef} className={classes.scroll} data-queue-list data-stale={query.isPlaceholderData}>
        {state() ?? (
          <VirtualRows
            rows={rows}
            arrived={arrived}
            highlights={props.highlights}
            similarities={props.similarities}
            isTable={width === 0 || width >= TABLE_MIN_PX}
            scrollRef={scrollRef}
            suffix={props.suffix}
            selectedId={selectedId}
            activeId={activeId}
            setActiveId={setActiveId}
            filters={filters}
            setFilters={props.setFilters}
            more={query.hasNextPage ? () => query.fetchNextPage() : null}
            isLoadingMore={query.isFetchingNextPage}
            hasMoreFailed={query.isFetchNextPageError}
          />
        )}
      </div>
    </div>
  );
}
