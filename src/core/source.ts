import { z } from 'zod';

/** Why we may read a source. Without a valid passport not one request goes on the wire. */
export const passportSchema = z.strictObject({
  /** Legal ground, e.g. «public page of the city administration». */
  ground: z.string().min(3),
  /** What the site's terms say about automated reading. */
  terms: z.string().min(3),
  /** Who answers for the collection: mail or page, also sent in the user agent. */
  contact: z.string().min(3),
  /** Last day on which the passport is valid, YYYY-MM-DD. */
  expires: z.iso.date(),
});
export type Passport = z.infer<typeof passportSchema>;

export const sourceIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,63}$/, 'use 2-64 lower-case Latin letters, digits and hyphens, a letter first');

/** Known without asking `Intl`, which takes a hundredth of a second to begin. */
const zonesOfRussia = new Set(
  (
    'Europe/Kaliningrad Europe/Moscow Europe/Volgograd Europe/Samara Asia/Yekaterinburg Asia/Omsk Asia/Novosibirsk ' +
    'Asia/Krasnoyarsk Asia/Irkutsk Asia/Yakutsk Asia/Vladivostok Asia/Magadan Asia/Kamchatka'
  ).split(' '),
);

function isTimeZone(zone: string): boolean {
  if (zonesOfRussia.has(zone)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
export const timeZoneSchema = z.string().refine(isTimeZone, 'use an IANA zone such as Europe/Moscow or Asia/Omsk');

/** A page or board that is watched. */
export const sourceSchema = z.strictObject({
  id: sourceIdSchema,
  /** Name of the adapter, i.e. of a file in crawlers/sources/. */
  kind: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: z.string().min(1),
  /** Where a visit starts; http or https. */
  urls: z
    .array(
      z.url({
        protocol: /^https?$/,
        error: 'use a whole http or https address, e.g. https://forum.example/viewforum.php?f=7',
      }),
    )
    .min(1),
  /** Home territory: id of an entry in config/places. */
  territory: z.string().min(1),
  timeZone: timeZoneSchema.default('Europe/Moscow'),
  language: z.string().default('ru'),
  /** Shortest time between two visits, minutes. */
  everyMinutes: z.number().min(0.1).max(44_640).default(10),
  /** Longest time between two visits, minutes; a day when not given. */
  atMostMinutes: z.number().min(1).max(44_640).optional(),
  /** How far one visit may go: further pages of the same list, and topics or articles opened from it. */
  depth: z
    .strictObject({
      pages: z.number().int().min(1).max(500),
      topics: z.number().int().min(0).max(500),
      /** Messages of a channel whose comments are opened, the newest; none when not given. */
      comments: z.number().int().min(0).max(100).optional(),
      /** Pages read back, until known posts are met, after nobody read the list for long; at least `pages`, 50 when not given. */
      backfill: z.number().int().min(1).max(5_000).optional(),
    })
    .prefault({ pages: 3, topics: 20 }),
  /** For pages whose posts are put there by their scripts: read with a browser, which asks the host for more than the page alone. */
  browser: z
    .strictObject({
      /** Further hosts that the scripts and their data come from; every other host, those of trackers included, is refused. */
      hosts: z
        .array(z.string().regex(/^[a-z0-9.-]+(:\d+)?$/, 'write the host alone, in small letters: cdn.example'))
        .max(20)
        .default([]),
      /** CSS selector of what shows that the posts are there; without it the page is taken once nothing more is asked for. */
      waitFor: z.string().min(1).max(300).optional(),
    })
    .optional(),
  requestsPerDay: z.number().int().min(1).max(86_400).default(5_000),
  /** Loopback and private addresses are refused unless this says otherwise (demo, tests, intranets). */
  allowPrivateNetwork: z.boolean().default(false),
  enabled: z.boolean().default(true),
  passport: passportSchema,
  labels: z.array(z.string()).default([]),
});
export type Source = z.infer<typeof sourceSchema>;

/** A source as the registry keeps it: its definition, where that comes from, and whether a person switched it off. */
export const registeredSourceSchema = sourceSchema.extend({
  /** `config`: an entry of config/sources, which is followed at every start; `registry`: added or imported, changed there only. */
  origin: z.enum(['config', 'registry']),
  /** When definition or switch last changed. */
  updatedAt: z.iso.datetime(),
  /** Why `enabled` is false although the definition may say otherwise; `by` is a login, or «config» for an entry that says so or is gone. */
  switchedOff: z.strictObject({ at: z.iso.datetime(), by: z.string(), reason: z.string() }).nullable(),
});
export type RegisteredSource = z.infer<typeof registeredSourceSchema>;

/** A definition on its way into the registry. */
export function registered(source: Source, origin: RegisteredSource['origin'], at: string): RegisteredSource {
  const off = { at, by: 'config', reason: 'the definition says so' };
  return { ...source, origin, updatedAt: at, switchedOff: source.enabled ? null : off };
}

/** The definition alone, without what the registry adds. */
export function definitionOf(source: RegisteredSource): Source {
  const { origin: _origin, updatedAt: _at, switchedOff: _off, ...definition } = source;
  return definition;
}

/** What the collector knows of a source's health; updated after every visit. */
export const sourceStateSchema = z.strictObject({
  sourceId: sourceIdSchema,
  lastVisitAt: z.iso.datetime().nullable(),
  lastSuccessAt: z.iso.datetime().nullable(),
  lastNewPostAt: z.iso.datetime().nullable(),
  nextVisitAt: z.iso.datetime().nullable(),
  failuresInRow: z.number().int().min(0),
  lastError: z.strictObject({ code: z.string(), message: z.string(), url: z.string().nullable() }).nullable(),
  postsSeen: z.number().int().min(0),
  requests: z.number().int().min(0),
  /** Longest time without a new post that was met, fading within a month, minutes; null before there were two. */
  longestGapMinutes: z.number().min(0).nullable().default(null),
  /** From when on the source counts as silent, if nothing new comes; null before its first post. */
  silentAt: z.iso.datetime().nullable().default(null),
  /** From publication to fetch, of posts that appeared between two visits, seconds; null while there were none. */
  delayP50Seconds: z.number().min(0).nullable().default(null),
  delayP95Seconds: z.number().min(0).nullable().default(null),
  /** How often its lists are read now, and how often their rate and weight ask for, minutes; more than asked for is a debt of the budgets. */
  intervalMinutes: z.number().min(0).nullable().default(null),
  wantedMinutes: z.number().min(0).nullable().default(null),
});
export type SourceState = z.infer<typeof sourceStateSchema>;

/** The state of a source that was never visited. */
export function emptyState(sourceId: string): SourceState {
  return {
    sourceId,
    lastVisitAt: null,
    lastSuccessAt: null,
    lastNewPostAt: null,
    nextVisitAt: null,
    failuresInRow: 0,
    lastError: null,
    postsSeen: 0,
    requests: 0,
    longestGapMinutes: null,
    silentAt: null,
    delayP50Seconds: null,
    delayP95Seconds: null,
    intervalMinutes: null,
    wantedMinutes: null,
  };
}

/** True when the passport allows a request at this instant (its last day counts in full, UTC). */
export function isPassportValid(passport: Passport, nowMs: number): boolean {
  return nowMs < Date.parse(`${passport.expires}T00:00:00Z`) + 86_400_000;
}
