/** An address pack as it was read; pipelines/places understands it. */
export interface PackFile {
  /** As a person would type it: «config/places/packs/kursk.pack». */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Keeps what was compiled of the places for the next start. Whatever goes wrong with it, it answers null and keeps nothing. */
export interface PlaceCache {
  /** Null when nothing is kept under the key. */
  get(key: string): Uint8Array | null;
  put(key: string, bytes: Uint8Array): void;
}
