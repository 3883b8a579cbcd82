import type { z } from 'zod';
import { type ConfigFile, type ConfigProblem, fieldPath, zodProblems } from '../../src/core/config-file.js';
import type { Territory } from '../../src/core/place.js';
import { readCompact } from './load-compact.js';
import { aliasesEntrySchema, placesKeys, streetsEntrySchema, territoryEntrySchema } from './schema.js';

/** What the files of config/places say, checked entry by entry. */
export interface PlacesData {
  territories: Territory[];
  /** Street names by territory id. */
  streets: Map<string, string[]>;
  problems: ConfigProblem[];
}

interface Origin {
  file: ConfigFile;
  path: readonly PropertyKey[];
}

/**
 * Reads the parsed files of config/places. A bad entry becomes a problem with its file, line and remedy and is left out; the rest goes
 * on. Ids must be unique over all files, parents must exist and may not form a ring.
 */
export function loadPlaces(files: readonly ConfigFile[]): PlacesData {
  const problems: ConfigProblem[] = [];
  const territories = new Map<string, Territory>();
  const origins = new Map<string, Origin>();
  const streets = new Map<string, string[]>();
  const report = (origin: Origin, message: string): void => {
    const { file, path } = origin;
    problems.push({ file: file.path, line: file.lineAt(path), field: fieldPath(path), message, fatal: false });
  };
  const add = (territory: Territory, origin: Origin): void => {
    const earlier = origins.get(territory.id);
    if (earlier === undefined) {
      territories.set(territory.id, territory);
      origins.set(territory.id, origin);
    } else {
      const line = earlier.file.lineAt(earlier.path);
      report(
        origin,
        `the id «${territory.id}» stands already in ${earlier.file.path}:${line}: give this territory another id`,
      );
    }
  };
  const later: (() => void)[] = [];

  for (const file of files) {
    const data = file.data;
    if (isRecord(data) && 'settlements' in data) {
      const compact = readCompact(file);
      problems.push(...compact.problems);
      for (const { territory, path } of compact.territories) add(territory, { file, path });
    } else if (isRecord(data)) addWritten(file, data, { add, report, later, territories, streets, problems });
    else if (data !== null && data !== undefined) {
      report({ file, path: [] }, `write a mapping with the keys ${placesKeys.join(', ')}`);
    }
  }
  for (const run of later) run();
  dropOrphans(territories, origins, report);
  return { territories: [...territories.values()], streets, problems };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Sink {
  add(territory: Territory, origin: Origin): void;
  report(origin: Origin, message: string): void;
  /** Run when all territories of all files are known. */
  later: (() => void)[];
  territories: Map<string, Territory>;
  streets: Map<string, string[]>;
  problems: ConfigProblem[];
}

function addWritten(file: ConfigFile, data: Record<string, unknown>, sink: Sink): void {
  for (const key of Object.keys(data)) {
    if (!placesKeys.some((known) => known === key)) {
      sink.report({ file, path: [key] }, `unknown key «${key}»: use ${placesKeys.join(', ')}`);
    }
  }
  for (const { value, origin } of entries(file, data, 'territories', territoryEntrySchema, sink))
    sink.add(value, origin);
  for (const { value, origin } of entries(file, data, 'streets', streetsEntrySchema, sink)) {
    sink.later.push(() => {
      if (sink.territories.has(value.territory)) {
        sink.streets.set(value.territory, [...(sink.streets.get(value.territory) ?? []), ...value.names]);
      } else sink.report(origin, `there is no territory «${value.territory}»: use the id of an entry of config/places`);
    });
  }
  for (const { value, origin } of entries(file, data, 'aliases', aliasesEntrySchema, sink)) {
    sink.later.push(() => {
      const territory = sink.territories.get(value.territory);
      if (territory === undefined) {
        sink.report(origin, `there is no territory «${value.territory}»: use the id of an entry of config/places`);
      } else sink.territories.set(territory.id, { ...territory, aliases: [...territory.aliases, ...value.names] });
    });
  }
}

function entries<T>(
  file: ConfigFile,
  data: Record<string, unknown>,
  key: string,
  schema: z.ZodType<T>,
  sink: Sink,
): { value: T; origin: Origin }[] {
  const list = data[key];
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) {
    sink.report({ file, path: [key] }, `«${key}» must be a list`);
    return [];
  }
  return list.flatMap((entry: unknown, i) => {
    const path = [key, i];
    const parsed = schema.safeParse(entry);
    if (parsed.success) return [{ value: parsed.data, origin: { file, path } }];
    sink.problems.push(...zodProblems(file, parsed.error, path));
    return [];
  });
}

/** Leaves out territories whose parent is missing or that are their own ancestor. */
function dropOrphans(
  territories: Map<string, Territory>,
  origins: Map<string, Origin>,
  report: (origin: Origin, message: string) => void,
): void {
  const order = { country: 0, region: 1, municipality: 2, settlement: 3, district: 4 };
  for (let changed = true; changed; ) {
    changed = false;
    for (const territory of [...territories.values()]) {
      if (territory.parent === null) continue;
      const parent = territories.get(territory.parent);
      const origin = origins.get(territory.id);
      if (parent !== undefined && order[parent.level] < order[territory.level]) continue;
      territories.delete(territory.id);
      changed = true;
      if (origin === undefined) continue;
      report(
        { file: origin.file, path: [...origin.path, 'parent'] },
        parent === undefined
          ? `the parent «${territory.parent}» of «${territory.id}» does not exist: add it or correct the id`
          : `the parent «${parent.id}» is a ${parent.level}, but a ${territory.level} must lie in something larger`,
      );
    }
  }
}
