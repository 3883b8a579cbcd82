import type { HistoryEntry } from '../../core/http.js';
import type { ClockName } from '../../core/incident.js';
import { formatPoint } from './place-words.js';

type Change = HistoryEntry['change'];

import type { Language, Translate } from '../i18n/translate.js';
import { formatDay, formatMoment, formatPercent } from './dates.js';
import { describeJoin, type Names } from './names.js';

export interface HistoryWords {
  sentence: string;
  /** What a person wrote with it: note, reason, answer, comment. */
  quote: string | null;
  /** Link given with an answer; not checked, see safeHttpUrl. */
  url: string | null;
}

/** A sentence of an answer with how the author was reached, where that was noted. */
function reached(sentence: string, { elsewhere = null }: { elsewhere?: string | null | undefined }): string {
  return elsewhere === null ? sentence : `${sentence} (${elsewhere})`;
}

/** In what the sentence is written: names of codes, the language, and the zone of the place. */
export interface HistoryTongue {
  names: Names;
  language: Language;
  t: Translate;
  /** IANA. */
  zone: string;
}

/** One change of an incident as a sentence without grammatical gender, so that it fits any actor. */
export function describeChange(change: Change, { names, language, t, zone }: HistoryTongue): HistoryWords {
  const topicOf = (group: string | null, topic: string | null) =>
    names.topic(topic) ?? names.group(group) ?? t('row.noTopic');
  const words = (sentence: string, quote: string | null = null, url: string | null = null): HistoryWords => ({
    sentence,
    quote: quote === '' ? null : quote,
    url,
  });
  const clockWords = ({ clock, dueAt }: { clock: ClockName; dueAt: string }) => ({
    clock: t(`clockName.${clock}`),
    date: formatMoment(dueAt, language, zone),
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
    case 'accepted':
    case 'work-started':
    case 'resumed':
      return words(t(`history.${change.type}`));
    case 'nature-changed':
      return words(t('history.nature-changed', { nature: t(`nature.${change.nature}`).toLowerCase() }));
    case 'interim-answered': {
      const { text, url, finalBy } = change;
      const date = finalBy === null ? null : formatDay(finalBy, language, 'UTC');
      const sentence = date === null ? t('history.interim-answered') : t('history.interim-answeredBy', { date });
      return words(reached(sentence, change), text, url);
    }
    case 'answer-proposed':
      return words(t('history.answer-proposed'), change.text);
    case 'answer-approved':
      return words(t('history.answer-approved'), change.note);
    case 'answer-returned':
      return words(t('history.answer-returned'), change.reason);
    case 'forwarded': {
      const { to, reference, reason } = change;
      if (reference === null || reference === '') return words(t('history.forwarded', { to }), reason);
      return words(t('history.forwardedAs', { to, reference }), reason);
    }
    case 'paused':
      return words(t('history.paused', { reason: t(`pause.${change.reason}`).toLowerCase() }), change.note);
    case 'clock-warned': {
      const percent = formatPercent(change.percent / 100, language);
      return words(t('history.clock-warned', { percent, ...clockWords(change) }));
    }
    case 'clock-missed':
      return words(t('history.clock-missed', clockWords(change)));
    case 'escalated': {
      const { clock, to, level } = change;
      return words(t('history.escalated', { clock: t(`clockName.${clock}`), to: names.executor(to), level }));
    }
    case 'reply-checked':
      return words(t(change.found ? 'history.reply-found' : 'history.reply-gone'), null, change.url);
    case 'author-reacted':
      return words(t('history.author-reacted', { mood: t(`mood.${change.mood}`) }));
    case 'promise-made':
      return words(t('history.promise-made', { date: formatDay(change.dueOn, language, 'UTC') }), change.text);
    case 'promise-due':
      return words(t('history.promise-due', { seq: String(change.seq) }));
    case 'promise-settled':
      return words(
        t(change.kept ? 'history.promise-kept' : 'history.promise-broken', { seq: String(change.seq) }),
        change.note,
      );
    case 'topic-changed':
      return words(t('history.topic-changed', { topic: topicOf(change.group, change.topic) }));
    case 'urgency-changed':
      return words(t('history.urgency-changed', { urgency: t(`urgency.${change.urgency}`).toLowerCase() }));
    case 'marked-not-incident':
      return words(t('history.marked-not-incident'), change.reason);
    case 'answered':
      return words(reached(t('history.answered'), change), change.text, change.url);
    case 'closed':
      return words(t('history.closed', { outcome: t(`outcome.${change.outcome}`).toLowerCase() }), change.reason);
    case 'reopened':
      return words(t('history.reopened'), change.reason);
    case 'recurred':
      return words(t('history.recurred', { n: change.days }));
    case 'merged': {
      const key = change.isWithdrawn ? 'history.withdrawn' : 'history.merged';
      return words(t(key, { number: change.intoNumber }), change.reason);
    }
    case 'absorbed': {
      const { number, postCount, peopleCount } = change.from;
      return words(t('history.absorbed', { number, posts: postCount, people: peopleCount }));
    }
    case 'split-off':
      return words(t('history.split-off', { number: change.intoNumber, posts: change.postCount }), change.reason);
    case 'undone':
      return words(t(`history.undone-${change.of}`), change.reason);
    case 'settled':
      return words(t('history.settled'));
    case 'commented':
      return words(t('history.commented'), change.text);
  }
}
