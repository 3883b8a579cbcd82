import type { SystemReply } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import { formatNumber } from '../lib/dates.js';
import page from '../ui/page.module.css';
import classes from './system-page.module.css';

const counts = ['waiting', 'active', 'delayed', 'failed'] as const;

/** Jobs per queue and state. */
export function QueueTable({ queues }: { queues: SystemReply['queues'] }) {
  const { t, language } = useI18n();
  return (
    <section className={page.panel} aria-labelledby="queues">
      <div className={classes.sectionHead}>
        <h2 id="queues" className={classes.sectionTitle}>
          {t('system.queues')}
        </h2>
      </div>
      {queues.length === 0 ? (
        <p className={classes.empty}>{t('system.queuesEmpty')}</p>
      ) : (
        <table className={`${page.table} ${page.stack}`}>
          <thead>
            <tr>
              <th scope="col">{t('system.queue')}</th>
              {counts.map((count) => (
                <th key={count} scope="col" className={page.right}>
                  {t(`system.${count}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {queues.map((queue) => (
              <tr key={queue.name}>
                <td>
                  <code>{queue.name}</code>
                </td>
                {counts.map((count) => (
                  <td key={count} data-label={t(`system.${count}`)} className={page.right}>
                    {formatNumber(queue[count], language)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
