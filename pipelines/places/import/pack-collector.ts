import type { Point } from '../../../src/core/place.js';
import { houseKey, type PackBoundary, type PackHouse, type PackMeta, type PackRows } from '../pack-rows.js';
import type { NamedStreet } from './address-words.js';

/** What came of an import. */
export interface ImportSummary {
  /** Rows, elements or features that were read. */
  readonly rows: number;
  readonly settlements: number;
  /** Settlements and districts that config/places does not know: the pack adds them. */
  readonly newTerritories: number;
  readonly streets: number;
  readonly streetsWithPoint: number;
  readonly houses: number;
  readonly housesWithPoint: number;
  readonly boundaries: number;
  /** How many were left out. */
  readonly skipped: number;
  /** How many for which reason, the most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
  /** The first of them, with place and remedy. */
  readonly problems: readonly string[];
}

/** A street of the pack while it is gathered. */
export interface StreetDraft extends NamedStreet {
  readonly territory: string;
  readonly aliases: Set<string>;
  point: Point | null;
  readonly houses: Map<string, PackHouse>;
  /** Middles of its stretches, where it is drawn as several. */
  readonly stretches: Point[];
}
const shownProblems = 20;

/** Gathers what an importer reads; the same street may come any number of times. */
export class PackCollector {
  rows = 0;
  skipped = 0;
  readonly problems: string[] = [];
  private readonly reasons = new Map<string, number>();
  private readonly streets = new Map<string, StreetDraft>();
  private readonly boundaries = new Map<string, PackBoundary>();

  /** Counts one that is left out; the first are told with their place («FILE:12», «way 17»). */
  skip(place: string, reason: string, remedy: string): void {
    this.skipped++;
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
    this.note(`${place} ${reason}: ${remedy}`);
  }

  /** Counts one that cannot be read at all; `problem` names the place and the remedy. */
  unreadable(problem: string): void {
    this.skipped++;
    this.reasons.set('cannot be read', (this.reasons.get('cannot be read') ?? 0) + 1);
    this.note(problem);
  }

  /** Tells of something that is wrong but leaves nothing out. */
  note(problem: string): void {
    // What a register writes may hold anything.
    if (this.problems.length < shownProblems) this.problems.push(problem.replace(/\p{Cc}/gu, '·'));
  }

  street(territory: string, { type, name }: NamedStreet, point: Point | null = null): StreetDraft {
    const key = `${territory}\n${type}\n${name}`;
    let street = this.streets.get(key);
    if (street === undefined) {
      street = { territory, type, name, aliases: new Set(), point, houses: new Map(), stretches: [] };
      // «1-й Ломоносова», a проезд: people write «1-й проезд Ломоносова».
      const numbered = /^(\d+-(?:й|я|е)) (.+)$/.exec(name);
      if (numbered !== null) street.aliases.add(`${numbered[1]} ${type} ${numbered[2]}`);
      this.streets.set(key, street);
    }
    street.point ??= point;
    return street;
  }

  /** A part of a street that is drawn in several; `settlePoints` takes the one in their middle. */
  stretch(street: StreetDraft, point: Point): void {
    street.stretches.push(point);
  }

  /** Gives streets that came in stretches the point of the stretch that is nearest to the mean of all. */
  settlePoints(): void {
    for (const street of this.streets.values()) {
      const { stretches } = street;
      if (stretches.length === 0) continue;
      const lat = stretches.reduce((sum, point) => sum + point.lat, 0) / stretches.length;
      const lon = stretches.reduce((sum, point) => sum + point.lon, 0) / stretches.length;
      const off = (point: Point): number => Math.hypot(point.lat - lat, point.lon - lon);
      street.point = stretches.reduce((best, point) => (off(point) < off(best) ? point : best));
    }
  }

  /** Of houses of one number the first with a point stays. */
  house(street: StreetDraft, number: string, point: Point | null): void {
    const key = houseKey(number);
    const known = street.houses.get(key);
    if (known === undefined || (known.point === null && point !== null)) street.houses.set(key, { number, point });
  }

  boundary(territory: string, polygons: PackBoundary['polygons']): void {
    if (!this.boundaries.has(territory)) this.boundaries.set(territory, { territory, polygons });
  }

  rowsOf(meta: PackMeta, territories: Record<string, unknown>[]): PackRows {
    return {
      meta,
      territories,
      streets: [...this.streets.values()].map(({ territory, type, name, point, aliases, houses }) => ({
        territory,
        type,
        name,
        point,
        aliases: [...aliases],
        houses: [...houses.values()],
      })),
      boundaries: [...this.boundaries.values()],
    };
  }

  /** @param settlementOf the settlement of a street's territory, which may be a district */
  summary(newTerritories: number, settlementOf: (territory: string) => string): ImportSummary {
    const settlements = new Set<string>();
    const counts = { streetsWithPoint: 0, houses: 0, housesWithPoint: 0 };
    for (const { territory, point, houses } of this.streets.values()) {
      settlements.add(settlementOf(territory));
      if (point !== null) counts.streetsWithPoint++;
      counts.houses += houses.size;
      for (const house of houses.values()) if (house.point !== null) counts.housesWithPoint++;
    }
    return {
      rows: this.rows,
      settlements: settlements.size,
      newTerritories,
      streets: this.streets.size,
      ...counts,
      boundaries: this.boundaries.size,
      skipped: this.skipped,
      reasons: [...this.reasons].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
      problems: this.problems,
    };
  }
}
