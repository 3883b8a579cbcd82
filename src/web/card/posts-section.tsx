import { Button } from '@mantine/core';
import { useState } from 'react';
import type { IncidentCard } from '../../core/http.js';
import { useI18n } from '../i18n/i18n.js';
import { PostView } from './post-view.js';
import classes from './posts.module.css';
import { Section } from './section.js';

const STEP = 5;

/** The original posts, oldest first, a few at a time. */
export function PostsSection({ card }: { card: IncidentCard }) {
  const { t } = useI18n();
  const [limit, setLimit] = useState(STEP);
  const shown = card.posts.slice(0, limit);
  const hidden = card.posts.length - shown.length;
  const total = card.incident.postCount;
  const isCut = total > card.posts.length && hidden === 0;
  return (
    <Section title={t('section.posts')} aside={t('row.posts', { n: total })}>
      <p className={classes.legend}>{t('posts.legend')}</p>
      <div className={classes.list}>
        {shown.map((post) => (
          <PostView key={post.id} post={post} />
        ))}
      </div>
      {hidden > 0 && (
        <Button variant="default" size="xs" mt={10} onClick={() => setLimit(limit + 4 * STEP)}>
          {t('posts.more', { n: Math.min(hidden, 4 * STEP) })}
        </Button>
      )}
      {isCut && <p className={classes.legend}>{t('posts.limited', { n: card.posts.length, total })}</p>}
    </Section>
  );
}
