import { Checkbox, TextInput, UnstyledButton } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useI18n } from '../i18n/i18n.js';
import { formatNumber } from '../lib/dates.js';
import classes from './facet.module.css';
import panel from './filter-panel.module.css';

export interface FacetValue {
  key: string;
  label: string;
  /** Null where the server counts nothing. */
  count: number | null;
  checked: boolean;
}

const SHORT = 6;
const SEARCH_FROM = 12;

/** One value: a check box, its name and how many incidents have it. */
export function FacetRow({ value, toggle, icon }: { value: FacetValue; toggle: () => void; icon?: ReactNode }) {
  const { language } = useI18n();
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the check box inside is the control
    <label className={classes.row} data-empty={value.count === 0 && !value.checked} title={value.label}>
      <Checkbox size="xs" checked={value.checked} onChange={toggle} />
      {icon}
      <span className={classes.name}>{value.label}</span>
      {value.count !== null && <span className={classes.count}>{formatNumber(value.count, language)}</span>}
    </label>
  );
}

interface FacetProps {
  title: string;
  values: FacetValue[];
  toggle: (key: string) => void;
  icon?: (key: string) => ReactNode;
}

/** A filter by values: the most frequent first, the rest on demand. */
export function Facet({ title, values, toggle, icon }: FacetProps) {
  const { t } = useI18n();
  const [expanded, setExpanded] = useState(false);
  const [find, setFind] = useState('');
  const needle = find.trim().toLowerCase();
  const matching = values.filter((value) => value.label.toLowerCase().includes(needle));
  const shown = expanded ? matching : values.filter((value, index) => index < SHORT || value.checked);
  const hidden = values.length - shown.length;
  return (
    <fieldset className={panel.flags}>
      <legend className={panel.legend}>{title}</legend>
      {expanded && values.length > SEARCH_FROM && (
        <TextInput
          size="xs"
          mb={4}
          aria-label={`${title}: ${t('filter.find')}`}
          placeholder={t('filter.find')}
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
        />
      )}
      {shown.map((value) => (
        <FacetRow key={value.key} value={value} toggle={() => toggle(value.key)} icon={icon?.(value.key)} />
      ))}
      {shown.length === 0 && <span className={classes.none}>{t('filter.none')}</span>}
      {(expanded || hidden > 0) && values.length > SHORT && (
        <UnstyledButton
          className={classes.more}
          aria-expanded={expanded}
          onClick={() => {
            setExpanded(!expanded);
            setFind('');
          }}
        >
          {expanded ? t('filter.less') : t('filter.more', { n: hidden })}
        </UnstyledButton>
      )}
    </fieldset>
  );
}
