import type { IncidentCard } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import { formatSpan } from '../lib/dates.js';
import { Moment } from '../ui/times.js';
import classes from './clock-section.module.css';
import { Section } from './section.js';
import { TermList } from './term-list.js';

const steps = ['published', 'fetched', 'queued', 'assigned', 'answered', 'closed'] as const;

/** When each step happened and how long after the one before; the terms, and what of them is left. */
export function ClockSection({ card }: { card: IncidentCard }) {
  const { t } = useI18n();
  const { incident, clocks } = card;
  const moments = steps.map((step) => ({ step, at: incident.clocks[`${step}At`] }));
  const reached = moments.filter(({ step, at }) => at !== null || step === 'published');
  return (
    <Section title={t('section.clocks')}>
      <ol className={classes.steps}>
        {reached.map(({ step, at }, index) => {
          const before = reached[index - 1]?.at ?? null;
          const afterMs = at !== null && before !== null ? Date.parse(at) - Date.parse(before) : null;
          return (
            <li key={step} className={classes.step}>
              <span className={classes.name}>{t(`clock.${step}`)}</span>
              <span className={classes.when}>{at === null ? t('clock.unknown') : <Moment at={at} />}</span>
              {afterMs !== null && afterMs >= 0 && (
                <span className={classes.after}>{t('clock.after', { time: formatSpan(afterMs, t) })}</span>
              )}
            </li>
          );
        })}
      </ol>
      <TermList clocks={clocks} />
    </Section>
  );
}
