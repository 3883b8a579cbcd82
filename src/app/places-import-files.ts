import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { decodeText, type TextEncoding } from '../../pipelines/places/import/decode-text.js';
import { type GarFile, garPartOf } from '../../pipelines/places/import/import-gar.js';
import type { OsmFile } from '../../pipelines/places/import/osm-element.js';
import { readFeature, readOsmJson } from '../../pipelines/places/import/osm-json.js';
import { osmXmlFile } from '../../pipelines/places/import/osm-xml.js';
import { AppError } from '../core/errors.js';

/** JSON is read whole; V8 holds half a gigabyte in one string. */
const mostJsonBytes = 400 * 1024 * 1024;

/** Before each feature of a GeoJSON text sequence (RFC 8142). */
const recordSeparator = 0x1e;

const invalid = (message: string, cause?: unknown): AppError => new AppError('E_INPUT_INVALID', message, { cause });

/** The text of a file piece by piece, `.gz` unpacked on the way. @throws AppError E_INPUT_INVALID when it cannot be read. */
export async function* openText(path: string, encoding: TextEncoding = 'auto'): AsyncGenerator<string, void> {
  yield* decodeText(path, openBytes(path), encoding);
}

async function* openBytes(path: string): AsyncGenerator<Uint8Array, void> {
  const packed = /\.(zip|7z|bz2|xz|rar)$/i.exec(path);
  if (packed !== null) throw invalid(`${path} is packed: unpack it first and name what was in it`);
  const file = createReadStream(path);
  let input: Readable = file;
  if (/\.gz$/i.test(path)) {
    const unpacked = createGunzip();
    file.on('error', (error) => unpacked.destroy(error)).pipe(unpacked);
    input = unpacked;
  }
  let isFirst = true;
  try {
    for await (const chunk of input as AsyncIterable<Uint8Array>) {
      if (isFirst) refuseBinary(path, chunk);
      isFirst = false;
      yield chunk;
    }
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    const remedy = code.startsWith('Z_') ? 'it is cut off or no gzip file; copy it anew' : 'name an existing file';
    throw invalid(`cannot read ${path} (${message}): ${remedy}`, cause);
  } finally {
    file.destroy();
  }
}

/** By what they begin with: ZIP, which spreadsheets are too, gzip and PBF. */
function refuseBinary(path: string, chunk: Uint8Array): void {
  // One character a byte: what TextDecoder calls latin1 is windows-1252, in which 8B is «‹» (Node 20 alone does not follow that).
  const head = Buffer.from(chunk.subarray(0, 20)).toString('latin1');
  if (head.startsWith('PK\u0003\u0004'))
    throw invalid(`${path} is a ZIP or a spreadsheet: unpack it, or save it as CSV`);
  if (head.startsWith('\u001F\u008B')) throw invalid(`${path} is packed with gzip: let its name end in .gz`);
  if (head.includes('OSMHeader')) throw pbfRefused(path);
}

const pbfRefused = (path: string): AppError =>
  invalid(
    `${path}: PBF is not read; make an OSM XML of what is needed first: osmium tags-filter ${basename(path)} n/place nwr/addr:housenumber w/highway r/boundary=administrative -o extract.osm`,
  );

/**
 * The day of the data, «2026-05-01»: of a table of ГАР by its name, of other files by their last change.
 * @throws AppError E_INPUT_INVALID when there is no such file
 */
export async function dayOf(path: string, kind: string): Promise<string> {
  const facts = await about(path);
  const names = kind !== 'gar' ? [] : facts.isDirectory() ? await readdir(path) : [basename(path)];
  const day = names.map((name) => /^AS_ADDR_OBJ_(\d{4})(\d\d)(\d\d)/i.exec(name)).find((match) => match !== null);
  return day === undefined ? facts.mtime.toISOString().slice(0, 10) : day.slice(1).join('-');
}

