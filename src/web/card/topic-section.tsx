import { IconEye, IconHelpCircle } from '@tabler/icons-react';
import type { IncidentCard } from '../../core/http.js';
import type { Verdict } from '../../core/verdict.js';
import { useI18n } from '../i18n/i18n.js';
import type { MessageKey } from '../i18n/translate.js';
import { formatPercent } from '../lib/dates.js';
import { useNames } from '../ui/use-names.js';
import { Candidates } from './candidates.js';
import classes from './facts.module.css';
import { ProbabilityList } from './probability-list.js';
import { Section } from './section.js';

/** What the classifiers think, what they are unsure of, and whether a person has decided otherwise. */
export function TopicSection({ card }: { card: IncidentCard }) {
  const { t, language } = useI18n();
  const names = useNames();
  const { incident } = card;
  const { verdict } = incident.machine;
  const suggested = names.topic(verdict.topic) ?? names.group(verdict.group) ?? t('row.noTopic');
  const isOverruled = incident.review.group !== null && incident.review.group !== verdict.group;
  const other = shadowOf(card);
  return (
    <Section title={t('section.topic')} aside={t('topic.score', { percent: formatPercent(incident.score, language) })}>
      {incident.unsure && (
        <p className={classes.note}>
          <IconHelpCircle size={16} stroke={2} aria-hidden />
          {t(doubtKey(verdict))}
        </p>
      )}
      {incident.unsure && card.allowed.includes('change-topic') && <Candidates card={card} />}
      {isOverruled && <p className={classes.reason}>{t('topic.byPerson', { name: suggested })}</p>}
      <ProbabilityList
        items={verdict.groups.map((one) => ({
          id: one.group,
          name: names.group(one.group) ?? one.group,
          probability: one.probability,
          chosen: one.group === incident.group,
        }))}
      />
      {verdict.kind !== null && <p className={classes.reason}>{t(`kind.${verdict.kind}`)}</p>}
      {other !== null && (
        <p className={classes.origin}>
          <IconEye size={14} stroke={1.75} aria-hidden />
          {t('topic.shadow', {
            revision: other.revision,
            name: other.incident ? (names.group(other.group) ?? t('row.noTopic')) : t('topic.shadowNone'),
            percent: formatPercent(other.score, language),
          })}
        </p>
      )}
    </Section>
  );
}

function doubtKey({ doubts }: Verdict): MessageKey {
  const [first, ...others] = doubts;
  return first === undefined || others.length > 0 ? 'topic.unsure' : `topic.unsure-${first}`;
}

/** What the model that looks on made of the opening post, where it thinks otherwise. */
function shadowOf({ incident, posts }: IncidentCard) {
  const { verdict } = incident.machine;
  const opening = posts.find(({ id }) => id === incident.posts[0]?.postId);
  const shadow = opening?.model?.shadow ?? null;
  if (shadow === null) return null;
  return shadow.incident === verdict.incident && shadow.group === verdict.group ? null : shadow;
}
