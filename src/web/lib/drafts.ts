/**
 * What operators typed and have not sent yet, by «incident:action». Kept in memory outside React, so that neither closing the card nor a
 * session that ended in between loses it; gone with the tab, and never written to disk.
 */
const drafts = new Map<string, unknown>();

export function readDraft<T>(key: string): T | undefined {
  return drafts.get(key) as T | undefined;
}

export function writeDraft<T>(key: string, value: T): void {
  drafts.set(key, value);
}

export function dropDraft(key: string): void {
  drafts.delete(key);
}

/** On sign-out: the next person at this desk must not find them. */
export function dropAllDrafts(): void {
  drafts.clear();
}
