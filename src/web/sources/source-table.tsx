import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClockHour4,
  IconPlayerPause,
  IconVolumeOff,
} from '@tabler/icons-react';
import type { SourceListReply } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import { formatDay, formatNumber, formatSpan } from '../lib/dates.js';
import { describeFetchError, quoteRecord } from '../lib/fetch-words.js';
import { ExternalLink } from '../ui/external-link.js';
import page from '../ui/page.module.css';
import { Moment, RelativeTime } from '../ui/times.js';
import { SourceSwitch } from './source-switch.js';
import classes from './source-table.module.css';

const icons = {
  ok: IconCircleCheck,
  waiting: IconClockHour4,
  failing: IconAlertTriangle,
  silent: IconVolumeOff,
  disabled: IconPlayerPause,
  'no-passport': IconAlertTriangle,
};

type Item = SourceListReply['items'][number];
const grave: readonly Item['health'][] = ['failing', 'no-passport', 'silent'];

/** What needs attention first, each part by name. */
function ordered(items: readonly Item[]): Item[] {
  const rank = ({ health }: Item) => Number(!grave.includes(health));
  return items.toSorted((a, b) => rank(a) - rank(b) || a.source.name.localeCompare(b.source.name, 'ru'));
}

/** One line per source; on a phone one block per source. */
export function SourceTable({ items, maySwitch }: { items: readonly Item[]; maySwitch: boolean }) {
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
            <th scope="col">{t('sources.delay')}</th>
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
          {ordered(items).map((item) => (
            <SourceLine key={item.source.id} item={item} maySwitch={maySwitch} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SourceLine({ item, maySwitch }: { item: Item; maySwitch: boolean }) {
  const { t, language } = useI18n();
  const { source, state, health } = item;
  const Icon = icons[health];
  const everyMs = (state?.intervalMinutes ?? source.everyMinutes) * 60_000;
  const wantedMs = (state?.wantedMinutes ?? 0) * 60_000;
  // The budgets allow less than its posts ask for.
  const isInDebt = wantedMs > 0 && wantedMs < 0.8 * everyMs;
  const never = <span className={page.soft}>{t('sources.never')}</span>;
  const ago = (at: string | null | undefined) => (at ? <RelativeTime at={at} /> : never);
  return (
    <tr>
      <td className={classes.name}>
        <ExternalLink url={source.urls[0] ?? null}>{source.name}</ExternalLink>
        <div className={page.soft}>
          {source.kind} · {t('sources.every', { time: formatSpan(everyMs, t) })}
          {isInDebt && ` · ${t('sources.wants', { time: formatSpan(wantedMs, t) })}`}
        </div>
        {state?.lastError && health === 'failing' && (
          <div className={classes.error} title={quoteRecord(state.lastError, t)}>
            {describeFetchError(state.lastError, t)}
          </div>
        )}
      </td>
      <td data-label={t('sources.health')}>
        <span className={classes.health} data-health={health}>
          <Icon size={15} stroke={2} aria-hidden />
          {health === 'failing' ? t('health.failing', { n: state?.failuresInRow ?? 1 }) : t(`health.${health}`)}
        </span>
        {health === 'disabled' && source.switchedOff !== null && source.switchedOff.by !== 'config' && (
          <div className={page.soft}>
            {source.switchedOff.reason} · {source.switchedOff.by}
          </div>
        )}
        {maySwitch && (
          <div className={classes.switch}>
            <SourceSwitch id={source.id} name={source.name} isOn={source.enabled} />
          </div>
        )}
      </td>
      <td data-label={t('sources.lastVisit')}>{ago(state?.lastVisitAt)}</td>
      <td data-label={t('sources.lastPost')}>{ago(state?.lastNewPostAt)}</td>
      <td data-label={t('sources.next')}>
        {state?.nextVisitAt && source.enabled ? <Moment at={state.nextVisitAt} /> : '—'}
      </td>
      <td data-label={t('sources.delay')} title={t('sources.delayHint')} className={classes.nowrap}>
        {state?.delayP50Seconds == null || state.delayP95Seconds === null
          ? '—'
          : `${formatSpan(state.delayP50Seconds * 1_000, t)} / ${formatSpan(state.delayP95Seconds * 1_000, t)}`}
      </td>
      <td data-label={t('sources.posts')} className={page.right}>
        {formatNumber(state?.postsSeen ?? 0, language)}
      </td>
      <td data-label={t('sources.requests')} className={page.right}>
        {formatNumber(state?.requests ?? 0, language)}
      </td>
      <td data-label={t('sources.passport')}>
        <time dateTime={source.passport.expires} title={source.passport.ground} className={classes.nowrap}>
          {formatDay(source.passport.expires, language, 'UTC')}
        </time>
      </td>
    </tr>
  );
}
