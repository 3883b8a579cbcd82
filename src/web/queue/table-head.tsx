// biome-ignore-all lint/a11y/useSemanticElements: rows stand at computed places, which table elements cannot
// biome-ignore-all lint/a11y/useFocusableInteractive: the cells are read, not operated; their links and buttons take the focus
import { UnstyledButton } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useI18n } from '../i18n/i18n.js';
import { effectiveSort, type Filters } from '../lib/filters.js';
import { headings } from './columns.js';
import classes from './virtual-rows.module.css';

/** Column headings; those with an order are buttons. */
export function TableHead({ filters, setFilters }: { filters: Filters; setFilters: (next: Filters) => void }) {
  const { t } = useI18n();
  const sort = effectiveSort(filters);
  const direction = (own: string | null) =>
    own === null ? undefined : own !== sort ? 'none' : own === 'due' ? 'ascending' : 'descending';
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.headRow}>
        {Object.entries(headings).map(([id, heading]) => (
          <div key={id} role="columnheader" aria-sort={direction(heading.sort)} className={classes.headCell}>
            {heading.sort === null ? (
              t(heading.key)
            ) : (
              <UnstyledButton
                className={classes.sortButton}
                data-active={heading.sort === sort}
                onClick={() => setFilters({ ...filters, sort: heading.sort })}
              >
                {t(heading.key)}
                <IconArrowDown size={13} stroke={2} aria-hidden data-up={heading.sort === 'due'} />
              </UnstyledButton>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}
