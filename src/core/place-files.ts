/** An address pack as it was read; pipelines/places understands it. */
export interface PackFile {
  /** As a person would type it: «config/places/packs/kursk.pack». */
  readonly path: string;
  readonly bytes: Uint8Array;
}
