import { relative } from 'node:path';
import { defineCommand } from 'citty';
import { textEncodings } from '../../../../pipelines/places/import/decode-text.js';
import { type CsvColumn, csvColumns } from '../../../../pipelines/places/import/import-csv.js';
import { type ImportResult, importKinds, importPlaces } from '../../../app/places-import.js';
import { AppError } from '../../../core/errors.js';
import { readCsv } from '../../csv.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { printable } from '../../highlight.js';
import { countInThrees, digits } from '../../plural.js';
import { createProgress } from '../../progress.js';

export const importRegister = defineCommand({
  meta: {
    name: 'import',
    description:
      'Makes an address pack of a register: ГАР (ФИАС), CSV or an extract of OpenStreetMap; may be repeated.',
  },
  args: {
    kind: { type: 'positional', required: true, description: `what the files are: ${importKinds.join(', ')}` },
    files: {
      type: 'positional',
      required: true,
      description: 'the files, also .gz; gar: the folder of a region; osm: .osm, .json (Overpass), .geojson, .geojsonl',
    },
    id: { type: 'string', required: true, description: 'id of the pack: config/places/packs/ID.pack', valueHint: 'id' },
    title: { type: 'string', description: 'what the pack holds, for people; default: the id', valueHint: 'text' },
    settlement: {
      type: 'string',
      description: 'csv, osm: the settlement of rows that name none; gar: this one alone',
      valueHint: 'OKTMO|name',
    },
    parent: {
      type: 'string',
      description: 'region or municipality of settlements that config/places does not know',
      valueHint: 'OKTMO|name',
    },
    columns: {
      type: 'string',
      description: `csv: headers that are not recognised, e.g. street=Адрес,lat=Y (${Object.keys(csvColumns).join(', ')})`,
      valueHint: 'column=header,…',
    },
    encoding: { type: 'string', default: 'auto', description: `csv: ${textEncodings.join(', ')}`, valueHint: 'name' },
    origin: { type: 'string', description: 'where the data come from; default: kind, files and their days' },
    licence: { type: 'string', description: 'licence of the data; default by kind (osm: ODbL 1.0)' },
    attribution: { type: 'string', description: 'line that is shown with the data; default by kind' },
    out: { type: 'string', description: 'folder for the pack instead of config/places/packs', valueHint: 'folder' },
    json: { type: 'boolean', default: false, description: 'the result as one JSON object' },
  },
  run: guarded(async ({ args }) => {
    const kind = importKinds.find((each) => each === args.kind);
    if (kind === undefined)
      throw new AppError('E_INPUT_INVALID', `«${args.kind}» is no kind of register: use ${importKinds.join(', ')}`);
    const encoding = textEncodings.find((each) => each === args.encoding);
    if (encoding === undefined)
      throw new AppError('E_INPUT_INVALID', `--encoding «${args.encoding}»: use ${textEncodings.join(', ')}`);
    const progress = createProgress('rows', 500_000);
    const result = await importPlaces({
      kind,
      paths: args._.slice(1),
      id: args.id,
      title: args.title ?? args.id,
      settlement: args.settlement,
      parent: args.parent,
      origin: args.origin,
      licence: args.licence,
      attribution: args.attribution,
      encoding,
      columns: columnsOf(args.columns),
      configDir: openEnv().OTKLIK_CONFIG_DIR,
      out: args.out,
      readCsv,
      onRow: (number) => progress.at(number),
    }).finally(() => progress.end());
    process.stdout.write(`${args.json ? JSON.stringify(result) : describe(result)}\n`);
  }),
});

/** «street=Адрес,lat=Y» */
function columnsOf(text: string | undefined): Partial<Record<CsvColumn, string>> {
  const columns: Partial<Record<CsvColumn, string>> = {};
  for (const pair of text?.split(',') ?? []) {
    const [name = '', ...header] = pair.split('=');
    const column = (Object.keys(csvColumns) as CsvColumn[]).find((each) => each === name.trim());
    if (column === undefined || header.length === 0)
      throw new AppError(
        'E_INPUT_INVALID',
        `--columns «${pair}»: write column=header, where the column is one of ${Object.keys(csvColumns).join(', ')}`,
      );
    columns[column] = header.join('=').trim();
  }
  return columns;
}

function describe({ path, bytes, meta, summary }: ImportResult): string {
  const { rows, settlements, newTerritories, streets, houses, boundaries, skipped } = summary;
  const shown = relative(process.cwd(), path);
  const lines = [
    `${shown.startsWith('..') ? path : shown}  ${Math.ceil(bytes / 1024)} KB`,
    `  ${[meta.title, meta.origin, meta.licence, meta.attribution].join(' · ')}`,
    `  ${countInThrees(rows, 'row')} read`,
    `  ${countInThrees(settlements, 'settlement')}${newTerritories === 0 ? '' : `; territories that config/places lacks and the pack adds: ${digits(newTerritories)}`}`,
    `  ${countInThrees(streets, 'street')}, ${digits(summary.streetsWithPoint)} with a point`,
    `  ${countInThrees(houses, 'house')}, ${digits(summary.housesWithPoint)} with a point`,
  ];
  if (boundaries > 0) lines.push(`  ${countInThrees(boundaries, 'boundary')}`);
  if (skipped > 0) {
    lines.push(`  ${digits(skipped)} left out:`);
    for (const { reason, count } of summary.reasons) lines.push(`    ${digits(count)} × ${printable(reason)}`);
  }
  if (summary.problems.length > 0) {
    lines.push(skipped > summary.problems.length ? `  the first ${summary.problems.length}:` : '  each of them:');
    for (const problem of summary.problems) lines.push(`    ${printable(problem)}`);
  }
  if (meta.licence === 'not stated') lines.push('  say with --licence under which licence the data may be used');
  return lines.join('\n');
}
