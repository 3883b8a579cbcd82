import type { Redis } from 'ioredis';
import { z } from 'zod';
import { guardRedis } from '../../../pipelines/queue/bullmq.js';
import type { GeocodedPoint } from '../../core/geocoder.js';
import { pointSchema } from '../../core/place.js';

/** Answers of the geocoder for as long as they count; can be lost at any time. */
export interface GeocoderCache {
  /** Undefined when the question was not asked, null when there was no answer. */
  get(key: string): Promise<GeocodedPoint | null | undefined>;
  put(key: string, found: GeocodedPoint | null, seconds: number): Promise<void>;
}

const keptSchema = z
  .strictObject({ point: pointSchema, pointOf: z.enum(['house', 'street', 'settlement']), licence: z.string() })
  .nullable();

/** In Redis; each answer expires by itself. Keys are hashes: no address can be read from them. */
export function createRedisGeocoderCache(redis: Redis, prefix: string): GeocoderCache {
  const nameOf = (key: string): string => `${prefix}:geocode:${key}`;
  return {
    async get(key) {
      const text = await guardRedis('reading what the geocoder answered', () => redis.get(nameOf(key)));
      return text === null ? undefined : readKept(text);
    },
    async put(key, found, seconds) {
      const text = JSON.stringify(found);
      await guardRedis('keeping what the geocoder answered', () => redis.set(nameOf(key), text, 'EX', seconds));
    },
  };
}

/** Undefined for what another version kept: it is asked for again. */
function readKept(text: string): GeocodedPoint | null | undefined {
  try {
    return keptSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
