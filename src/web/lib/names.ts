import type { MetaReply } from '../../core/http.js';
import type { Join } from '../../core/post.js';
import { isMessageKey, type Language, type Translate } from '../i18n/translate.js';
import { formatNumber } from './dates.js';

/** Names for the codes that the server sends; an unknown code is shown as it is. */
export interface Names {
  group: (code: string | null) => string | null;
  topic: (id: string | null) => string | null;
  executor: (id: string) => string;
  source: (id: string) => string;
}

/** Look-ups over GET /api/meta; before it has arrived the codes themselves serve. */
export function createNames(meta: MetaReply | undefined, language: Language): Names {
  const groups = new Map(meta?.groups.map((group) => [group.code as string, group[language]]));
  const topics = new Map(meta?.groups.flatMap((group) => group.topics.map((topic) => [topic.id, topic[language]])));
  const executors = new Map(meta?.executors.map((executor) => [executor.id, executor.name]));
  const sources = new Map(meta?.sources.map((source) => [source.id, source.name]));
  return {
    group: (code) => (code === null ? null : (groups.get(code) ?? code)),
    topic: (id) => (id === null ? null : (topics.get(id) ?? id)),
    executor: (id) => executors.get(id) ?? id,
    source: (id) => sources.get(id) ?? id,
  };
}

/** What a piece of evidence speaks for, in words: a group, a topic, «инцидент», «срочность». */
export function describeTarget(target: string, names: Names, t: Translate): string {
  const key = `target.${target}`;
  if (isMessageKey(key)) return t(key);
  return (target.includes('.') ? names.topic(target) : names.group(target)) ?? target;
}

/** Why a post is part of the incident: «почти повтор, 0,83», «то же место и та же тема: Садовая, 12». */
export function describeJoin(join: Join, language: Language, t: Translate): string {
  const place = join.shared?.place ?? null;
  if (join.how !== 'near-duplicate' && place !== null) return t('join.at', { how: t(`join.${join.how}`), place });
  if (join.how === 'near-duplicate') {
    if (join.similarity === null) return t('join.near-duplicate-plain');
    return t('join.near-duplicate', { similarity: formatNumber(join.similarity, language) });
  }
  return t(`join.${join.how}`);
}
