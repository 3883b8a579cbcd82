import type { Series } from '../../core/series.js';
import { shareOfYear } from '../lib/series-words.js';
import classes from './year-strip.module.css';

const months = Array.from({ length: 11 }, (_, month) =>
  shareOfYear(new Date(Date.UTC(2023, month + 1, 1)).toISOString()),
);
const percent = (share: number) => `${(share * 100).toFixed(2)}%`;

/** All years laid over each other: a dot for each incident, the time of the year it is due in shaded. The dates beside it say the same in words. */
export function YearStrip({ incidents, next }: Pick<Series, 'incidents' | 'next'>) {
  return (
    <div className={classes.strip} aria-hidden>
      {next &&
        shadesOf(next).map(([from, to]) => (
          <span key={from} className={classes.window} style={{ left: percent(from), width: percent(to - from) }} />
        ))}
      {months.map((share) => (
        <span key={share} className={classes.month} style={{ left: percent(share) }} />
      ))}
      {incidents.map(({ id, at }) => (
        <span key={id} className={classes.dot} style={{ left: percent(shareOfYear(at)) }} />
      ))}
    </div>
  );
}

/** A window across the turn of the year is two parts of the strip. */
function shadesOf({ from, to }: NonNullable<Series['next']>): [number, number][] {
  const [start, end] = [shareOfYear(from), shareOfYear(to)];
  return start <= end
    ? [[start, end]]
    : [
        [0, end],
        [start, 1],
      ];
}
