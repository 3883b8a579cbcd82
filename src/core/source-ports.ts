import type { Alert, AlertKind } from './alert.js';
import type { RawPage } from './raw-page.js';
import type { RegisteredSource, SourceState } from './source.js';
import type { SourceCounts, TroubledHealth } from './source-health.js';

/** Which sources are asked for; all that is given must hold. */
export interface SourceQuery {
  /** Stands in id, name or address, whatever case. */
  text?: string;
  kind?: string;
  label?: string;
  territory?: string;
  origin?: RegisteredSource['origin'];
  /** As of `at`; a source has the gravest that fits. */
  health?: TroubledHealth;
  /** Only those that are on and whose passport's last day is this one or earlier, YYYY-MM-DD. */
  expiresBy?: string;
  /** Instant for `health`, ISO. */
  at: string;
}

export interface SourceFigures {
  byKind: Record<string, number>;
  /** Over the sources: their median and their 95th percentile of the delay from publication to fetch. */
  delayP50: { half: number | null; most: number | null };
  delayP95: { half: number | null; most: number | null };
}

export interface SourceStore {
  /** Replaces the sources with these ids; others stay. Waits until `list` shows them. */
  put(sources: readonly RegisteredSource[]): Promise<void>;
  /** All, by id. */
  list(): Promise<RegisteredSource[]>;
  /** Those whose `updatedAt` is this instant or later, by id. */
  changedSince(at: string): Promise<RegisteredSource[]>;
  get(id: string): Promise<RegisteredSource | null>;
  byIds(ids: readonly string[]): Promise<RegisteredSource[]>;
  putStates(states: readonly SourceState[]): Promise<void>;
  /** All, or those of these sources, by source. */
  states(sourceIds?: readonly string[]): Promise<SourceState[]>;
  /** A page of sources, by id; `after` is the last id of the page before. */
  search(
    query: SourceQuery,
    page: { limit: number; after?: string },
  ): Promise<{ items: RegisteredSource[]; total: number }>;
  /** How many there are, and how many of each trouble at this instant. */
  counts(at: string): Promise<SourceCounts>;
  /** How many sources there are of each kind, switched off ones left out, and what half and 95 % of them keep below, seconds (null: none measured). */
  figures(): Promise<SourceFigures>;
}

export interface AlertStore {
  /** Writes alerts under their ids, replacing what stood there. */
  put(alerts: readonly Alert[]): Promise<void>;
  /** Newest first; only those that have not ended when `isOpen`. Sees what was written up to the last refresh. */
  list(options?: { isOpen?: boolean; kind?: AlertKind; limit?: number }): Promise<Alert[]>;
}

export interface RawPageStore {
  /** Keeps pages under their ids, replacing what stood there. */
  put(pages: readonly RawPage[]): Promise<void>;
  get(id: string): Promise<RawPage | null>;
  /** Newest first, as of the last refresh, without the body. */
  list(options?: { sourceId?: string; limit?: number }): Promise<Omit<RawPage, 'body'>[]>;
  remove(ids: readonly string[]): Promise<void>;
  /** Forgets those fetched before this instant; returns how many. */
  removeBefore(at: string): Promise<number>;
}