async function about(path: string) {
  return stat(path).catch((cause: Error) => {
    throw invalid(`cannot read ${path} (${cause.message}): name an existing file`, cause);
  });
}

/**
 * The tables of ГАР among the files named, or in the folders named; what is no table of addresses is passed over.
 * @throws AppError E_INPUT_INVALID when there is none
 */
export async function garFiles(paths: readonly string[]): Promise<GarFile[]> {
  const files: GarFile[] = [];
  for (const path of paths) {
    if (!(await about(path)).isDirectory()) {
      const part = garPartOf(basename(path).replace(/\.gz$/i, ''));
      if (part === null)
        throw invalid(
          `${path} is no table that is needed: use AS_ADDR_OBJ_*, AS_ADDR_OBJ_PARAMS_*, AS_ADM_HIERARCHY_*, AS_MUN_HIERARCHY_*, AS_HOUSES_* (.XML)`,
        );
      files.push({ path, part, open: () => openText(path) });
      continue;
    }
    const names = await readdir(path);
    for (const name of names.sort()) {
      const part = garPartOf(name.replace(/\.gz$/i, ''));
      const full = join(path, name);
      if (part !== null) files.push({ path: full, part, open: () => openText(full) });
    }
    const regions = names.filter((name) => /^\d\d$/.test(name));
    if (files.length === 0 && regions.length > 0)
      throw invalid(
        `${path} holds the folders of ${regions.length} regions: name one of them, e.g. ${join(path, regions[0] ?? '')}`,
      );
  }
  if (files.length === 0)
    throw invalid(
      `${paths.join(', ')}: no table AS_ADDR_OBJ_*.XML is there; unpack gar_xml.zip and name the folder of one region`,
    );
  return files;
}

/**
 * An extract of OpenStreetMap: OSM XML, Overpass JSON, GeoJSON, or GeoJSON line by line.
 * @throws AppError E_INPUT_INVALID for a format that is not read, with how to convert it
 */
export function osmFile(path: string): OsmFile {
  const name = path.toLowerCase().replace(/\.gz$/, '');
  if (name.endsWith('.pbf')) throw pbfRefused(path);
  if (/\.(osm|xml)$/.test(name)) return osmXmlFile(path, () => openText(path));
  if (/\.(geojsonl|geojsons|geojsonseq|jsonl|ndjson)$/.test(name))
    return { path, read: (...on) => readLines(path, ...on) };
  if (/\.(json|geojson)$/.test(name)) {
    return {
      path,
      async read(onElement, onProblem) {
        const parts: string[] = [];
        let size = 0;
        for await (const part of openText(path)) {
          size += part.length;
          if (size > mostJsonBytes)
            throw invalid(
              `${path} is too large to be read as one piece of JSON: export OSM XML (.osm), or GeoJSON line by line (osmium export -f geojsonseq)`,
            );
          parts.push(part);
        }
        readOsmJson(path, parts.join(''), onElement, onProblem);
      },
    };
  }
  throw invalid(
    `${path}: what format is it? Use .osm (OSM XML), .json (Overpass), .geojson or .geojsonl, each also with .gz`,
  );
}

/** GeoJSON text sequences: a feature a line, with or without the record separator of RFC 8142. */
async function readLines(path: string, ...[onElement, onProblem]: Parameters<OsmFile['read']>): Promise<void> {
  let rest = '';
  let line = 0;
  const readLine = (text: string): void => {
    line++;
    const bare = (text.charCodeAt(0) === recordSeparator ? text.slice(1) : text).trim();
    if (bare === '') return;
    let value: unknown;
    try {
      value = JSON.parse(bare);
    } catch (error) {
      onProblem(`${path}:${line} is no JSON (${(error as Error).message}): write one feature a line`);
      return;
    }
    readFeature(`${path}:${line}`, value, onElement, onProblem);
  };
  for await (const part of openText(path)) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) readLine(text);
  }
  if (rest !== '') readLine(rest);
}
