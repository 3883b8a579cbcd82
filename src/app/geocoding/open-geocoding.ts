import { createFetcher } from '../../../crawlers/fetch/fetcher.js';
import { createHostGate } from '../../../crawlers/fetch/host-gate.js';
import type { Frontier } from '../../../crawlers/schedule/frontier.js';
import type { MachineDesk } from '../../../pipelines/incidents/desk.js';
import { openQueue, startWorker } from '../../../pipelines/queue/bullmq.js';
import type { GeocoderConfig } from '../../config/geocoder.js';
import type { Logger } from '../../log.js';
import { version } from '../../version.js';
import type { Analysis } from '../analysis.js';
import type { Platform } from '../platform.js';
import { createRedisGeocoderCache } from './cache.js';
import { createHttpGeocoder, type EnabledGeocoder } from './geocoder.js';
import { createGeocoding, type GeocodeJob } from './run-geocoding.js';

export interface RunningGeocoding {
  /** The desk of the line, which from now on puts new incidents in line for their points. */
  watch(desk: Pick<MachineDesk, 'record'>): Pick<MachineDesk, 'record'>;
  close(): Promise<void>;
}

export interface GeocodingOptions {
  prefix: string;
  log: Logger;
  desk: Pick<MachineDesk, 'amend'>;
  /** Keeps the pauses between questions of all processes, together with those of the crawlers. */
  frontier: Pick<Frontier, 'acquire' | 'release' | 'spend'>;
  lockMs?: number;
}

function isEnabled(config: GeocoderConfig): config is EnabledGeocoder {
  return config.enabled && config.url !== undefined && config.contact !== undefined;
}

/** Starts what asks the geocoder of config/geocoder.yaml; null when it is switched off, or where nothing is kept (embedded mode). */
export function openGeocoding(
  platform: Platform,
  config: GeocoderConfig,
  analysis: Pick<Analysis, 'pointer' | 'locator'>,
  options: GeocodingOptions,
): RunningGeocoding | null {
  const { redis, store, clock } = platform;
  if (redis === null || !isEnabled(config)) return null;
  const { prefix, log, desk, frontier } = options;
  const ending = new AbortController();
  const fetcher = createFetcher({
    gate: createHostGate({ frontier, clock, signal: ending.signal }),
    log,
    clock,
    version,
    userAgentContact: config.contact,
  });
  const queue = openQueue<GeocodeJob>('geocode', { redis, prefix });
  const geocoding = createGeocoding({
    geocoder: createHttpGeocoder({ config, fetcher, cache: createRedisGeocoderCache(redis, prefix) }),
    queue,
    incidents: store.incidents,
    desk,
    pointer: analysis.pointer,
    locator: analysis.locator,
    ledger: store.ledger,
    clock,
    log,
    withinHome: config.withinHome,
    maxWaiting: config.maxWaiting,
    giveUpAfterHours: config.giveUpAfterHours,
  });
  const worker = startWorker('geocode', (data) => geocoding.run(data, ending.signal), {
    redis,
    prefix,
    // One question at a time: more would only stand in line at the gate.
    concurrency: 1,
    deadLetters: store.deadLetters,
    clock,
    log,
    ...(options.lockMs === undefined ? {} : { lockMs: options.lockMs }),
  });
  log.info({ kind: config.kind, host: new URL(config.url).host }, 'geocoder in use');
  return {
    watch: ({ record }) => ({
      async record(incidentId, changes) {
        const incident = await record(incidentId, changes);
        if (incident !== null && changes.some(({ type }) => type === 'opened')) await geocoding.offer(incident);
        return incident;
      },
    }),
    async close() {
      ending.abort();
      await worker.close();
      await queue.close();
      await fetcher.close();
    },
  };
}
