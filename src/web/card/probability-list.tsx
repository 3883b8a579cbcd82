import { useI18n } from '../i18n/i18n.js';
import { formatPercent } from '../lib/dates.js';
import classes from './probability-list.module.css';

export interface Probability {
  id: string;
  name: string;
  /** 0-1 */
  probability: number;
  chosen: boolean;
}

/** Names with bars and percentages, best first. */
export function ProbabilityList({ items }: { items: readonly Probability[] }) {
  const { language } = useI18n();
  return (
    <ol className={classes.list}>
      {items.map((item) => (
        <li key={item.id} className={classes.item} data-chosen={item.chosen}>
          <span className={classes.name}>{item.name}</span>
          <span className={classes.track} aria-hidden>
            <span className={classes.bar} style={{ width: `${Math.max(1, item.probability * 100)}%` }} />
          </span>
          <span className={classes.value}>{formatPercent(item.probability, language)}</span>
        </li>
      ))}
    </ol>
  );
}
