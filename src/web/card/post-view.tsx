import type { IncidentCard } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import { describeJoin } from '../lib/names.js';
import { ExternalLink } from '../ui/external-link.js';
import { Moment } from '../ui/times.js';
import { useNames } from '../ui/use-names.js';
import { EvidenceText } from './evidence-text.js';
import classes from './posts.module.css';

/** One original post: text with evidence, where it stands, when, and why it is part of the incident. */
export function PostView({ post }: { post: IncidentCard['posts'][number] }) {
  const { t, language } = useI18n();
  const names = useNames();
  const source = names.source(post.sourceId);
  const masked = Object.values(post.masked).reduce((sum, count) => sum + count, 0);
  const attachments = post.attachments.map(({ type, alt }) =>
    alt ? `${t(`attachment.${type}`)} («${alt}»)` : t(`attachment.${type}`),
  );
  return (
    <article className={classes.post} aria-label={source}>
      <header className={classes.head}>
        <ExternalLink url={post.url} label={t('posts.source', { source })}>
          {source}
        </ExternalLink>
        <span className={classes.soft}>{post.publishedAt ? <Moment at={post.publishedAt} /> : t('clock.unknown')}</span>
        {post.removedAt !== null && (
          <span className={classes.soft} title={t('posts.removedHint')}>
            {t('posts.removed')} <Moment at={post.removedAt} />
          </span>
        )}
        {post.edited && <span className={classes.soft}>{t('posts.edited')}</span>}
        {post.join && (
          <span className={classes.join}>{t('join.why', { how: describeJoin(post.join, language, t) })}</span>
        )}
      </header>
      <EvidenceText post={post} />
      {(attachments.length > 0 || masked > 0) && (
        <p className={classes.foot}>
          {[
            attachments.length > 0 && t('posts.attachments', { list: attachments.join(', ') }),
            masked > 0 && t('posts.masked', { n: masked }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      )}
    </article>
  );
}
