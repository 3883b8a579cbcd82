/** How sure a region must be to be given, and what each sign of region.ts counts. */
export interface RegionCoefficients {
  readonly home: readonly number[];
  readonly named: readonly number[];
  readonly threshold: number;
}
export interface PlaceCoefficients {
  /** With the model's locality score, and for texts that have none. */
  readonly region: { readonly withModel: RegionCoefficients; readonly withoutModel: RegionCoefficients };
  /** What each sign of confidence.ts counts. */
  readonly confidence: readonly number[];
}
