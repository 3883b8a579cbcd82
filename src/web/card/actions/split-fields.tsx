import { Checkbox } from '@mantine/core';
import type { IncidentCard } from '../../../core/http.js';
import { useI18n } from '../../i18n/i18n.js';
import { Moment } from '../../ui/times.js';
import { useNames } from '../../ui/use-names.js';
import type { Draft } from './draft.js';
import classes from './tie-fields.module.css';

interface SplitFieldsProps {
  card: IncidentCard;
  draft: Draft;
  setDraft: (change: Partial<Draft>) => void;
  problem: string | null;
}

/** Which posts leave for an incident of their own: those that joined by themselves. */
export function SplitFields({ card, draft, setDraft, problem }: SplitFieldsProps) {
  const { t } = useI18n();
  const names = useNames();
  const joined = new Set(
    card.history.flatMap(({ change }) => (change.type === 'post-joined' ? [change.post.postId] : [])),
  );
  const posts = card.posts.filter(({ id }) => joined.has(id));
  if (posts.length === 0) return <p className={classes.soft}>{t('split.none')}</p>;
  return (
    <Checkbox.Group
      label={t('field.splitPosts')}
      value={draft.postIds}
      error={problem}
      onChange={(postIds) => setDraft({ postIds })}
    >
      {posts.map((post) => (
        <Checkbox
          key={post.id}
          mt={8}
          size="sm"
          value={post.id}
          label={
            <span className={classes.candidate}>
              <span className={classes.head}>
                {names.source(post.sourceId)} {post.publishedAt && <Moment at={post.publishedAt} />}
              </span>
              <span>{post.text.slice(0, 240)}</span>
            </span>
          }
        />
      ))}
    </Checkbox.Group>
  );
}
