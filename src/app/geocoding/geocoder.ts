import type { Fetcher, FetchSource } from '../../../crawlers/fetch/fetcher.js';
import type { GeocoderConfig } from '../../config/geocoder.js';
import { AppError } from '../../core/errors.js';
import type { AddressQuery, GeocodedPoint, Geocoder } from '../../core/geocoder.js';
import { derivedId } from '../../core/ids.js';
import { chooseHit } from './answer.js';
import type { GeocoderApi } from './api.js';
import type { GeocoderCache } from './cache.js';
import { nominatim } from './nominatim.js';
import { photon } from './photon.js';

/** Answers of geocoders are a few kilobytes. */
const maxBytes = 256 * 1024;
const apis: Record<GeocoderConfig['kind'], GeocoderApi> = { nominatim, photon };
const daySeconds = 86_400;

/** A geocoder that may be asked: with its address and the one who answers for the questions. */
export type EnabledGeocoder = GeocoderConfig & { url: string; contact: string };

/** What the guarded fetcher knows of the service: its one host, and nothing that belongs to crawling. */
export function geocoderSource({ url, contact, allowPrivateNetwork }: EnabledGeocoder): FetchSource {
  const passport = {
    ground: 'API named in config/geocoder.yaml',
    terms: 'agreed by its operator',
    contact,
    expires: '9999-12-31',
  };
  return { id: 'geocoder', urls: [url], allowPrivateNetwork, passport, timeZone: 'UTC', language: 'ru' };
}

/** Over HTTP, with a memory: the same address is asked once as long as its answer counts, also when there was none. */
export function createHttpGeocoder(options: {
  config: EnabledGeocoder;
  fetcher: Pick<Fetcher, 'askApi'>;
  cache: GeocoderCache;
}): Geocoder {
  const { config, fetcher, cache } = options;
  const api = apis[config.kind];
  const source = geocoderSource(config);

  async function ask(query: AddressQuery, url: URL): Promise<GeocodedPoint | null> {
    const body = await fetcher.askApi(url.href, {
      source,
      delayMs: config.everySeconds * 1_000,
      deadlineMs: config.timeoutSeconds * 1_000,
      maxBytes,
    });
    try {
      return chooseHit(api.read(JSON.parse(body), config), query);
    } catch (cause) {
      throw new AppError(
        'E_FETCH_FAILED',
        `The geocoder at ${url.host} answered what is no ${config.kind} answer: set kind and url in config/geocoder.yaml.`,
        { retry: false, cause },
      );
    }
  }

  return {
    async find(query) {
      const url = api.urlFor(query, config, new URL(config.url));
      const key = derivedId('geocode', config.kind, url.href);
      const known = await cache.get(key);
      if (known !== undefined) return known;
      const found = await ask(query, url);
      const days = found === null ? config.keepMissesDays : config.keepDays;
      await cache.put(key, found, Math.ceil(days * daySeconds));
      return found;
    },
  };
}
