import { IconCalendarRepeat, IconInfinity, IconRepeat } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Series } from '../../core/series.js';
import { useI18n } from '../i18n/i18n.js';
import { dayIn, formatDay, formatNumber } from '../lib/dates.js';
import { describeExact } from '../lib/moment-words.js';
import { describeReasons, describeSeriesPlace } from '../lib/series-words.js';
import { readableZone } from '../lib/zones.js';
import { TopicChip } from '../ui/chips.js';
import { useNow } from '../ui/now.js';
import page from '../ui/page.module.css';
import { useNames } from '../ui/use-names.js';
import { useZone } from '../ui/zone.js';
import classes from './series-table.module.css';
import { YearStrip } from './year-strip.js';

const icons = { seasonal: IconCalendarRepeat, chronic: IconInfinity, repeated: IconRepeat };
/** Dates that stand in the row; the others unfold. */
const shownDates = 6;

/** One line per series; on a phone one block per series. */
export function SeriesTable({ items }: { items: readonly Series[] }) {
  const { t } = useI18n();
  return (
    <div className={`${page.panel} ${page.tableBox}`}>
      <table className={`${page.table} ${page.stack} ${classes.table}`}>
        <thead>
          <tr>
            <th scope="col">{t('series.what')}</th>
            <th scope="col">{t('series.kind')}</th>
            <th scope="col">{t('series.when')}</th>
            <th scope="col" className={page.right}>
              {t('series.people')}
            </th>
            <th scope="col">{t('series.bodies')}</th>
            <th scope="col">{t('series.next')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((series) => (
            <SeriesRow key={series.id} series={series} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SeriesRow({ series }: { series: Series }) {
  const { t, language } = useI18n();
  const names = useNames();
  const { kind, group, topic, topics, place, peopleCount, bodies } = series;
  const Icon = icons[kind];
  const { head, settlement } = describeSeriesPlace(place, t);
  const others = topics.filter((one) => one !== topic).map((one) => names.topic(one) ?? one);
  return (
    <tr>
      <td>
        <div className={classes.place}>{head}</div>
        {settlement && <div className={page.soft}>{settlement}</div>}
        <div className={classes.topic}>
          <TopicChip group={group} topic={topic} wraps />
        </div>
        {others.length > 0 && <div className={page.soft}>{t('series.kin', { topics: others.join(', ') })}</div>}
      </td>
      <td className={classes.wide}>
        <span className={classes.kind} data-kind={kind}>
          <Icon size={16} stroke={2} aria-hidden />
          {t(`series.kindOf.${kind}`)}
        </span>
        <ul className={classes.reasons}>
          {describeReasons(series, t, language).map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </td>
      <td className={classes.wide}>
        <YearStrip incidents={series.incidents} next={series.next} />
        <Dates incidents={series.incidents} timeZone={series.timeZone} />
      </td>
      <td data-label={t('series.people')} className={page.right}>
        {formatNumber(peopleCount, language)}
      </td>
      <td data-label={t('series.bodies')}>
        <div>
          {bodies.map(({ id, name, count }) => (
            <div key={id}>
              {name}
              {bodies.length > 1 && <span className={page.soft}> · {formatNumber(count, language)}</span>}
            </div>
          ))}
        </div>
      </td>
      <td data-label={t('series.next')}>
        <NextWindow next={series.next} zone={readableZone(series.timeZone)} />
      </td>
    </tr>
  );
}

/** Every incident is a link to its card, the latest first. */
function Dates({ incidents, timeZone }: Pick<Series, 'incidents' | 'timeZone'>) {
  const { t } = useI18n();
  const latest = incidents.toReversed();
  const folded = latest.slice(shownDates);
  return (
    <>
      <DateList incidents={latest.slice(0, shownDates)} timeZone={timeZone} />
      {folded.length > 0 && (
        <details className={classes.more}>
          <summary>{t('series.allDates', { n: folded.length })}</summary>
          <DateList incidents={folded} timeZone={timeZone} />
        </details>
      )}
    </>
  );
}

function DateList({ incidents, timeZone }: Pick<Series, 'incidents' | 'timeZone'>) {
  const { t, language } = useI18n();
  const shown = useZone(timeZone);
  return (
    <ul className={classes.dates}>
      {incidents.map(({ id, number, at, status }) => (
        <li key={id}>
          <Link
            href={`/incidents/${id}`}
            title={`${number} · ${t(`status.${status}`)} · ${describeExact(at, shown, language, t)}`}
          >
            {formatDay(at, language, shown.zone)}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function NextWindow({ next, zone }: Pick<Series, 'next'> & { zone: string }) {
  const { t, language } = useI18n();
  const nowMs = useNow();
  if (next === null) return <span className={page.soft}>—</span>;
  const [from, to] = [next.from, next.to].map((day) => formatDay(day, language, 'UTC'));
  if (next.from <= dayIn(nowMs, zone))
    return <strong className={classes.now}>{t('series.now', { to: to ?? '' })}</strong>;
  return (
    <span>
      <span className={classes.days}>{t('series.from', { day: from ?? '' })}</span>
      <span className={classes.days}>{t('series.to', { day: to ?? '' })}</span>
    </span>
  );
}
