import { z } from 'zod';

/** Days for which the body of a page that could not be parsed is kept. */
export const RAW_PAGE_DAYS = 30;

/** A page that could not be parsed, whole, so that it can be read again once its adapter was mended. */
export const rawPageSchema = z.strictObject({
  /** The same as of its dead letter: the same failure of the same address is one page. */
  id: z.string(),
  sourceId: z.string(),
  kind: z.string(),
  url: z.string(),
  fetchedAt: z.iso.datetime(),
  contentType: z.string(),
  timeZone: z.string(),
  /** Why it could not be parsed. */
  code: z.string(),
  message: z.string(),
  /** Size of the body before it was packed, bytes of UTF-8. */
  bytes: z.number().int(),
  /** The decoded body, gzip, base64. */
  body: z.string(),
});
export type RawPage = z.infer<typeof rawPageSchema>;
