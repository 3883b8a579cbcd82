import type { IncidentCard } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import { formatDay } from '../lib/dates.js';
import { Moment } from '../ui/times.js';
import classes from './facts.module.css';
import { PromiseFacts } from './promise-facts.js';
import { ReplyFacts } from './reply-facts.js';
import { Section } from './section.js';
import own from './standing-section.module.css';
import { isTiedTo, TieFacts } from './tie-facts.js';

/** What the next person must know before acting: the answer that waits, a pause, promised days, whom it was handed to. Nothing where there is none of it. */
export function StandingSection({ card }: { card: IncidentCard }) {
  const { incident } = card;
  const { t, language } = useI18n();
  const { proposedAnswer, pausedAt, pauseReason, finalBy, forwardedTo } = incident;
  const isTied = isTiedTo(incident);
  const isPromised = incident.promises.length > 0;
  const isAnswered = incident.reply !== null || incident.reactions.length > 0;
  if (
    proposedAnswer === null &&
    pausedAt === null &&
    finalBy === null &&
    forwardedTo === null &&
    !isTied &&
    !isPromised &&
    !isAnswered
  )
    return null;
  return (
    <Section title={t('section.standing')}>
      {proposedAnswer !== null && (
        <figure className={own.answer}>
          <figcaption className={classes.soft}>
            {t(proposedAnswer.approvedBy === null ? 'standing.proposed' : 'standing.approved', {
              name: proposedAnswer.byName,
            })}{' '}
            · <Moment at={proposedAnswer.at} />
          </figcaption>
          <blockquote>{proposedAnswer.text}</blockquote>
        </figure>
      )}
      <dl className={classes.facts}>
        {pausedAt !== null && (
          <div className={classes.fact}>
            <dt>{t('standing.paused')}</dt>
            <dd>
              {pauseReason === null ? '' : t(`pause.${pauseReason}`)} <Moment at={pausedAt} />
            </dd>
          </div>
        )}
        {finalBy !== null && (
          <div className={classes.fact}>
            <dt>{t('standing.finalBy')}</dt>
            <dd>{formatDay(finalBy, language, 'UTC')}</dd>
          </div>
        )}
        {forwardedTo !== null && (
          <div className={classes.fact}>
            <dt>{t('standing.forwardedTo')}</dt>
            <dd>{forwardedTo}</dd>
          </div>
        )}
        {isAnswered && <ReplyFacts card={card} />}
        {isPromised && <PromiseFacts incident={incident} />}
        {isTied && <TieFacts incident={incident} />}
      </dl>
    </Section>
  );
}
