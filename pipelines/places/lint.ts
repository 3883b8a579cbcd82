import type { ConfigFile, ConfigProblem } from '../../src/core/config-file.js';
import type { Territory } from '../../src/core/place.js';
import type { PackFile } from '../../src/core/place-files.js';
import type { Boundaries } from './areas.js';
import type { Gazetteer } from './gazetteer.js';
import { lintNames } from './lint-names.js';
import { lintPoints } from './lint-points.js';
import { lintStreets } from './lint-streets.js';
import { isRecord } from './load.js';
import { openPlaces } from './open-places.js';
import type { Pack } from './pack-open.js';

export type PlaceLintCode =
  | 'not-loaded'
  | 'no-region'
  | 'no-code'
  | 'no-point'
  | 'same-name'
  | 'alias-clash'
  | 'alias-word'
  | 'forms-clash'
  | 'street-is-settlement'
  | 'street-forms-clash'
  | 'outside-region'
  | 'no-licence';

export interface PlaceFinding {
  readonly severity: 'error' | 'warning';
  readonly code: PlaceLintCode;
  /** File of config/places or pack; null for what lies in several. */
  readonly file: string | null;
  readonly line: number | null;
  /** Territory concerned, by id. */
  readonly territory: string | null;
  readonly message: string;
  readonly remedy: string;
}

export interface PlaceLintInput {
  readonly files: readonly ConfigFile[];
  readonly packs: readonly PackFile[];
  readonly boundaryFiles: readonly ConfigFile[];
  /** What was wrong when the files were read. */
  readonly problems: readonly ConfigProblem[];
}

export interface PlaceLintResult {
  readonly findings: readonly PlaceFinding[];
  readonly territories: number;
  readonly packs: number;
  readonly streets: number;
  readonly boundaries: number;
}

/** What the checks look at. */
export interface LintPlaces {
  readonly territories: readonly Territory[];
  readonly gazetteer: Gazetteer;
  readonly boundaries: Boundaries;
  /** Streets of config/places/*.yaml by territory, with their files. */
  readonly listed: readonly { readonly territory: string; readonly names: readonly string[]; readonly file: string }[];
  originOf(territoryId: string): Pick<PlaceFinding, 'file' | 'line'>;
}

/** Checks config/places, its packs and boundaries: what is not loaded, what cannot be told apart, what lies where it cannot lie. */
export function lintPlaces({ files, packs, boundaryFiles, problems }: PlaceLintInput): PlaceLintResult {
  const opened = openPlaces({ files, packs, boundaryFiles });
  const { compiled, gazetteer, boundaries } = opened;
  const { territories } = compiled;
  const places: LintPlaces = {
    territories,
    gazetteer,
    boundaries,
    listed: listedStreets(files),
    originOf: origins(files, compiled.packs),
  };
  const notLoaded = [...problems, ...opened.problems].map(
    ({ file, line, field, message }): PlaceFinding => ({
      severity: 'error',
      code: 'not-loaded',
      file,
      line,
      territory: null,
      message: field === '' ? message : `${field}: ${message}`,
      remedy: 'what is told here is left out until it is mended',
    }),
  );
  const noLicence = compiled.packs
    .filter(({ meta }) => meta.licence === 'not stated')
    .map(
      ({ meta }): PlaceFinding => ({
        severity: 'warning',
        code: 'no-licence',
        file: packPath(meta.id),
        line: null,
        territory: null,
        message: `the pack «${meta.title}» does not say under which licence its data may be used`,
        remedy: 'import it again with --licence and --attribution',
      }),
    );
  const findings = [...notLoaded, ...lintNames(places), ...lintStreets(places), ...lintPoints(places), ...noLicence];
  return {
    findings: findings.sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning')),
    territories: territories.length,
    packs: compiled.packs.length,
    streets: compiled.packs.reduce((sum, { streetCount }) => sum + streetCount, 0),
    boundaries: boundaries.count,
  };
}

/** As a person would look for it. */
export const packPath = (id: string): string => `config/places/packs/${id}.pack`;

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function listedStreets(files: readonly ConfigFile[]): LintPlaces['listed'] {
  return files.flatMap(({ path, data }) =>
    (isRecord(data) ? listOf(data.streets) : []).flatMap((entry) =>
      isRecord(entry) && typeof entry.territory === 'string'
        ? [
            {
              territory: entry.territory,
              names: listOf(entry.names).filter((name) => typeof name === 'string'),
              file: path,
            },
          ]
        : [],
    ),
  );
}

/** Where each territory is written: the line in a hand-written file, the file alone in tables and packs. */
function origins(files: readonly ConfigFile[], packs: readonly Pack[]): LintPlaces['originOf'] {
  const found = new Map<string, { file: Pick<ConfigFile, 'path' | 'lineAt'>; path: PropertyKey[] | null }>();
  for (const { meta, territories } of packs)
    for (const entry of territories)
      if (isRecord(entry))
        found.set(String(entry.id), { file: { path: packPath(meta.id), lineAt: () => 1 }, path: null });
  for (const file of files) {
    const { data } = file;
    if (!isRecord(data)) continue;
    for (const table of ['regions', 'municipalities', 'settlements', 'districts'])
      for (const row of listOf(data[table])) found.set(String(listOf(row)[0]), { file, path: null });
    for (const [i, entry] of listOf(data.territories).entries())
      if (isRecord(entry)) found.set(String(entry.id), { file, path: ['territories', i] });
  }
  return (id) => {
    const origin = found.get(id);
    if (origin === undefined) return { file: null, line: null };
    const { file, path } = origin;
    return { file: file.path, line: path === null ? null : file.lineAt(path) };
  };
}
