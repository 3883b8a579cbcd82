import { Button, Checkbox, CloseButton, NativeSelect, TextInput } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconSearch } from '@tabler/icons-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useI18n } from '../i18n/i18n.js';
import { countActive, effectiveSort, type Filters, type Sort, sorts } from '../lib/filters.js';
import classes from './toolbar.module.css';

const TYPING_MS = 300;

interface ToolbarProps {
  filters: Filters;
  setFilters: (next: Filters, options?: { replace?: boolean }) => void;
  total: number | undefined;
  /** Null when the filter panel stands beside the list. */
  openFilters: (() => void) | null;
  searchRef: RefObject<HTMLInputElement | null>;
}

/** Title with the total, search and order. */
export function Toolbar({ filters, setFilters, total, openFilters, searchRef }: ToolbarProps) {
  const { t } = useI18n();
  const active = countActive(filters);
  const options = sorts.filter((sort) => sort !== 'relevance' || filters.text.trim() !== '');
  return (
    <div className={classes.toolbar}>
      <div className={classes.heading}>
        <h1 className={classes.title}>{t('queue.title')}</h1>
        <span className={classes.total} role="status">
          {total === undefined ? '' : t('queue.total', { n: total })}
        </span>
      </div>
      <SearchField key="search" filters={filters} setFilters={setFilters} inputRef={searchRef} />
      <div className={classes.controls}>
        {openFilters && (
          <Button
            variant="default"
            leftSection={<IconAdjustmentsHorizontal size={16} stroke={1.75} />}
            onClick={openFilters}
          >
            {active > 0 ? t('filter.active', { n: active }) : t('filter.open')}
          </Button>
        )}
        <NativeSelect
          aria-label={t('sort.label')}
          title={t('sort.label')}
          size="sm"
          value={effectiveSort(filters)}
          data={options.map((sort) => ({
            value: sort,
            label: t(sort === 'relevance' && filters.meaning ? 'sort.meaning' : `sort.${sort}`),
          }))}
          onChange={(event) => setFilters({ ...filters, sort: event.currentTarget.value as Sort })}
        />
      </div>
    </div>
  );
}

function SearchField({
  filters,
  setFilters,
  inputRef,
}: Pick<ToolbarProps, 'filters' | 'setFilters'> & { inputRef: RefObject<HTMLInputElement | null> }) {
  const { t } = useI18n();
  const [text, setText] = useState(filters.text);
  const sent = useRef(filters.text);

  useEffect(() => {
    // Back, forward and «reset» change the address from outside.
    if (filters.text !== sent.current) {
      sent.current = filters.text;
      setText(filters.text);
    }
  }, [filters.text]);
  useEffect(() => {
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      setFilters({ ...filters, text }, { replace: true });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, filters, setFilters]);

  return (
    <search className={classes.search}>
      <TextInput
        className={classes.field}
        ref={inputRef}
        type="search"
        aria-label={t('search.label')}
        title={t('queue.keys')}
        placeholder={t(filters.meaning ? 'search.placeholderMeaning' : 'search.placeholder')}
        leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
        rightSection={
          text === '' ? (
            <kbd className={classes.key} aria-hidden>
              /
            </kbd>
          ) : (
            <CloseButton size="sm" aria-label={t('search.clear')} onClick={() => setText('')} />
          )
        }
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            setText('');
            event.currentTarget.blur();
          }
        }}
      />
      <Checkbox
        size="xs"
        className={classes.meaning}
        label={t('search.meaning')}
        title={t('search.meaningHint')}
        checked={filters.meaning}
        onChange={(event) => setFilters({ ...filters, text, meaning: event.currentTarget.checked })}
      />
    </search>
  );
}
