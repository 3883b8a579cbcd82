import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Boundaries } from '../../pipelines/places/areas.js';
import { loadBoundaries } from '../../pipelines/places/boundaries.js';
import { createGazetteer } from '../../pipelines/places/gazetteer.js';
import type { TextEncoding } from '../../pipelines/places/import/decode-text.js';
import { type CsvColumn, type CsvRow, importCsv } from '../../pipelines/places/import/import-csv.js';
import { importGar } from '../../pipelines/places/import/import-gar.js';
import { importOsm } from '../../pipelines/places/import/import-osm.js';
import { type ImportSummary, PackCollector } from '../../pipelines/places/import/pack-collector.js';
import { createSettlementResolver } from '../../pipelines/places/import/settlement-resolver.js';
import { buildPack } from '../../pipelines/places/pack-build.js';
import { type PackMeta, packMetaSchema } from '../../pipelines/places/pack-rows.js';
import { territoryByText } from '../../pipelines/places/territory-by-text.js';
import type { TerritoryTree } from '../../pipelines/places/territory-tree.js';
import { type PlaceFiles, readPlaces } from '../config/places.js';
import { AppError } from '../core/errors.js';
import type { Point } from '../core/place.js';
import { version } from '../version.js';
import { dayOf, garFiles, openText, osmFile } from './places-import-files.js';
import { territoriesOf } from './places-open.js';

export const importKinds = ['gar', 'csv', 'osm'] as const;
export type ImportKind = (typeof importKinds)[number];

export interface ImportOptions {
  kind: ImportKind;
  /** Files; for `gar` also folders. */
  paths: readonly string[];
  id: string;
  title: string;
  /** OKTMO code, id or name. `csv`, `osm`: where a row names none; `gar`: this one alone. */
  settlement?: string | undefined;
  /** Region or municipality of settlements that nobody knows and whose code does not tell it. */
  parent?: string | undefined;
  origin?: string | undefined;
  licence?: string | undefined;
  attribution?: string | undefined;
  encoding: TextEncoding;
  columns: Partial<Record<CsvColumn, string>>;
  configDir: string;
  /** Folder of the pack; that of the configuration by default. */
  out?: string | undefined;
  readCsv(chunks: AsyncIterable<string>): AsyncIterable<CsvRow>;
  onRow(count: number): void;
}

export interface ImportResult {
  path: string;
  bytes: number;
  meta: PackMeta;
  summary: ImportSummary;
}

/** What the licence asks to be shown with the data, by kind of register. */
const licences: Record<ImportKind, Pick<PackMeta, 'licence' | 'attribution'> & { source: string }> = {
  gar: {
    source: 'ФИАС (ГАР)',
    licence: 'open data of the Federal Tax Service of Russia',
    attribution: 'ФИАС, ФНС России',
  },
  csv: { source: 'address register', licence: 'not stated', attribution: 'address register of the centre' },
  osm: { source: 'OpenStreetMap', licence: 'ODbL 1.0', attribution: '© OpenStreetMap contributors' },
};

/**
 * Makes an address pack of a register and puts it into the folder of packs; an earlier one of this id is replaced when all went well.
 * @throws AppError E_INPUT_INVALID when nothing can be made of the files; the earlier pack stays
 */
