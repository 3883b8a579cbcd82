import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { type Filters, formatFilters, parseFilters } from '../lib/filters.js';

export interface FilterState {
  filters: Filters;
  /** Writes the filters to the address. replace: do not add an entry to the browser's history (typing). */
  setFilters: (next: Filters, options?: { replace?: boolean }) => void;
  /** Query string with «?» when there is one, for links that keep the filters. */
  suffix: string;
}

const empty = parseFilters('');

function suffixOf(value: Filters): string {
  const text = formatFilters(value);
  return text === '' ? '' : `?${text}`;
}

/** The filters live in the address, so a link shows a colleague the same queue. */
export function useFilters(): FilterState {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const filters = useMemo(() => parseFilters(search), [search]);
  const setFilters = useCallback(
    (next: Filters, options?: { replace?: boolean }) => navigate(`${path}${suffixOf(next)}`, options),
    [navigate, path],
  );
  return { filters, setFilters, suffix: suffixOf(filters) };
}

/** Filters with nothing set. */
export function noFilters(): Filters {
  return { ...empty };
}
