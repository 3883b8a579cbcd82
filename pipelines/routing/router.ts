import { createHash } from 'node:crypto';
import type { ConfigFile, ConfigProblem } from '../../src/core/config-file.js';
import { AppError } from '../../src/core/errors.js';
import type { Executor, Route } from '../../src/core/executor.js';
import { derivedId } from '../../src/core/ids.js';
import type { Place, Territory } from '../../src/core/place.js';
import type { Locator, Router } from '../../src/core/ports.js';
import type { GroupCode, Verdict } from '../../src/core/verdict.js';
import { type Line, loadRouting } from './load.js';
import { fillTemplate } from './schema.js';

export interface RouterOptions {
  /** The parsed files of config/routing. */
  readonly files: readonly ConfigFile[];
  readonly lineage: Locator['lineage'];
  /** All territories: ids in the table are checked against them, and their names fill the templates of `executors()`. */
  readonly territories: readonly Territory[];
  /** Territories whose template bodies `executors()` lists, with all that lies in them; by default those that rules name. */
  readonly served?: readonly string[];
  /** Russian names of the groups for the reason; codes where left out. */
  readonly groupNames?: Readonly<Partial<Record<GroupCode, string>>>;
}
export interface RouterParts {
  readonly router: Router;
  readonly problems: ConfigProblem[];
}

type Names = Pick<Place, 'region' | 'municipality' | 'settlement'>;
interface Found {
  readonly executor: Executor;
  readonly line: Line;
  /** What the line was chosen by. */
  readonly by: 'topic' | 'group' | 'any';
}

/**
 * The routing table. The line of the finest territory wins, then a line for the topic before one for the group before one for all, then
 * the first in the files. Where no rule says anything, the templates answer in the same order, so every topic in every territory has
 * exactly one executor.
 */
export function createRouter(options: RouterOptions): RouterParts {
  const { files, lineage, territories, groupNames = {} } = options;
  const byId = new Map(territories.map((territory) => [territory.id, territory]));
  const { executors, rules, templates, problems } = loadRouting(files, (id) => byId.has(id));
  const hash = createHash('sha256')
    .update(JSON.stringify([executors, rules, templates]))
    .digest('hex');

  const choose = (
    lines: readonly Line[],
    chain: readonly (string | null)[],
    group: GroupCode | null,
    topic: string | null,
  ): Omit<Found, 'executor'> | null => {
    for (const territory of chain) {
      const here = lines.filter((line) => line.territory === territory);
      if (here.length === 0) continue;
      const byTopic = topic === null ? undefined : here.find((line) => line.topics?.includes(topic));
      if (byTopic !== undefined) return { line: byTopic, by: 'topic' };
      const byGroup = group === null ? undefined : here.find((line) => line.groups?.includes(group));
      if (byGroup !== undefined) return { line: byGroup, by: 'group' };
      const any = here.find((line) => line.topics === null && line.groups === null);
      if (any !== undefined) return { line: any, by: 'any' };
    }
    return null;
  };
  const find = (place: Names, territoryId: string | null, group: GroupCode | null, topic: string | null): Found => {
    const chain = [...lineage(territoryId), null];
    const found =
      choose(rules, chain, group, topic) ??
      choose(templates, chain, group, topic) ??
      choose(templates, chain, 'other', null);
    if (found === null) {
      throw new AppError(
        'E_ROUTE_MISSING',
        `no executor for the group «${group ?? 'none'}» in «${territoryId ?? 'no territory'}»: add a template without groups and territory to config/routing`,
      );
    }
    return { ...found, executor: executorOf(found.line, place, territoryId) };
  };

  const reasonFor = ({ line, by }: Found, place: Names, group: GroupCode | null, topic: string | null): string => {
    const subject =
      by === 'topic'
        ? `тема «${topic}»`
        : group === null
          ? 'тема не определена'
          : `группа «${groupNames[group] ?? group}»`;
    const territory = line.territory === null ? null : byId.get(line.territory)?.name;
    const where =
      territory ?? place.municipality ?? place.settlement?.split(';')[0] ?? place.region ?? 'место не определено';
    const kind = line.executor === null ? 'общее правило' : 'правило';
    return `${subject.charAt(0).toUpperCase()}${subject.slice(1)}, территория «${where}»: ${kind} «${line.id}» (${line.where}).`;
  };

  const router: Router = {
    revision: `routing-${hash.slice(0, 12)}`,
    route(verdict: Verdict, place: Place): Route {
      const found = find(place, place.territoryId, verdict.group, verdict.topic);
      const { executor } = found;
      return {
        executorId: executor.id,
        executorName: executor.name,
        ruleId: found.line.id,
        reason: reasonFor(found, place, verdict.group, verdict.topic),
        ranked: rank(
          executor,
          verdict,
          (group) => find(place, place.territoryId, group, group === verdict.group ? verdict.topic : null).executor,
        ),
      };
    },
    isTemplate: (ruleId) => templates.some(({ id }) => id === ruleId),
    executors: () => allExecutors,
  };

  const served = new Set(options.served ?? rules.flatMap(({ territory }) => territory ?? []));
  const namesOf = (id: string): Names => {
    const names: Names = { region: null, municipality: null, settlement: null };
    for (const ancestor of lineage(id)) {
      const territory = byId.get(ancestor);
      if (territory === undefined) continue;
      const { level, name } = territory;
      if (level === 'region' || level === 'municipality' || level === 'settlement') names[level] = name;
    }
    return names;
  };
  const listed = new Map(executors.map((executor) => [executor.id, executor]));
  for (const { id } of territories) {
    const chain = lineage(id);
    if (!chain.some((ancestor) => served.has(ancestor))) continue;
    for (const line of templates) {
      if (line.territory !== null && !chain.includes(line.territory)) continue;
      const executor = executorOf(line, namesOf(id), id);
      if (!listed.has(executor.id)) listed.set(executor.id, executor);
    }
  }
  const allExecutors = [...listed.values()];
  return { router, problems };
}

/** The rule's executor, or the template's body of this place under an id made of its name. */
function executorOf(line: Line, place: Names, territoryId: string | null): Executor {
  if (line.executor !== null) return line.executor;
  const name = fillTemplate(line.template?.name ?? '', place);
  return {
    id: derivedId('executor', line.id, name),
    name,
    kind: line.template?.kind ?? 'other',
    territory: territoryId,
  };
}

/** The chosen executor first, then those of the other groups that the verdict deems possible; probabilities of one body add up. */
function rank(chosen: Executor, verdict: Verdict, executorFor: (group: GroupCode) => Executor): Route['ranked'] {
  const sums = new Map<string, { executorId: string; executorName: string; probability: number }>();
  const add = (executor: Executor, probability: number): void => {
    const known = sums.get(executor.id);
    if (known === undefined)
      sums.set(executor.id, { executorId: executor.id, executorName: executor.name, probability });
    else known.probability += probability;
  };
  for (const { group, probability } of verdict.groups) add(executorFor(group), probability);
  if (!sums.has(chosen.id)) add(chosen, sums.size === 0 ? 1 : 0);
  return [...sums.values()]
    .map((entry) => ({ ...entry, probability: Math.min(1, Math.round(entry.probability * 10_000) / 10_000) }))
    .toSorted(
      (a, b) =>
        Number(b.executorId === chosen.id) - Number(a.executorId === chosen.id) || b.probability - a.probability,
    )
    .slice(0, 5);
}
