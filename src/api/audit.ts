import { randomUUID } from 'node:crypto';
import { isoTime } from '../core/clock.js';
import type { ApiContext } from './context.js';

/** Every read of an original text and every change leaves an entry; a request whose entry cannot be written fails. */
export async function recordAudit(context: ApiContext, login: string, action: string, target: string): Promise<void> {
  await context.store.audit.add([{ id: `a${randomUUID()}`, at: isoTime(context.clock.now()), login, action, target }]);
}
