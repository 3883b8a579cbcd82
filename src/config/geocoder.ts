import { z } from 'zod';

/** Who finds points of addresses that no loaded pack holds: config/geocoder.yaml. Switched off unless it says otherwise. */
export const geocoderConfigSchema = z
  .strictObject({
    enabled: z.boolean().default(false),
    /** Which API it speaks: https://nominatim.org or https://photon.komoot.io. */
    kind: z.enum(['nominatim', 'photon']).default('nominatim'),
    /** Address of the service without the last part: «https://nominatim.example.org». */
    url: z
      .url({ protocol: /^https?$/, hostname: /.*/, error: 'use an address like https://nominatim.example.org' })
      .optional(),
    /** Mail or page of the one who answers for this installation; goes into the user agent. */
    contact: z.string().trim().min(3).optional(),
    /** Pause between two questions of all processes together; public services ask for 1 at least. */
    everySeconds: z.number().min(1).max(3_600).default(1),
    timeoutSeconds: z.number().min(1).max(60).default(10),
    countryCodes: z
      .array(z.string().regex(/^[a-z]{2}$/, 'use two small letters of ISO 3166: ru'))
      .min(1)
      .default(['ru']),
    /** Only answers near the settlement or inside the territory that the incident stands in. */
    withinHome: z.boolean().default(true),
    /** For a service of one's own network. */
    allowPrivateNetwork: z.boolean().default(false),
    /** Incidents that may wait for a point; above it new ones go without. */
    maxWaiting: z.number().int().min(1).max(100_000).default(1_000),
    /** An incident that has waited longer goes without a point. */
    giveUpAfterHours: z.number().min(0.01).max(720).default(24),
    /** How long an answer counts, and how long that there is none. */
    keepDays: z.number().min(1).max(3_650).default(180),
    keepMissesDays: z.number().min(0.01).max(365).default(14),
  })
  .check(({ value, issues }) => {
    if (!value.enabled) return;
    for (const field of ['url', 'contact'] as const) {
      if (value[field] !== undefined) continue;
      const message = `a geocoder that is enabled needs «${field}»: set it, or set enabled: false`;
      issues.push({ code: 'custom', input: value, path: [field], message });
    }
  });
export type GeocoderConfig = z.infer<typeof geocoderConfigSchema>;
