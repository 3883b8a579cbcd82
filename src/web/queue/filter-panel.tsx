import { Button } from '@mantine/core';
import type { IncidentListReply } from '../../core/http.js';
import type { GroupCode } from '../../core/verdict.js';
import { useI18n } from '../i18n/i18n.js';
import { incidentStatuses, urgencies } from '../lib/codes.js';
import { countActive, type Filters, type ListFilter, toggleValue } from '../lib/filters.js';
import { GroupIcon } from '../ui/chips.js';
import { useNames } from '../ui/use-names.js';
import { Facet, FacetRow, type FacetValue } from './facet.js';
import classes from './filter-panel.module.css';
import { PeriodFilter } from './period-filter.js';
import { noFilters } from './use-filters.js';

type Facets = IncidentListReply['facets'];

interface FilterPanelProps {
  filters: Filters;
  setFilters: (next: Filters) => void;
  facets: Facets | undefined;
}

/** All filters with the counts of the present query. */
export function FilterPanel({ filters, setFilters, facets }: FilterPanelProps) {
  const { t } = useI18n();
  const names = useNames();
  const toggle = (name: ListFilter) => (value: string) => setFilters(toggleValue(filters, name, value));

  /** Values of a facet, the chosen ones included even when nothing of them is left. */
  const values = (name: keyof Facets, chosen: readonly string[], label: (key: string) => string): FacetValue[] => {
    const counted = facets?.[name] ?? [];
    const missing = chosen.filter((key) => !counted.some((entry) => entry.key === key));
    return [...counted, ...missing.map((key) => ({ key, count: 0 }))].map((entry) => ({
      ...entry,
      label: label(entry.key),
      checked: chosen.includes(entry.key),
    }));
  };
  const countOf = (name: keyof Facets, key: string) => facets?.[name].find((entry) => entry.key === key)?.count ?? 0;

  return (
    <div className={classes.panel}>
      <div className={classes.head}>
        <h2 className={classes.title}>{t('filter.title')}</h2>
        {countActive(filters) > 0 && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => setFilters({ ...noFilters(), text: filters.text, sort: filters.sort })}
          >
            {t('queue.reset')}
          </Button>
        )}
      </div>
      <fieldset className={classes.flags}>
        <legend className={classes.legend}>{t('filter.attention')}</legend>
        {(['overdue', 'promises', 'unsure', 'recurring'] as const).map((flag) => (
          <FacetRow
            key={flag}
            value={{ key: flag, label: t(`filter.${flag}`), count: null, checked: filters[flag] }}
            toggle={() => setFilters({ ...filters, [flag]: !filters[flag] })}
          />
        ))}
      </fieldset>
      <fieldset className={classes.flags}>
        <legend className={classes.legend}>{t('filter.urgency')}</legend>
        {urgencies.map((urgency) => (
          <FacetRow
            key={urgency}
            value={{
              key: urgency,
              label: t(`urgency.${urgency}`),
              count: countOf('urgency', urgency),
              checked: filters.urgency === urgency,
            }}
            toggle={() => setFilters({ ...filters, urgency: filters.urgency === urgency ? null : urgency })}
          />
        ))}
      </fieldset>
      <fieldset className={classes.flags}>
        <legend className={classes.legend}>{t('filter.status')}</legend>
        {incidentStatuses.map((status) => (
          <FacetRow
            key={status}
            value={{
              key: status,
              label: t(`status.${status}`),
              count: countOf('status', status),
              checked: filters.status.includes(status),
            }}
            toggle={() => toggle('status')(status)}
          />
        ))}
      </fieldset>
      <PeriodFilter filters={filters} setFilters={setFilters} />
      <Facet
        title={t('filter.group')}
        values={values('group', filters.group, (key) => names.group(key) ?? key)}
        toggle={toggle('group')}
        icon={(key) => <GroupIcon group={key as GroupCode} size={15} />}
      />
      <Facet
        title={t('filter.settlement')}
        values={values('settlement', filters.settlement, (key) => key)}
        toggle={toggle('settlement')}
      />
      <Facet
        title={t('filter.executorId')}
        values={values('executorId', filters.executorId, names.executor)}
        toggle={toggle('executorId')}
      />
      <Facet
        title={t('filter.sourceId')}
        values={values('sourceId', filters.sourceId, names.source)}
        toggle={toggle('sourceId')}
      />
    </div>
  );
}
