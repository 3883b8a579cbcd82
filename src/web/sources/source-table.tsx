import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClockHour4,
  IconPlayerPause,
  IconVolumeOff,
} from '@tabler/icons-react';
import { useI18n } from '../i18n/i18n.js';
import { formatDay, formatNumber, formatSpan } from '../lib/dates.js';
import { describeFetchError } from '../lib/fetch-words.js';
import type { Health, SourceItem } from '../lib/source-health.js';
import { ExternalLink } from '../ui/external-link.js';
import page from '../ui/page.module.css';
import { Moment, RelativeTime } from '../ui/times.js';
import classes from './source-table.module.css';

const icons = {
  ok: IconCircleCheck,
  waiting: IconClockHour4,
  failing: IconAlertTriangle,
  silent: IconVolumeOff,
  disabled: IconPlayerPause,
  'no-passport': IconAlertTriangle,
};

type Item = SourceItem & { health: Health };

/** One line per source; on a phone one block per source. */
export function SourceTable({ items }: { items: readonly Item[] }) {
  const { t } = useI18n();
  return (
    <div className={`${page.panel} ${page.tableBox}`}>
      <table className={`${page.table} ${page.stack}`}>
        <thead>
          <tr>
            <th scope="col">{t('sources.name')}</th>
            <th scope="col">{t('sources.health')}</th>
            <th scope="col">{t('sources.lastVisit')}</th>
            <th scope="col">{t('sources.lastPost')}</th>
            <th scope="col">{t('sources.next')}</th>
            <th scope="col" className={page.right}>
              {t('sources.posts')}
            </th>
            <th scope="col" className={page.right}>
              {t('sources.requests')}
            </th>
            <th scope="col">{t('sources.passport')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <SourceLine key={item.source.id} item={item} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SourceLine({ item }: { item: Item }) {
  const { t, language } = useI18n();
  const { source, state, health } = item;
  const Icon = icons[health];
  const never = <span className={page.soft}>{t('sources.never')}</span>;
  const ago = (at: string | null | undefined) => (at ? <RelativeTime at={at} /> : never);
  return (
    <tr>
      <td>
        <ExternalLink url={source.urls[0] ?? null}>{source.name}</ExternalLink>
        <div className={page.soft}>
          {source.kind} · {t('sources.every', { time: formatSpan(source.everyMinutes * 60_000, t) })}
        </div>
        {state?.lastError && health === 'failing' && (
          <div className={classes.error} title={state.lastError.message}>
            {describeFetchError(state.lastError, t)}
          </div>
        )}
      </td>
      <td data-label={t('sources.health')}>
        <span className={classes.health} data-health={health}>
          <Icon size={15} stroke={2} aria-hidden />
          {health === 'failing' ? t('health.failing', { n: state?.failuresInRow ?? 1 }) : t(`health.${health}`)}
        </span>
      </td>
      <td data-label={t('sources.lastVisit')}>{ago(state?.lastVisitAt)}</td>
      <td data-label={t('sources.lastPost')}>{ago(state?.lastNewPostAt)}</td>
      <td data-label={t('sources.next')}>
        {state?.nextVisitAt && source.enabled ? <Moment at={state.nextVisitAt} /> : '—'}
      </td>
      <td data-label={t('sources.posts')} className={page.right}>
        {formatNumber(state?.postsSeen ?? 0, language)}
      </td>
      <td data-label={t('sources.requests')} className={page.right}>
        {formatNumber(state?.requests ?? 0, language)}
      </td>
      <td data-label={t('sources.passport')}>
        <time dateTime={source.passport.expires} title={source.passport.ground} className={classes.nowrap}>
          {formatDay(`${source.passport.expires}T12:00:00Z`, language)}
        </time>
      </td>
    </tr>
  );
}
