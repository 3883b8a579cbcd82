import { IconRepeat } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useIncidentSeries } from '../api/queries.js';
import { useI18n } from '../i18n/i18n.js';
import { describeStretch } from '../lib/series-words.js';
import classes from './series-line.module.css';

/** «Серия: 4-й раз за 2 года», and the way to all of it; nothing where it stands alone. */
export function SeriesLine({ id }: { id: string }) {
  const { t } = useI18n();
  const { data } = useIncidentSeries(id);
  if (!data?.series || data.episode === null) return null;
  const { series, episode } = data;
  const at = series.incidents.find((incident) => incident.id === id)?.at ?? series.lastAt;
  const days = Math.round((Date.parse(at) - Date.parse(series.firstAt)) / 86_400_000);
  return (
    <Link href={`/series?kind=${series.kind}`} className={classes.line}>
      <IconRepeat size={15} stroke={2} aria-hidden />
      {episode === 1
        ? t('series.cardFirst', { n: series.reason.episodes })
        : t('series.card', { n: episode, span: describeStretch(days, t) })}
    </Link>
  );
}
