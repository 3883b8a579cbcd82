import type { z } from 'zod';
import { type ConfigFile, type ConfigProblem, fieldPath, zodProblems } from '../../src/core/config-file.js';
import type { Executor } from '../../src/core/executor.js';
import { type GroupCode, groupCodes } from '../../src/core/verdict.js';
import { executorEntrySchema, type Rule, routingKeys, ruleSchema, type Template, templateSchema } from './schema.js';

/** One line of the table: a rule with its executor, or a template; in the order of the files. */
export interface Line {
  readonly id: string;
  readonly groups: readonly GroupCode[] | null;
  readonly topics: readonly string[] | null;
  readonly territory: string | null;
  /** The body that a rule names; null for a template. */
  readonly executor: Executor | null;
  /** Kind and unfilled name of a template; null for a rule. */
  readonly template: Pick<Template, 'kind' | 'name'> | null;
  /** «config/routing/demo-town.yaml:12», for the reason. */
  readonly where: string;
}
export interface RoutingData {
  readonly executors: Executor[];
  readonly rules: Line[];
  readonly templates: Line[];
  readonly problems: ConfigProblem[];
}

interface Placed<T> {
  readonly value: T;
  readonly file: ConfigFile;
  readonly path: readonly PropertyKey[];
}

/**
 * Reads the parsed files of config/routing. Bad lines become problems with file, line and remedy and are left out. `isTerritory`
 * tells whether an id stands in config/places. A table that leaves a group without an executor somewhere is a fatal problem.
 */
export function loadRouting(files: readonly ConfigFile[], isTerritory: (id: string) => boolean): RoutingData {
  const problems: ConfigProblem[] = [];
  const report = (entry: Placed<unknown>, key: PropertyKey | null, message: string): void => {
    const path = key === null ? entry.path : [...entry.path, key];
    problems.push({
      file: entry.file.path,
      line: entry.file.lineAt(path),
      field: fieldPath(path),
      message,
      fatal: false,
    });
  };
  const executorEntries: Placed<Executor>[] = [];
  const ruleEntries: Placed<Rule>[] = [];
  const templateEntries: Placed<Template>[] = [];
  for (const file of files) {
    const data = file.data;
    if (data === null || data === undefined) continue;
    if (typeof data !== 'object' || Array.isArray(data)) {
      report({ value: data, file, path: [] }, null, `write a mapping with the keys ${routingKeys.join(', ')}`);
      continue;
    }
    for (const key of Object.keys(data)) {
      if (!routingKeys.some((known) => known === key))
        report({ value: data, file, path: [key] }, null, `unknown key «${key}»: use ${routingKeys.join(', ')}`);
    }
    executorEntries.push(...read(file, data, 'executors', executorEntrySchema, problems));
    ruleEntries.push(...read(file, data, 'rules', ruleSchema, problems));
    templateEntries.push(...read(file, data, 'templates', templateSchema, problems));
  }

  const executors = new Map<string, Executor>();
  const hasTerritory = (entry: Placed<{ territory: string | null }>): boolean => {
    const { territory } = entry.value;
    if (territory === null || isTerritory(territory)) return true;
    report(entry, 'territory', `there is no territory «${territory}»: use the id of an entry of config/places`);
    return false;
  };
  for (const entry of executorEntries) {
    if (executors.has(entry.value.id))
      report(entry, 'id', `the executor «${entry.value.id}» stands twice: give one of them another id`);
    else if (hasTerritory(entry)) executors.set(entry.value.id, entry.value);
  }

  const ids = new Set<string>();
  const isNew = (entry: Placed<{ id: string }>): boolean => {
    if (!ids.has(entry.value.id)) {
      ids.add(entry.value.id);
      return true;
    }
    report(
      entry,
      'id',
      `the id «${entry.value.id}» stands twice among rules and templates: give one of them another id`,
    );
    return false;
  };
  const rules: Line[] = [];
  for (const entry of ruleEntries) {
    const executor = executors.get(entry.value.executor);
    if (executor === undefined) {
      report(
        entry,
        'executor',
        `there is no executor «${entry.value.executor}»: add it under «executors» or correct the id`,
      );
    } else if (isNew(entry) && hasTerritory(entry)) addLine(rules, entry, { executor, template: null }, report);
  }
  const templates: Line[] = [];
  for (const entry of templateEntries) {
    if (isNew(entry) && hasTerritory(entry))
      addLine(
        templates,
        entry,
        { executor: null, template: { kind: entry.value.kind, name: entry.value.name } },
        report,
      );
  }
  for (const group of groupCodes) {
    const isCovered = [...rules, ...templates].some(
      (line) => line.territory === null && line.topics === null && (line.groups?.includes(group) ?? true),
    );
    if (isCovered) continue;
    const message = `the group «${group}» has no executor outside the territories named: add a template without a territory for it`;
    problems.push({ file: files[0]?.path ?? 'config/routing', line: null, field: 'templates', message, fatal: true });
  }
  return { executors: [...executors.values()], rules, templates, problems };
}

function read<T>(
  file: ConfigFile,
  data: object,
  key: string,
  schema: z.ZodType<T>,
  problems: ConfigProblem[],
): Placed<T>[] {
  const list: unknown = Object.entries(data).find(([name]) => name === key)?.[1];
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) {
    problems.push({
      file: file.path,
      line: file.lineAt([key]),
      field: key,
      message: `«${key}» must be a list`,
      fatal: false,
    });
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

/** Adds the line, unless earlier lines of the same territory take every case from it: then it is dead and reported. */
function addLine(
  lines: Line[],
  entry: Placed<Rule | Template>,
  target: Pick<Line, 'executor' | 'template'>,
  report: (entry: Placed<unknown>, key: PropertyKey | null, message: string) => void,
): void {
  const { id, groups = null, topics = null, territory } = entry.value;
  const earlier = lines.filter((line) => line.territory === territory);
  const takes = (test: (line: Line) => boolean): Line | undefined => earlier.find(test);
  const shadows = [
    ...(topics ?? []).map((topic) => takes((line) => line.topics?.includes(topic) ?? false)),
    ...(groups ?? []).map((group) => takes((line) => line.groups?.includes(group) ?? false)),
    ...(topics === null && groups === null ? [takes((line) => line.topics === null && line.groups === null)] : []),
  ];
  if (shadows.every((line) => line !== undefined)) {
    const names = [...new Set(shadows.map((line) => `«${line?.id}» (${line?.where})`))].join(', ');
    report(entry, null, `«${id}» is never reached: ${names} takes all its cases first; remove it or move it up`);
    return;
  }
  lines.push({
    id,
    groups,
    topics,
    territory,
    ...target,
    where: `${entry.file.path}:${entry.file.lineAt(entry.path)}`,
  });
}
