import type { IncidentCard } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import type { Translate } from '../i18n/translate.js';
import { formatHours, formatMoment, formatSpan } from '../lib/dates.js';
import { useZone } from '../ui/zone.js';
import classes from './clock-section.module.css';

type Clock = IncidentCard['clocks'][number];

/** Every term: what of it is left, in its own time, and how the ended ones ended. */
export function TermList({ clocks }: { clocks: readonly Clock[] }) {
  const { t, language } = useI18n();
  const { zone } = useZone();
  if (clocks.length === 0) return null;
  return (
    <dl className={classes.terms} aria-label={t('term.head')}>
      {clocks.map((clock) => (
        <div key={`${clock.run.clock}-${clock.run.startSeq}`} className={classes.term}>
          <dt>{t(`term.${clock.run.clock}`)}</dt>
          <dd data-late={clock.isLate && clock.run.end === null}>
            {sentence(clock, t, clock.dueAt === null ? '' : formatMoment(clock.dueAt, language, zone))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function sentence({ state, elapsedMinutes, budgetMinutes, isLate, isWorkingTime }: Clock, t: Translate, when: string) {
  const bare = (minutes: number): string => (isWorkingTime ? formatHours(minutes, t) : formatSpan(minutes * 60_000, t));
  const span = (minutes: number): string =>
    [bare(minutes), isWorkingTime ? t('term.working') : ''].filter(Boolean).join(' ');
  const spent = bare(elapsedMinutes);
  if (budgetMinutes === null) return t('term.noTerm', { spent });
  const budget = span(budgetMinutes);
  if (state !== 'running') return t(`term.${state}`, { spent, budget });
  if (isLate) return t('term.late', { over: span(elapsedMinutes - budgetMinutes), when });
  return t('term.running', { left: span(budgetMinutes - elapsedMinutes), when });
}
