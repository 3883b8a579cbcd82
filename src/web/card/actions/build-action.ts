import type { IncidentAction, IncidentActionType } from '../../../core/http.js';
import type { Outcome } from '../../../core/incident.js';
import type { MessageKey } from '../../i18n/translate.js';
import { safeHttpUrl } from '../../lib/safe-url.js';
import type { Draft } from './draft.js';

export type FieldName =
  | 'executorId'
  | 'group'
  | 'text'
  | 'url'
  | 'forwardTo'
  | 'finalBy'
  | 'into'
  | 'postIds'
  | 'seq'
  | 'kept';
export type Problems = Partial<Record<FieldName, MessageKey>>;
export type Built = { action: IncidentAction; problems: null } | { action: null; problems: Problems };

const done = (action: IncidentAction): Built => ({ action, problems: null });
const refuse = (problems: Problems): Built => ({ action: null, problems });

/**
 * Turns what was typed into the action to send, or says which fields are wrong. Limits as in src/core/http.ts.
 * @param selfEvident outcomes with which the incident may be closed without a reason
 */
export function buildAction(type: IncidentActionType, draft: Draft, selfEvident: readonly Outcome[]): Built {
  const text = draft.text.trim();
  const missing = refuse({ text: 'field.required' });
  switch (type) {
    case 'assign':
      if (draft.executorId === null) return refuse({ executorId: 'field.required' });
      return done({ type, executorId: draft.executorId, note: text || null });
    case 'accept':
    case 'start-work':
    case 'resume':
      return done({ type });
    case 'interim-answer': {
      const finalBy = draft.finalBy.trim();
      const problems: Problems = {
        ...answerProblems(text, draft),
        ...(finalBy !== '' && Number.isNaN(Date.parse(finalBy)) ? { finalBy: 'field.dateWrong' as const } : {}),
      };
      if (Object.keys(problems).length > 0) return refuse(problems);
      return done({ type, text, ...reachedBy(draft), finalBy: finalBy || null });
    }
    case 'propose-answer':
      return text === '' ? missing : done({ type, text });
    case 'approve-answer':
      return done({ type, note: text || null });
    case 'forward': {
      const to = draft.forwardTo.trim();
      const problems: Problems = {
        ...(to === '' ? { forwardTo: 'field.required' as const } : {}),
        ...(text === '' ? { text: 'field.required' as const } : {}),
      };
      if (Object.keys(problems).length > 0) return refuse(problems);
      return done({ type, to, reference: draft.reference.trim() || null, reason: text });
    }
    case 'pause':
      return done({ type, reason: draft.pauseReason, note: text || null });
    case 'change-nature':
      return done({ type, nature: draft.nature });
    case 'change-topic':
      if (draft.group === null) return refuse({ group: 'field.required' });
      return done({ type, group: draft.group, topic: draft.topic });
    case 'change-urgency':
      return done({ type, urgency: draft.urgency });
    case 'not-incident':
    case 'return-answer':
    case 'reopen':
      return text === '' ? missing : done({ type, reason: text });
    case 'answer': {
      const problems = answerProblems(text, draft);
      if (Object.keys(problems).length > 0) return refuse(problems);
      return done({ type, text, ...reachedBy(draft) });
    }
    case 'close':
      if (text === '' && !selfEvident.includes(draft.outcome)) return missing;
      return done({ type, outcome: draft.outcome, reason: text || null });
    case 'merge':
      if (draft.into === null) return refuse({ into: 'field.required' });
      return done({ type, intoId: draft.into.id, intoVersion: draft.into.version, reason: text || null });
    case 'split': {
      const problems: Problems = {
        ...(draft.postIds.length === 0 ? { postIds: 'field.required' as const } : {}),
        ...(text === '' ? { text: 'field.required' as const } : {}),
      };
      if (Object.keys(problems).length > 0) return refuse(problems);
      return done({ type, postIds: draft.postIds, reason: text });
    }
    case 'undo':
      if (draft.seq === null) return refuse({ seq: 'field.required' });
      return done({ type, seq: draft.seq, reason: text || null });
    case 'settle-promise':
      if (draft.seq === null) return refuse({ seq: 'field.required' });
      if (draft.kept === null) return refuse({ kept: 'field.required' });
      return done({ type, seq: draft.seq, kept: draft.kept, note: text || null });
    case 'comment':
      return text === '' ? missing : done({ type, text });
  }
}

/** Where and how a published answer reached its author. */
function reachedBy({ url, elsewhere }: Draft): { url: string | null; elsewhere: string | null } {
  return { url: url.trim() || null, elsewhere: elsewhere.trim() || null };
}

/** What is wrong with a published answer and its address. */
function answerProblems(text: string, draft: Draft): Problems {
  const { url, elsewhere } = reachedBy(draft);
  return {
    ...(text === '' ? { text: 'field.required' } : {}),
    ...(url !== null && safeHttpUrl(url) === null ? { url: 'field.urlWrong' } : {}),
    ...(url === null && elsewhere === null ? { url: 'field.urlOwed' } : {}),
  };
}
