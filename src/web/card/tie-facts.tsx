import { Link, useSearch } from 'wouter';
import type { IncidentCard } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import type { MessageKey } from '../i18n/translate.js';
import classes from './facts.module.css';
import own from './tie-facts.module.css';

type Incident = IncidentCard['incident'];

/** True when the incident was merged, split or made by a split. */
export function isTiedTo({ ties }: Incident): boolean {
  return ties.mergedInto !== null || ties.splitFrom !== null || ties.absorbed.length + ties.splitOff.length > 0;
}

/** The incidents that this one hangs together with, each with the way to it. */
export function TieFacts({ incident: { ties } }: { incident: Incident }) {
  const rows: [MessageKey, { id: string; number: string }[]][] = [
    ['standing.mergedInto', ties.mergedInto === null ? [] : [ties.mergedInto]],
    ['standing.absorbed', ties.absorbed],
    ['standing.splitOff', ties.splitOff],
    ['standing.splitFrom', ties.splitFrom === null ? [] : [ties.splitFrom]],
  ];
  return rows.map(([label, others]) => others.length > 0 && <TieFact key={label} label={label} others={others} />);
}

function TieFact({ label, others }: { label: MessageKey; others: { id: string; number: string }[] }) {
  const { t } = useI18n();
  const search = useSearch();
  return (
    <div className={classes.fact}>
      <dt>{t(label)}</dt>
      <dd>
        {others.map(({ id, number }) => (
          <Link key={id} href={`/incidents/${id}${search === '' ? '' : `?${search}`}`} className={own.link}>
            {number}
          </Link>
        ))}
      </dd>
    </div>
  );
}
