import type { IncidentCard } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import { ExternalLink } from '../ui/external-link.js';
import { Moment } from '../ui/times.js';
import classes from './facts.module.css';

/** Whether the published answer was met at its place, and what the author wrote of it. */
export function ReplyFacts({ incident: { reply, reactions } }: { incident: IncidentCard['incident'] }) {
  const { t } = useI18n();
  const last = reactions.at(-1);
  return (
    <>
      {reply !== null && (
        <div className={classes.fact}>
          <dt>{t('standing.reply')}</dt>
          <dd>
            {reply.foundAt === null ? (
              t('standing.replyUnseen')
            ) : (
              <>
                {t('standing.replySeen')} <Moment at={reply.foundAt} />
              </>
            )}
            {reply.url !== null && (
              <ExternalLink url={reply.url} label={t('standing.replyOpen')}>
                {t('standing.replyOpen')}
              </ExternalLink>
            )}
          </dd>
        </div>
      )}
      {last !== undefined && (
        <div className={classes.fact}>
          <dt>{t('standing.reaction')}</dt>
          <dd>
            {t(`mood.${last.mood}`)} <Moment at={last.at} />
          </dd>
        </div>
      )}
    </>
  );
}
