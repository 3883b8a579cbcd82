import { z } from 'zod';
import { derivedId } from './ids.js';

/** What somebody must look at: a source that cannot be read, shows nothing any more, or may not be read any longer. */
export const alertKinds = ['source-failing', 'source-silent', 'passport-expiring', 'passport-expired'] as const;
export type AlertKind = (typeof alertKinds)[number];

export const alertSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(alertKinds),
  sourceId: z.string(),
  startedAt: z.iso.datetime(),
  /** When it was over; null while it lasts. */
  endedAt: z.iso.datetime().nullable(),
  /** Error of the catalogue behind it; null where there is none. */
  code: z.string().nullable(),
  /** What is wrong and what to do, one sentence each. */
  message: z.string(),
});
export type Alert = z.infer<typeof alertSchema>;

/** The same trouble of the same source is one alert, whoever notices it; `since` names the occasion (last success, last post, last day). */
export function alertId(kind: AlertKind, sourceId: string, since: string): string {
  return derivedId('alert', kind, sourceId, since);
}
