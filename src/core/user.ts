import { z } from 'zod';

export const roleSchema = z.enum(['administrator', 'coordinator', 'operator', 'executor']);
export type Role = z.infer<typeof roleSchema>;

/** A person who works in the queue. */
export const userSchema = z.strictObject({
  login: z.string().regex(/^[a-z][a-z0-9._-]{1,63}$/, 'use 2-64 lower-case Latin letters, digits, dots, hyphens'),
  name: z.string().min(1).max(200),
  role: roleSchema,
  /** scrypt, «scrypt$N$r$p$salt$hash» in base64url. */
  passwordHash: z.string(),
  mustChangePassword: z.boolean(),
  /** Territories the user may see; empty = all. */
  territories: z.array(z.string()),
  /** For role executor: the bodies whose incidents the user sees. */
  executors: z.array(z.string()),
  disabled: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type User = z.infer<typeof userSchema>;

/** Who acts: a user, or another way in that acts for one. */
export type Hand = Pick<User, 'login' | 'name' | 'role' | 'executors'>;

/** A login; the id is the SHA-256 of the cookie's token, so a leaked index opens no door. */
export const sessionSchema = z.strictObject({
  id: z.string(),
  login: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type Session = z.infer<typeof sessionSchema>;

/** Who read or changed what: every read of an original text and every change leaves one. */
export const auditEntrySchema = z.strictObject({
  id: z.string(),
  at: z.iso.datetime(),
  login: z.string(),
  action: z.string(),
  target: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