export async function importPlaces(options: ImportOptions): Promise<ImportResult> {
  const { kind, paths, onRow } = options;
  const meta = await metaOf(options);
  const places = readPlaces(options.configDir);
  // The pack itself is made anew.
  const tree = territoriesOf(places, meta.id);
  const settlement =
    options.settlement === undefined ? null : territoryByText(tree, options.settlement, '--settlement', ['settlement']);
  const parent =
    options.parent === undefined ? null : territoryByText(tree, options.parent, '--parent', ['municipality', 'region']);
  const known = tree.territories;
  const areaAt = kind !== 'gar' && parent === null ? areasOf(places, tree) : undefined;
  const resolver = createSettlementResolver({
    known,
    packId: meta.id,
    parent,
    settlement,
    ...(areaAt === undefined ? {} : { areaAt }),
  });
  const collector = new PackCollector();
  if (kind === 'gar') {
    const only = settlement === null ? null : { name: settlement.name, oktmo: settlement.oktmo };
    await importGar({ files: await garFiles(paths), only, collector, resolver, onRow });
  } else if (kind === 'csv') {
    for (const file of paths) {
      const rows = options.readCsv(openText(file, options.encoding));
      await importCsv({ file, rows, columns: options.columns, settlement, collector, resolver, onRow });
    }
  } else {
    const region = tree.at(settlement?.id ?? parent?.id ?? '', 'region')?.id ?? null;
    await importOsm({ files: paths.map(osmFile), settlement, known, region, collector, resolver, onRow });
  }
  const added = resolver.added();
  const parents = new Map(
    added.map(({ id, level, parent: of }) => [id, level === 'district' ? String(of) : String(id)]),
  );
  const settlementOf = (id: string): string => tree.at(id, 'settlement')?.id ?? parents.get(id) ?? id;
  const summary = collector.summary(added.length, settlementOf);
  if (summary.streets === 0) throw nothingRead(paths, summary, settlement?.name ?? null);
  const bytes = buildPack(collector.rowsOf(meta, added));
  const path = await writePack(options.out ?? join(options.configDir, 'places', 'packs'), meta.id, bytes);
  return { path, bytes: bytes.byteLength, meta, summary };
}

async function metaOf({ kind, paths, id, title, ...options }: ImportOptions): Promise<PackMeta> {
  const { source, licence, attribution } = licences[kind];
  const parts = await Promise.all(paths.map(async (path) => `${basename(path)} ${await dayOf(path, kind)}`));
  const shown = parts.length > 4 ? [...parts.slice(0, 3), `and ${parts.length - 3} more`] : parts;
  const meta = packMetaSchema.safeParse({
    id,
    title,
    origin: options.origin ?? `${source}: ${shown.join(', ')}`,
    licence: options.licence ?? licence,
    attribution: options.attribution ?? attribution,
    createdBy: `otklik places import ${kind}, ${version}`,
  });
  if (meta.success) return meta.data;
  const issue = meta.error.issues[0];
  throw new AppError('E_INPUT_INVALID', `--${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

/** Tells by the boundaries of config/places in which municipality or region a point lies. */
function areasOf({ boundaryFiles }: PlaceFiles, { territories }: TerritoryTree): (point: Point) => string | null {
  let boundaries: Boundaries | null = null;
  return (point) => {
    // Declining all names takes a second: only when the first settlement asks for it.
    boundaries ??= loadBoundaries(boundaryFiles, createGazetteer(territories, new Map())).boundaries;
    const areas = boundaries.at(point);
    return (
      areas.find(({ level, territoryId }) => /^(?:municipality|region)$/.test(level) && territoryId !== null)
        ?.territoryId ?? null
    );
  };
}

function nothingRead(paths: readonly string[], summary: ImportSummary, settlement: string | null): AppError {
  const where = settlement === null ? '' : ` of «${settlement}»`;
  const lines = summary.problems.slice(0, 5).map((problem) => `  ${problem}`);
  return new AppError(
    'E_INPUT_INVALID',
    [
      `no street${where} was found in ${paths.join(', ')} (${summary.rows} rows read, ${summary.skipped} left out): no pack was written`,
      ...lines,
    ].join('\n'),
  );
}

/** Whole or not at all: processes that start meanwhile read the earlier pack or the new one. */
async function writePack(folder: string, id: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, `${id}.pack`);
  const draft = join(folder, `.${id}.${randomBytes(4).toString('hex')}.draft`);
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(draft, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw new AppError(
      'E_INPUT_INVALID',
      `cannot write ${path} (${(cause as Error).message}): name a folder that can be written with --out`,
      { cause },
    );
  }
  return path;
}
