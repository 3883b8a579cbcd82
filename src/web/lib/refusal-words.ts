import type { BadField, ErrorReason, ReasonKey, ReasonParams } from '../../core/error-reason.js';
import type { IncidentActionType } from '../../core/http.js';
import { isMessageKey, type Params, type Translate } from '../i18n/translate.js';

const listed = (words: readonly string[]): string => words.join(', ');
const none = (): Params => ({});
/** Numbers that name something are not written as amounts. */
const named = (seq: number): string => String(seq);

/** The parameters of each reason in words; a reason without an entry does not compile. */
const wordings: { [K in ReasonKey]: (params: ReasonParams<K>, t: Translate) => Params } = {
  'sign-in-needed': none,
  'credentials-wrong': none,
  'password-one-time': none,
  'password-wrong': none,
  'password-same': none,
  'role-not-allowed': ({ role, allowed }, t) => ({
    role: t(`role.${role}`),
    allowed: listed(allowed.map((one) => t(`role.${one}`))),
  }),
  'too-many-requests': none,
  'fields-invalid': ({ fields }, t) => ({ fields: fields.map((field) => describeField(field, t)).join('; ') }),
  'request-too-large': none,
  'page-outdated': none,
  'meaning-off': none,
  'incident-unknown': none,
  'incident-changed': ({ number }) => ({ number }),
  'move-forbidden': ({ number, status, isPaused, action, allowed }, t) => ({
    number,
    status: t(`status.${status}`),
    paused: isPaused ? t('refusal.paused') : '',
    action: actionName(action, t),
    allowed: listed(allowed.map((one) => actionName(one, t))),
  }),
  'action-not-for-role': ({ action, role }, t) => ({ action: actionName(action, t), role: t(`role.${role}`) }),
  'answer-own': none,
  'answer-not-approved': ({ action }, t) => ({ action: actionName(action, t) }),
  'answer-altered': none,
  'answer-gaps': ({ gaps }) => ({ gaps: listed(gaps) }),
  'answer-unreached': none,
  'closing-unexplained': ({ outcome }, t) => ({ outcome: t(`outcome.${outcome}`) }),
  'executor-unknown': ({ executorId }) => ({ executorId }),
  'promise-unknown': ({ number, seq }) => ({ number, seq: named(seq) }),
  'promise-settled': ({ state }, t) => ({ state: t(`promise.${state}`) }),
  'merge-with-itself': none,
  'merge-other-changed': ({ number }) => ({ number }),
  'merge-other-status': ({ number, status, current }, t) => ({ number, status: t(`status.${status}`), current }),
  'split-first-post': none,
  'split-post-merged': ({ number }) => ({ number }),
  'split-nothing': none,
  'undo-impossible': ({ number, seq }) => ({ number, seq: named(seq) }),
  'undo-merged-further': ({ number }) => ({ number }),
  'undo-already': ({ number }) => ({ number }),
  'undo-went-on': ({ number, current }) => ({ number, current }),
  'source-unknown': ({ ids }) => ({ ids: listed(ids) }),
  'source-kept-off': ({ ids }) => ({ ids: listed(ids) }),
};

const actionName = (action: IncidentActionType, t: Translate): string => t(`action.${action}`);

/** «текст — длиннее 10 000 знаков»; a field without a name in the dictionary keeps that of the request. */
function describeField({ name, problem, limit }: BadField, t: Translate): string {
  const keys = [`fieldName.${name}`, `fieldName.${name.split('.').at(-1)}`];
  const key = keys.find(isMessageKey);
  const field = key !== undefined && isMessageKey(key) ? t(key) : name;
  return t(`badField.${problem}`, { field, ...(limit === null ? {} : { n: limit, limit }) });
}

/** A reason as the server sent it: perhaps one of a later version than this page. */
export interface SentReason {
  key: string;
  params: Record<string, unknown>;
}

function isKnown(reason: SentReason): reason is ErrorReason {
  return Object.hasOwn(wordings, reason.key);
}

/** Why the server refused, in a sentence; null for a reason that this page has no words for. */
export function describeReason(reason: SentReason, t: Translate): string | null {
  if (!isKnown(reason)) return null;
  const wording = wordings[reason.key] as (params: ErrorReason['params'], t: Translate) => Params;
  try {
    return t(`refusal.${reason.key}`, wording(reason.params, t));
  } catch {
    // A server of another version may send other parameters or states; the sentence of the code is left then.
    return null;
  }
}
