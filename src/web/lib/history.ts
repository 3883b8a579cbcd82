import type { HistoryEntry } from '../../core/http.js';
import { formatPoint } from './place-words.js';

type Change = HistoryEntry['change'];

import type { Language, Translate } from '../i18n/translate.js';
import { formatPercent } from './dates.js';
import { describeJoin, type Names } from './names.js';

export interface HistoryWords {
  sentence: string;
  /** What a person wrote with it: note, reason, answer, comment. */
  quote: string | null;
  /** Link given with an answer; not checked, see safeHttpUrl. */
  url: string | null;
}

/** One change of an incident as a sentence without grammatical gender, so that it fits any actor. */
export function describeChange(change: Change, names: Names, language: Language, t: Translate): HistoryWords {
  const topicOf = (group: string | null, topic: string | null) =>
    names.topic(topic) ?? names.group(group) ?? t('row.noTopic');
  const words = (sentence: string, quote: string | null = null, url: string | null = null): HistoryWords => ({
    sentence,
    quote: quote === '' ? null : quote,
    url,
  });
  switch (change.type) {
    case 'opened':
      return words(t('history.opened', { source: names.source(change.post.sourceId) }));
    case 'post-joined': {
      const how = describeJoin(change.post.join, language, t);
      return words(t('history.post-joined', { source: names.source(change.post.sourceId), how }));
    }
    case 'post-edited':
      return words(t('history.post-edited', { n: change.post.version }));
    case 'rescored': {
      const { score, group, topic } = change.machine.verdict;
      return words(t('history.rescored', { percent: formatPercent(score, language), topic: topicOf(group, topic) }));
    }
    case 'located': {
      const { point, pointOf } = change.place;
      const what = pointOf === null ? '' : t(`pointOf.${pointOf}`);
      return words(t('history.located', { what, point: point === null ? '' : formatPoint(point) }));
    }
    case 'assigned':
      return words(t('history.assigned', { executor: change.executorName }), change.note);
    case 'topic-changed':
      return words(t('history.topic-changed', { topic: topicOf(change.group, change.topic) }));
    case 'urgency-changed':
      return words(t('history.urgency-changed', { urgency: t(`urgency.${change.urgency}`).toLowerCase() }));
    case 'marked-not-incident':
      return words(t('history.marked-not-incident'), change.reason);
    case 'answered':
      return words(t('history.answered'), change.text, change.url);
    case 'closed':
      return words(t('history.closed', { outcome: t(`outcome.${change.outcome}`).toLowerCase() }), change.reason);
    case 'reopened':
      return words(t('history.reopened'), change.reason);
    case 'commented':
      return words(t('history.commented'), change.text);
  }
}
