import type { IncidentCard } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import classes from './facts.module.css';
import { ProbabilityList } from './probability-list.js';
import { Section } from './section.js';

/** Who must act, why, and who else could. */
export function RouteSection({ incident }: { incident: IncidentCard['incident'] }) {
  const { t } = useI18n();
  const { route } = incident.machine;
  const byPerson = incident.review.executorId !== null && incident.review.executorId !== route.executorId;
  return (
    <Section title={t('section.route')}>
      <p className={classes.strong}>{incident.executorName}</p>
      {byPerson ? (
        <p className={classes.reason}>{t('route.byPerson', { name: route.executorName })}</p>
      ) : (
        <p className={classes.reason} title={t('route.rule', { rule: route.ruleId })}>
          {route.reason}
        </p>
      )}
      {incident.approverName !== null && (
        <p className={classes.reason}>{t('route.approver', { name: incident.approverName })}</p>
      )}
      {route.ranked.length > 1 && (
        <>
          <h4 className={classes.sub}>{t('route.alternatives')}</h4>
          <ProbabilityList
            items={route.ranked.map((one) => ({
              id: one.executorId,
              name: one.executorName,
              probability: one.probability,
              chosen: one.executorId === incident.executorId,
            }))}
          />
        </>
      )}
    </Section>
  );
}
