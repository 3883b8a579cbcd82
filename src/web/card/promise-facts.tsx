import type { IncidentCard } from '../../core/http.js';
import type { IncidentPromise } from '../../core/promise.js';
import { useI18n } from '../i18n/i18n.js';
import { dayIn, formatDay } from '../lib/dates.js';
import { useNow } from '../ui/now.js';
import classes from './facts.module.css';
import own from './promise-facts.module.css';

/** What the answers promise by which day, the earliest first, and whether it was done. */
export function PromiseFacts({ incident }: { incident: IncidentCard['incident'] }) {
  const { t } = useI18n();
  const today = dayIn(useNow(), incident.machine.timeZone);
  return (
    <div className={classes.fact}>
      <dt>{t('standing.promises')}</dt>
      <dd>
        <ul className={own.list}>
          {incident.promises
            .toSorted((one, other) => one.dueOn.localeCompare(other.dueOn))
            .map((promise) => (
              <PromiseLine key={promise.seq} promise={promise} today={today} />
            ))}
        </ul>
      </dd>
    </div>
  );
}

function PromiseLine({ promise, today }: { promise: IncidentPromise; today: string }) {
  const { t, language } = useI18n();
  const { text, dueOn, state } = promise;
  const shown = state === 'open' && dueOn < today ? 'over' : state;
  return (
    <li className={own.line}>
      <span className={own.day}>{t('promise.by', { date: formatDay(dueOn, language, 'UTC') })}</span>{' '}
      <span className={own.state} data-state={shown}>
        {t(`promise.${shown}`)}
      </span>
      <span className={own.text}>{text}</span>
    </li>
  );
}
