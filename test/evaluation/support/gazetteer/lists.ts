import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A settlement that a list names. */
export interface Listed {
  name: string;
  /** Region as the list writes it. */
  region: string;
  /** The region again, as the address of the list's page writes it: «хакасия республика». */
  path?: string;
}

/** Lists of towns beside the checkout; only the first has a licence to be shipped, all may be measured against. */
export const listFiles = {
  hflabs: 'hflabs_city.csv',
  arbaev: 'arbaev_russia-cities.json',
  epogrebnyak: 'epogrebnyak_towns.csv',
  pensnarik: 'pensnarik_russian-cities.json',
  nelsoneax: 'nelsoneax_PopulationGRU.json',
} as const;
export const formsFile = 'romashkoyp_region_word_forms.csv';

type Row = Record<string, unknown>;

/** All lists found in the folder, by name. */
export function readLists(folder: string): Record<keyof typeof listFiles, Listed[]> {
  const json = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const csv = (name: string): Row[] => readCsv(readFileSync(join(folder, name), 'utf8'));
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return {
    hflabs: csv(listFiles.hflabs).map((row) => ({
      name: text(row.settlement) || text(row.city) || text(row.area) || text(row.region),
      region: text(row.region),
    })),
    arbaev: (json(listFiles.arbaev) as { name: string; region: { name: string } }[]).map(({ name, region }) => ({
      name,
      region: region.name,
    })),
    epogrebnyak: csv(listFiles.epogrebnyak).map((row) => ({
      name: text(row.city),
      region: text(row.region_name_ao) || text(row.region_name),
    })),
    pensnarik: (json(listFiles.pensnarik) as { name: string; subject: string }[]).map(({ name, subject }) => ({
      name,
      region: subject,
    })),
    nelsoneax: Object.entries(json(listFiles.nelsoneax) as Record<string, Row>)
      .filter(([, row]) => typeof row.НаселенныйПунк === 'string')
      .map(([address, row]) => ({
        name: text(row.НаселенныйПунк),
        region: text(row.ФедеральныйОкруг).split(', ')[1] ?? '',
        path: address.split('/')[2] ?? '',
      })),
  };
}

/** Region → forms of its name and its capital that people write. */
export function readRegionForms(folder: string): Map<string, string[]> {
  const forms = new Map<string, string[]>();
  for (const row of readCsv(readFileSync(join(folder, formsFile), 'utf8'))) {
    const region = String(row.region_name_x);
    forms.set(region, [...(forms.get(region) ?? []), String(row.region_name_y)]);
  }
  return forms;
}

function readCsv(text: string): Row[] {
  const [head = [], ...rows] = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) => match[1] ?? match[2] ?? ''),
    );
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ''])));
}
