import type { SourceListReply } from '../../core/http.js';

export type SourceItem = SourceListReply['items'][number];
export type Health = 'ok' | 'waiting' | 'failing' | 'silent' | 'disabled' | 'no-passport';

/** Three days without a new post is silence. */
const SILENT_MS = 3 * 86_400_000;

/** The one word for a source's health, the gravest first. */
export function sourceHealth({ source, state }: SourceItem, nowMs: number): Health {
  if (!source.enabled) return 'disabled';
  // The passport's last day counts in full, UTC.
  if (nowMs >= Date.parse(`${source.passport.expires}T00:00:00Z`) + 86_400_000) return 'no-passport';
  if (state === null || state.lastVisitAt === null) return 'waiting';
  if (state.failuresInRow > 0) return 'failing';
  if (state.lastNewPostAt !== null && nowMs - Date.parse(state.lastNewPostAt) > SILENT_MS) return 'silent';
  return 'ok';
}

/** True for states that somebody must look at. */
export function needsAttention(health: Health): boolean {
  return health === 'failing' || health === 'silent' || health === 'no-passport';
}
