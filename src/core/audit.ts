import { randomUUID } from 'node:crypto';
import { type Clock, isoTime } from './clock.js';
import type { AuditStore } from './ports.js';

/** Every read of an original text and every change leaves an entry; what asked for it fails where the entry cannot be written. */
export async function recordAudit(
  { store, clock }: { store: { audit: Pick<AuditStore, 'add'> }; clock: Clock },
  login: string,
  action: string,
  target: string,
): Promise<void> {
  await store.audit.add([{ id: `a${randomUUID()}`, at: isoTime(clock.now()), login, action, target }]);
}
