import type { ConfigFile, ConfigProblem } from '../../src/core/config-file.js';
import type { Organisation } from '../../src/core/organisation.js';
import type { Territory } from '../../src/core/place.js';
import { groupCodes } from '../../src/core/verdict.js';
import { conditionsOf, coversConditions } from './conditions.js';
import { loadOrganisations, reportTerritory } from './load-organisations.js';
import { type Placed, placeOf, type Report, readEntries, reportInto } from './read-files.js';
import type { Rule, Template } from './schema.js';
import type { Line, RoutingTable } from './table.js';

export interface LoadedRouting {
  readonly table: RoutingTable;
  readonly problems: ConfigProblem[];
}

/**
 * Reads the parsed files of config/routing. Bad lines become problems with file, line and remedy and are left out. A table that leaves a
 * group without an executor somewhere is a fatal problem.
 * @param territories those of config/places, by id
 */
export function loadRouting(files: readonly ConfigFile[], territories: ReadonlyMap<string, Territory>): LoadedRouting {
  const problems: ConfigProblem[] = [];
  const report = reportInto(problems);
  const entries = readEntries(files, problems);
  const organisations = loadOrganisations(entries.organisations, territories, report);

  const ids = new Set<string>();
  const isNew = (entry: Placed<{ id: string }>): boolean => {
    const { id } = entry.value;
    const isFirst = !ids.has(id);
    ids.add(id);
    if (!isFirst)
      report(entry, 'id', `the id «${id}» stands twice among rules and templates: give one of them another id`);
    return isFirst;
  };
  const hasTerritory = (entry: Placed<{ territory: string | null }>): boolean => {
    const { territory } = entry.value;
    if (territory === null || territories.has(territory)) return true;
    reportTerritory(entry, territory, report);
    return false;
  };
  const rules = new LineList();
  for (const entry of entries.rules) {
    const executor = organisations.get(entry.value.executor);
    if (executor === undefined) {
      const message = `there is no organisation «${entry.value.executor}»: add it under «organisations» or correct the id`;
      report(entry, 'executor', message);
    } else if (isNew(entry) && hasTerritory(entry)) {
      const target = { executor, template: null, approver: approverOf(entry, organisations, report) };
      addLine(rules, entry, { ...target, conditions: conditionsOf(entry.value) }, report);
    }
  }
  const templates = new LineList();
  for (const entry of entries.templates) {
    if (!isNew(entry) || !hasTerritory(entry)) continue;
    const { kind, name } = entry.value;
    const target = { executor: null, template: { kind, name }, approver: approverOf(entry, organisations, report) };
    addLine(templates, entry, { ...target, conditions: null }, report);
  }
  for (const group of groupCodes) {
    const isCovered = [...rules.lines, ...templates.lines].some(
      ({ territory, topics, groups, conditions }) =>
        territory === null && topics === null && conditions === null && (groups?.includes(group) ?? true),
    );
    if (isCovered) continue;
    const message = `the group «${group}» has no executor outside the territories named: add a template without a territory for it`;
    problems.push({ file: files[0]?.path ?? 'config/routing', line: null, field: 'templates', message, fatal: true });
  }
  const approvalFor = [...new Set(entries.approvalFor)];
  // Of entries with one id the first counts.
  const organisationPlaces = new Map(
    entries.organisations.toReversed().map((entry) => [entry.value.id, placeOf(entry)]),
  );
  return {
    table: { organisations, organisationPlaces, rules: rules.lines, templates: templates.lines, approvalFor },
    problems,
  };
}

function approverOf(
  entry: Placed<Rule | Template>,
  organisations: ReadonlyMap<string, Organisation>,
  report: Report,
): Line['approver'] {
  const { approver } = entry.value;
  if (approver === undefined) return 'parent';
  if (approver === null) return null;
  const found = organisations.get(approver);
  if (found !== undefined) return found;
  report(
    entry,
    'approver',
    `there is no organisation «${approver}»: add it under «organisations» or correct the id; the executor’s parent approves until then`,
  );
  return 'parent';
}

/** Lines in their order, and those of one territory at once: a country has tens of thousands. */
class LineList {
  readonly lines: Line[] = [];
  readonly #byTerritory = new Map<string | null, Line[]>();

  of(territory: string | null): readonly Line[] {
    return this.#byTerritory.get(territory) ?? [];
  }
  add(line: Line): void {
    this.lines.push(line);
    const there = this.#byTerritory.get(line.territory);
    if (there === undefined) this.#byTerritory.set(line.territory, [line]);
    else there.push(line);
  }
}

/** Adds the line, unless earlier lines of the same territory take every case from it: then it is dead and reported. */
function addLine(
  list: LineList,
  entry: Placed<Rule | Template>,
  target: Pick<Line, 'executor' | 'template' | 'approver' | 'conditions'>,
  report: Report,
): void {
  const { id, groups = null, topics = null, territory } = entry.value;
  const earlier = list.of(territory).filter((line) => coversConditions(line.conditions, target.conditions));
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
  list.add({ id, groups, topics, territory, ...target, where: placeOf(entry) });
}
