import { NativeSelect, TextInput } from '@mantine/core';
import { useI18n } from '../i18n/i18n.js';
import { type Filters, type Period, periods } from '../lib/filters.js';
import { browserZone, zoneName } from '../lib/zones.js';
import { useNow } from '../ui/now.js';
import panel from './filter-panel.module.css';
import classes from './period-filter.module.css';

/** When the posts appeared: a preset or own days. */
export function PeriodFilter({ filters, setFilters }: { filters: Filters; setFilters: (next: Filters) => void }) {
  const { t } = useI18n();
  const nowMs = useNow();
  const isWrong = filters.from !== null && filters.to !== null && filters.from > filters.to;
  return (
    <fieldset className={panel.flags}>
      <legend className={panel.legend}>{t('filter.period')}</legend>
      <NativeSelect
        size="xs"
        aria-label={t('filter.period')}
        value={filters.period}
        data={periods.map((period) => ({ value: period, label: t(`period.${period}`) }))}
        onChange={(event) => setFilters({ ...filters, period: event.currentTarget.value as Period })}
      />
      {filters.period === 'custom' && (
        <div className={classes.days}>
          <TextInput
            size="xs"
            type="date"
            label={t('period.from')}
            value={filters.from ?? ''}
            max={filters.to ?? undefined}
            onChange={(event) => setFilters({ ...filters, from: event.currentTarget.value || null })}
          />
          <TextInput
            size="xs"
            type="date"
            label={t('period.to')}
            value={filters.to ?? ''}
            min={filters.from ?? undefined}
            error={isWrong ? t('period.wrong') : null}
            onChange={(event) => setFilters({ ...filters, to: event.currentTarget.value || null })}
          />
          <p className={classes.zone}>{t('period.zone', { zone: zoneName(browserZone(), nowMs, t) })}</p>
        </div>
      )}
    </fieldset>
  );
}
