import { join } from 'node:path';
import { createLocator } from '../../../pipelines/places/locator.js';
import { openKeptResults } from '../../../src/config/kept-results.js';
import { readPlaces } from '../../../src/config/places.js';
import type { PackFile } from '../../../src/core/place-files.js';
import { projectRoot } from '../../../src/version.js';
import { lanes } from '../catalogue.js';
import type { Lane } from '../lane.js';
import { inventPacks } from './invented-packs.js';
import { inventPosts } from './texts.js';

const configDir = join(projectRoot, 'config');
/** Where the posts are written from: Рязань. */
const context = { territory: '61701000001' };

/** The shipped gazetteer, and invented packs of its largest towns. */
export function readInvented(): { input: ReturnType<typeof readPlaces>; packs: PackFile[] } {
  const input = readPlaces(configDir);
  return { input, packs: inventPacks(createLocator({ files: input.files }).territories) };
}

/** Finds the places of invented posts. */
export function locatingLane(withPacks: boolean): Lane {
  const { input, packs } = withPacks ? readInvented() : { input: readPlaces(configDir), packs: [] };
  const { locator } = createLocator({ files: input.files, packs });
  const posts = inventPosts(lanes.places.roundSize);
  return {
    async round(size) {
      let found = 0;
      for (let i = 0; i < size; i++) found += locator.locate(posts[i] as string, context).named.length;
      if (found < size / 10) throw new Error(`only ${found} places found in ${size} posts`);
    },
    close: async () => undefined,
  };
}

/**
 * Loads the places, the packs' bytes at hand; the shipped files are read each time.
 * @param folder where the compiled index is kept; null to compile it anew each time
 */
export function loadingLane(folder: string | null): Lane {
  const { packs } = readInvented();
  const kept = folder === null ? undefined : openKeptResults(join(folder, 'places'), 3, 'bench');
  const load = () => createLocator({ files: readPlaces(configDir).files, packs, kept });
  if (kept !== undefined) load();
  return {
    async round(size) {
      for (let i = 0; i < size; i++) {
        const { street } = load().locator.locate('на Победы 15 темно', context);
        if (street !== 'Победы') throw new Error(`loaded places that find «${street}»`);
      }
    },
    close: async () => undefined,
  };
}
