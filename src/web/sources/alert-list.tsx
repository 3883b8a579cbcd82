import { IconAlertTriangle } from '@tabler/icons-react';
import { useAlerts } from '../api/queries.js';
import { useI18n } from '../i18n/i18n.js';
import { describeAlert, quoteRecord } from '../lib/fetch-words.js';
import page from '../ui/page.module.css';
import { RelativeTime } from '../ui/times.js';
import { useNames } from '../ui/use-names.js';
import classes from './alert-list.module.css';

/** Alerts that have not ended, newest first; nothing where there are none. */
export function AlertList() {
  const { t } = useI18n();
  const names = useNames();
  const { data } = useAlerts();
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className={`${page.panel} ${classes.box}`} aria-labelledby="alerts">
      <h2 id="alerts" className={classes.title}>
        <IconAlertTriangle size={16} stroke={2} aria-hidden />
        {t('alerts.title')}
      </h2>
      <ul className={classes.list}>
        {items.map((alert) => (
          <li key={alert.id} className={classes.item}>
            <strong>{names.source(alert.sourceId)}</strong>
            <span title={quoteRecord(alert, t)}>{describeAlert(alert, t)}</span>
            <span className={page.soft}>
              <RelativeTime at={alert.startedAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
