import { useUnreadPages } from '../api/queries.js';
import { useI18n } from '../i18n/i18n.js';
import { describeFetchError, quoteRecord } from '../lib/fetch-words.js';
import { ExternalLink } from '../ui/external-link.js';
import page from '../ui/page.module.css';
import { Moment } from '../ui/times.js';
import { useNames } from '../ui/use-names.js';
import classes from './unread-pages.module.css';

/** Single pages that were set aside, each with its reason; shown only where there are any. */
export function UnreadPages({ isAllowed }: { isAllowed: boolean }) {
  const { t } = useI18n();
  const names = useNames();
  const { data } = useUnreadPages(isAllowed);
  const letters = data?.items ?? [];
  if (letters.length === 0) return null;
  return (
    <section aria-labelledby="unread" className={classes.section}>
      <h2 id="unread" className={classes.title}>
        {t('sources.unread')}
      </h2>
      <p className={page.soft}>{t('sources.unreadHint')}</p>
      <div className={`${page.panel} ${page.tableBox} ${classes.box}`}>
        <table className={`${page.table} ${page.stack}`}>
          <thead>
            <tr>
              <th scope="col">{t('sources.page')}</th>
              <th scope="col">{t('sources.reason')}</th>
              <th scope="col">{t('sources.when')}</th>
            </tr>
          </thead>
          <tbody>
            {letters.map((letter) => (
              <tr key={letter.id}>
                <td>
                  {letter.sourceId === null ? letter.where : names.source(letter.sourceId)}
                  {letter.url !== null && (
                    <div className={classes.url}>
                      <ExternalLink url={letter.url}>{letter.url}</ExternalLink>
                    </div>
                  )}
                </td>
                <td data-label={t('sources.reason')} title={quoteRecord(letter, t)}>
                  {describeFetchError(letter, t)}
                </td>
                <td data-label={t('sources.when')}>
                  <Moment at={letter.at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
