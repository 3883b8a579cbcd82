// biome-ignore-all lint/a11y/useSemanticElements: rows stand at computed places, which table elements cannot
// biome-ignore-all lint/a11y/useFocusableInteractive: the cells are read, not operated; their links and buttons take the focus
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: the role depends on the width; each attribute is set with its role only
// biome-ignore-all lint/a11y/noStaticElementInteractions: onFocus only notes which row the keyboard is in
import { useTable } from '@tanstack/react-table';
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useMemo } from 'react';
import type { IncidentRow } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import type { Filters } from '../lib/filters.js';
import type { ShownRow } from '../lib/merge-rows.js';
import { columns, features, type QueueLine } from './columns.js';
import { CompactRow } from './compact-row.js';
import { ListFoot } from './list-foot.js';
import { TableHead } from './table-head.js';
import classes from './virtual-rows.module.css';

const TABLE_ROW_PX = 60;
const COMPACT_ROW_PX = 116;
/** The next page is asked for when this few rows are left below. */
const LOAD_AHEAD = 20;

interface VirtualRowsProps {
  rows: readonly ShownRow<IncidentRow>[];
  arrived: ReadonlySet<string>;
  highlights: Record<string, string[]>;
  similarities: Record<string, number>;
  isTable: boolean;
  scrollRef: RefObject<HTMLDivElement | null>;
  suffix: string;
  selectedId: string | null;
  activeId: string | null;
  setActiveId: (id: string) => void;
  filters: Filters;
  setFilters: (next: Filters) => void;
  /** Asks for the next page; null when there is none. */
  more: (() => void) | null;
  isLoadingMore: boolean;
  /** The last request for a page failed; another one only when asked for. */
  hasMoreFailed: boolean;
}

/** Only the rows near the viewport are in the document. */
export function VirtualRows(props: VirtualRowsProps) {
  const { rows, isTable, scrollRef, suffix, highlights, similarities, activeId, selectedId } = props;
  const { t } = useI18n();
  const lines = useMemo<QueueLine[]>(
    () =>
      rows.map(({ row, gone }) => ({
        row,
        gone,
        href: `/incidents/${row.id}${suffix}`,
        fragments: highlights[row.id],
        similarity: similarities[row.id],
      })),
    [rows, suffix, highlights, similarities],
  );
  const table = useTable({ features, columns, data: lines, getRowId: (line: QueueLine) => line.row.id });
  const tableRows = table.getRowModel().rows;
  const focusIndex = lines.findIndex((line) => line.row.id === (activeId ?? selectedId));
  const virtualizer = useVirtualizer({
    count: tableRows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => (isTable ? TABLE_ROW_PX : COMPACT_ROW_PX),
    getItemKey: (index) => tableRows[index]?.id ?? index,
    overscan: 8,
    scrollPaddingStart: isTable ? 40 : 0,
    // The row in focus stays in the document, or the keyboard would lose its place.
    rangeExtractor: (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      return focusIndex < 0 || indexes.includes(focusIndex) ? indexes : [...indexes, focusIndex].sort((a, b) => a - b);
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new row height makes all measured sizes void
  useEffect(() => virtualizer.measure(), [isTable]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the open incident stays in view when the list changes its shape
  useEffect(() => {
    if (focusIndex >= 0) virtualizer.scrollToIndex(focusIndex, { align: 'auto' });
  }, [isTable, selectedId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a move of the active row moves the view and the focus
  useEffect(() => {
    if (activeId === null || focusIndex < 0) return;
    virtualizer.scrollToIndex(focusIndex, { align: 'auto' });
    const focus = () =>
      document.querySelector<HTMLElement>(`[data-row-link="${CSS.escape(activeId)}"]`)?.focus({ preventScroll: true });
    const frame = requestAnimationFrame(focus);
    return () => cancelAnimationFrame(frame);
  }, [activeId]);

  const items = virtualizer.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  const { more, isLoadingMore, hasMoreFailed } = props;
  useEffect(() => {
    if (more && !isLoadingMore && !hasMoreFailed && lastIndex >= tableRows.length - LOAD_AHEAD) more();
  }, [more, isLoadingMore, hasMoreFailed, lastIndex, tableRows.length]);

  return (
    <>
      <div
        role={isTable ? 'table' : 'list'}
        aria-label={t('queue.title')}
        aria-rowcount={isTable ? (more ? -1 : tableRows.length + 1) : undefined}
      >
        {isTable && <TableHead filters={props.filters} setFilters={props.setFilters} />}
        <div
          role={isTable ? 'rowgroup' : 'presentation'}
          className={classes.body}
          style={{ height: virtualizer.getTotalSize() }}
        >
          {items.map((item) => {
            const row = tableRows[item.index];
            if (!row) return null;
            const line = row.original;
            return (
              <div
                key={item.key}
                role={isTable ? 'row' : 'listitem'}
                aria-rowindex={isTable ? item.index + 2 : undefined}
                aria-setsize={isTable ? undefined : tableRows.length}
                aria-posinset={isTable ? undefined : item.index + 1}
                className={isTable ? classes.tableRow : classes.compactRow}
                data-selected={line.row.id === selectedId}
                data-gone={line.gone}
                data-arrived={props.arrived.has(line.row.id)}
                ref={isTable ? undefined : virtualizer.measureElement}
                data-index={item.index}
                style={{ height: isTable ? item.size : undefined, transform: `translateY(${item.start}px)` }}
                onFocus={() => props.setActiveId(line.row.id)}
              >
                {isTable ? (
                  row.getAllCells().map((cell) => (
                    <div key={cell.id} role="cell" className={classes.cell} data-column={cell.column.id}>
                      <table.FlexRender cell={cell} />
                    </div>
                  ))
                ) : (
                  <CompactRow line={line} />
                )}
              </div>
            );
          })}
        </div>
      </div>
      <ListFoot more={more} isLoading={isLoadingMore} hasFailed={hasMoreFailed} />
    </>
  );
}
