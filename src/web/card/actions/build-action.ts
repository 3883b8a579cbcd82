import type { IncidentAction, IncidentActionType } from '../../../core/http.js';
import type { MessageKey } from '../../i18n/translate.js';
import { safeHttpUrl } from '../../lib/safe-url.js';
import type { Draft } from './draft.js';

export type FieldName = 'executorId' | 'group' | 'text' | 'url';
export type Problems = Partial<Record<FieldName, MessageKey>>;
export type Built = { action: IncidentAction; problems: null } | { action: null; problems: Problems };

const done = (action: IncidentAction): Built => ({ action, problems: null });
const refuse = (problems: Problems): Built => ({ action: null, problems });

/** Turns what was typed into the action to send, or says which fields are wrong. Limits as in src/core/http.ts. */
export function buildAction(type: IncidentActionType, draft: Draft): Built {
  const text = draft.text.trim();
  const missing = refuse({ text: 'field.required' });
  switch (type) {
    case 'assign':
      if (draft.executorId === null) return refuse({ executorId: 'field.required' });
      return done({ type, executorId: draft.executorId, note: text || null });
    case 'change-topic':
      if (draft.group === null) return refuse({ group: 'field.required' });
      return done({ type, group: draft.group, topic: draft.topic });
    case 'change-urgency':
      return done({ type, urgency: draft.urgency });
    case 'not-incident':
    case 'reopen':
      return text === '' ? missing : done({ type, reason: text });
    case 'answer': {
      const url = draft.url.trim();
      const problems: Problems = {
        ...(text === '' ? { text: 'field.required' as const } : {}),
        ...(url !== '' && safeHttpUrl(url) === null ? { url: 'field.urlWrong' as const } : {}),
      };
      if (Object.keys(problems).length > 0) return refuse(problems);
      return done({ type, text, url: url === '' ? null : url });
    }
    case 'close':
      return done({ type, outcome: draft.outcome, reason: text || null });
    case 'comment':
      return text === '' ? missing : done({ type, text });
  }
}
