import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import type { ConfigFile, ConfigProblem } from '../core/config-file.js';
import type { KeptResults } from '../core/kept.js';
import { hoursOfBodies } from '../core/organisation.js';
import type { PackFile } from '../core/place-files.js';
import { type ReactionsConfig, reactionsConfigSchema } from '../core/reaction.js';
import { type Recurrence, recurrenceSchema } from '../core/recurrence.js';
import { type SeriesConfig, seriesConfigSchema } from '../core/series.js';
import { slaSchema } from '../core/sla.js';
import type { Source } from '../core/source.js';
import { type Taxonomy, taxonomySchema } from '../core/taxonomy.js';
import { makeCalendar, type WorkingCalendar } from '../core/working-time.js';
import { readAnswers } from './answer-files.js';
import { readCalendars } from './calendars.js';
import { type CollectorConfig, collectorConfigSchema } from './collector.js';
import { type GeocoderConfig, geocoderConfigSchema } from './geocoder.js';
import { type ModelsConfig, modelsConfigSchema } from './models.js';
import { configInvalid, parseOne } from './parse.js';
import { readPlaces } from './places.js';
import { parseSources } from './source-files.js';
import { type ReadOptions, readConfigFile, readConfigFolder } from './yaml.js';

/** The checked contents of config/. Rules, places and routing are handed on as files: their rooms understand them. */
export interface Config {
  sources: Source[];
  taxonomy: Taxonomy;
  calendar: WorkingCalendar;
  ruleFiles: ConfigFile[];
  placeFiles: ConfigFile[];
  /** GeoJSON of config/places/boundaries; none where the folder is not there. */
  boundaryFiles: ConfigFile[];
  /** Address packs of config/places/packs. */
  placePacks: PackFile[];
  routingFiles: ConfigFile[];
  /** Of config/answers; none where the folder is not there. */
  answerFiles: ConfigFile[];
  models: ModelsConfig;
  collector: CollectorConfig;
  geocoder: GeocoderConfig;
  recurrence: Recurrence;
  reactions: ReactionsConfig;
  series: SeriesConfig;
}

/** Reads config/sources/ alone. Bad entries are left out and reported. */
export function loadSources(
  configDir: string,
  options: ReadOptions = {},
): { sources: Source[]; problems: ConfigProblem[] } {
  const { files, problems } = readConfigFolder('sources', resolve(configDir), options);
  return { sources: parseSources(files, problems), problems };
}

/**
 * Reads the whole config folder. Bad entries of lists are left out and reported; what the product cannot run without is fatal.
 * @param kept keeps what was parsed for the next start, which then takes half a second less
 * @returns config, and the problems of the entries left out
 * @throws AppError E_CONFIG_INVALID with all problems together when one of them is fatal.
 */
export function loadConfig(configDir: string, kept?: KeptResults): { config: Config; problems: ConfigProblem[] } {
  const dir = resolve(configDir);
  const options: ReadOptions = kept === undefined ? {} : { kept };
  const problems: ConfigProblem[] = [];
  const folder = (name: string) => {
    const read = readConfigFolder(name, dir, options);
    problems.push(...read.problems);
    return read.files;
  };
  const { sources, problems: ofSources } = loadSources(dir, options);
  problems.push(...ofSources);
  const taxonomy = parseOne(readConfigFile(join(dir, 'taxonomy.yaml'), dir, options), taxonomySchema, problems);
  const sla = parseOne(readConfigFile(join(dir, 'sla.yaml'), dir, options), slaSchema, problems);
  const years = readCalendars(folder('calendar'), problems).map(({ calendar: year }) => year);
  const [ruleFiles, routingFiles] = [folder('rules'), folder('routing')];
  const answers = readAnswers(dir, options);
  problems.push(...answers.problems);
  const places = readPlaces(dir, options);
  problems.push(...places.problems);
  // A folder of an earlier version has none.
  const optional = <T>(name: string, schema: z.ZodType<T>): T | null => {
    const file = join(dir, name);
    return existsSync(file) ? parseOne(readConfigFile(file, dir, options), schema, problems) : schema.parse({});
  };
  const models = optional('models.yaml', modelsConfigSchema);
  const collector = optional('collector.yaml', collectorConfigSchema);
  const geocoder = optional('geocoder.yaml', geocoderConfigSchema);
  const reactions = optional('reactions.yaml', reactionsConfigSchema);
  const recurrence = optional('recurrence.yaml', recurrenceSchema);
  const series = optional('series.yaml', seriesConfigSchema);
  if (
    taxonomy === null ||
    sla === null ||
    models === null ||
    collector === null ||
    geocoder === null ||
    recurrence === null ||
    reactions === null ||
    series === null ||
    problems.some((problem) => problem.fatal)
  ) {
    throw configInvalid(problems);
  }
  const calendar = makeCalendar(sla, years, hoursOfBodies(routingFiles));
  const config: Config = {
    sources,
    taxonomy,
    calendar,
    ruleFiles,
    placeFiles: places.files,
    placePacks: places.packs,
    boundaryFiles: places.boundaryFiles,
    routingFiles,
    answerFiles: answers.files,
    models,
    collector,
    geocoder,
    recurrence,
    reactions,
    series,
  };
  return { config: Object.freeze(config), problems };
}
