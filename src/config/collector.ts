import { z } from 'zod';

/** How hard the collector may work: config/collector.yaml. */
export const collectorConfigSchema = z
  .strictObject({
    /** Visits of the whole installation, all processes together. */
    requestsPerMinute: z.number().int().min(1).max(1_000_000).default(3_000),
    hosts: z
      .strictObject({
        /** Pause after each answer of a host, seconds; a longer crawl-delay of its robots.txt wins. */
        delaySeconds: z.number().min(1, 'leave a host at least a second').max(3_600).default(1),
        /** Visits that are planned for one host, a day; kept to by reading its sources less often. */
        requestsPerDay: z.number().int().min(1).max(86_400).default(43_200),
        named: z
          .array(
            z.strictObject({
              /** Name, with the port where it is not the usual one: `forum.example:8080`. */
              host: z
                .string()
                .regex(
                  /^[a-z0-9.-]+(:\d+)?$/,
                  'write the host alone, in small letters: forum.example or forum.example:8080',
                ),
              delaySeconds: z.number().min(1, 'leave a host at least a second').max(3_600).optional(),
              requestsPerDay: z.number().int().min(1).max(86_400).optional(),
            }),
          )
          .default([]),
      })
      .prefault({}),
  })
  .prefault({});
export type CollectorConfig = z.infer<typeof collectorConfigSchema>;
