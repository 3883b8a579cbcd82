import type { IncidentCard } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import { ExternalLink } from '../ui/external-link.js';
import { Moment } from '../ui/times.js';
import classes from './facts.module.css';
import own from './reply-facts.module.css';

/** Words of the author that are shown, the latest first: the older ones stand in the history. */
const shownWords = 3;

/** Whether the published answer was met at its place, and what the author wrote of it. */
export function ReplyFacts({ card: { incident, authorWords } }: { card: IncidentCard }) {
  const { t } = useI18n();
  const { reply, reactions } = incident;
  const posts = new Map(authorWords.map((post) => [post.id, post]));
  const latest = reactions.toReversed().slice(0, shownWords);
  return (
    <>
      {reply !== null && (
        <div className={classes.fact}>
          <dt>{t('standing.reply')}</dt>
          <dd>
            {reply.foundAt === null ? (
              reply.url === null && reply.elsewhere !== undefined ? (
                t('standing.replyElsewhere', { how: reply.elsewhere })
              ) : (
                t('standing.replyUnseen')
              )
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
      {latest.length > 0 && (
        <div className={classes.fact}>
          <dt>{t('standing.reaction')}</dt>
          <dd>
            <ul className={own.list}>
              {latest.map(({ postId, mood, at }) => {
                const post = posts.get(postId);
                return (
                  <li key={postId}>
                    <span className={own.mood} data-mood={mood}>
                      {t(`mood.${mood}`)}
                    </span>{' '}
                    <Moment at={post?.publishedAt ?? at} />
                    {post !== undefined && (
                      <>
                        <blockquote className={own.words}>{post.text}</blockquote>
                        <ExternalLink url={post.url} label={t('standing.reactionOpen')}>
                          {t('standing.reactionOpen')}
                        </ExternalLink>
                      </>
                    )}
                  </li>
                );
              })}
            </ul>
          </dd>
        </div>
      )}
    </>
  );
}
