import type { z } from 'zod';
import { type ConfigFile, type ConfigProblem, fieldPath, zodProblems } from '../../src/core/config-file.js';
import type { BodyKind } from '../../src/core/executor.js';
import { type Organisation, organisationSchema } from '../../src/core/organisation.js';
import { approvalForSchema, type Rule, ruleSchema, type Template, templateSchema } from './schema.js';

/** An entry with the place where it stands. */
export interface Placed<T> {
  readonly value: T;
  readonly file: ConfigFile;
  readonly path: readonly PropertyKey[];
}
/** Notes what is wrong with an entry, at one of its keys or as a whole. */
export type Report = (entry: Placed<unknown>, key: PropertyKey | null, message: string) => void;

export interface RoutingEntries {
  organisations: Placed<Organisation>[];
  rules: Placed<Rule>[];
  templates: Placed<Template>[];
  approvalFor: BodyKind[];
}

const keys = ['organisations', 'rules', 'templates', 'approvalFor'];
const keysShown = keys.join(', ');
/** What earlier versions called organisations; read all the same, so that no table falls silent. */
const formerKey = 'executors';

/** «config/routing/demo-town.yaml:12» */
export function placeOf({ file, path }: Placed<unknown>): string {
  return `${file.path}:${file.lineAt(path)}`;
}

export function reportInto(problems: ConfigProblem[]): Report {
  return (entry, key, message) => {
    const path = key === null ? entry.path : [...entry.path, key];
    const { file } = entry;
    problems.push({ file: file.path, line: file.lineAt(path), field: fieldPath(path), message, fatal: false });
  };
}

/** The entries of all files in their order; those that do not fit their schema become problems and are left out. */
export function readEntries(files: readonly ConfigFile[], problems: ConfigProblem[]): RoutingEntries {
  const report = reportInto(problems);
  const entries: RoutingEntries = { organisations: [], rules: [], templates: [], approvalFor: [] };
  for (const file of files) {
    const { data } = file;
    if (data === null || data === undefined) continue;
    if (typeof data !== 'object' || Array.isArray(data)) {
      report({ value: data, file, path: [] }, null, `write a mapping with the keys ${keysShown}`);
      continue;
    }
    for (const key of Object.keys(data)) {
      const entry = { value: data, file, path: [key] };
      if (key === formerKey)
        report(
          entry,
          null,
          'bodies stand under «organisations» now: rename the key; its entries stay as they are and count',
        );
      else if (!keys.includes(key)) report(entry, null, `unknown key «${key}»: use ${keysShown}`);
    }
    for (const key of [formerKey, 'organisations'])
      entries.organisations.push(...readList(file, data, key, organisationSchema, problems));
    entries.rules.push(...readList(file, data, 'rules', ruleSchema, problems));
    entries.templates.push(...readList(file, data, 'templates', templateSchema, problems));
    entries.approvalFor.push(...readKinds(file, data, problems));
  }
  return entries;
}

function readKinds(file: ConfigFile, data: object, problems: ConfigProblem[]): BodyKind[] {
  const value = valueAt(data, 'approvalFor');
  if (value === undefined || value === null) return [];
  const parsed = approvalForSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  problems.push(...zodProblems(file, parsed.error, ['approvalFor']));
  return [];
}

function readList<T>(
  file: ConfigFile,
  data: object,
  key: string,
  schema: z.ZodType<T>,
  problems: ConfigProblem[],
): Placed<T>[] {
  const list = valueAt(data, key);
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) {
    reportInto(problems)({ value: list, file, path: [key] }, null, `«${key}» must be a list`);
    return [];
  }
  return list.flatMap((entry: unknown, i) => {
    const path = [key, i];
    const parsed = schema.safeParse(entry);
    if (parsed.success) return [{ value: parsed.data, file, path }];
    problems.push(...zodProblems(file, parsed.error, path));
    return [];
  });
}

function valueAt(data: object, key: string): unknown {
  return Object.entries(data).find(([name]) => name === key)?.[1];
}
