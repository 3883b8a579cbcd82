import { IconHelpCircle } from '@tabler/icons-react';
import type { IncidentCard } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import { formatPercent } from '../lib/dates.js';
import { useNames } from '../ui/use-names.js';
import classes from './facts.module.css';
import { ProbabilityList } from './probability-list.js';
import { Section } from './section.js';

/** What the classifiers think, and whether a person has decided otherwise. */
export function TopicSection({ incident }: { incident: IncidentCard['incident'] }) {
  const { t, language } = useI18n();
  const names = useNames();
  const { verdict } = incident.machine;
  const suggested = names.topic(verdict.topic) ?? names.group(verdict.group) ?? t('row.noTopic');
  const isOverruled = incident.review.group !== null && incident.review.group !== verdict.group;
  return (
    <Section title={t('section.topic')} aside={t('topic.score', { percent: formatPercent(incident.score, language) })}>
      {incident.unsure && (
        <p className={classes.note}>
          <IconHelpCircle size={16} stroke={2} aria-hidden />
          {t('topic.unsure')}
        </p>
      )}
      {isOverruled && <p className={classes.reason}>{t('topic.byPerson', { name: suggested })}</p>}
      <ProbabilityList
        items={verdict.groups.map((one) => ({
          id: one.group,
          name: names.group(one.group) ?? one.group,
          probability: one.probability,
          chosen: one.group === incident.group,
        }))}
      />
    </Section>
  );
}
