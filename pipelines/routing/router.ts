import { createHash } from 'node:crypto';
import type { ConfigFile, ConfigProblem } from '../../src/core/config-file.js';
import { AppError } from '../../src/core/errors.js';
import type { Executor, Route } from '../../src/core/executor.js';
import type { Place, Territory } from '../../src/core/place.js';
import type { Locator, RouteOrigin, Router } from '../../src/core/ports.js';
import type { GroupCode, Verdict } from '../../src/core/verdict.js';
import type { Situation } from './conditions.js';
import { approverOf, chooseFit, namesOf, type Outcome, outcomeOf, type PlaceNames, templateBody } from './decide.js';
import { explainFits, type RouteExplanation } from './explain.js';
import { loadRouting } from './load.js';
import { localMoment } from './local-moment.js';
import { namedBodies } from './named-bodies.js';
import { sayAway, sayConditions } from './say.js';
import { type Fit, indexLines, type RoutingTable } from './table.js';

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
  readonly table: RoutingTable;
  readonly problems: ConfigProblem[];
  /** The same decision as `router.route`, with every line that came in question. */
  explain(verdict: Verdict, place: Place, text: string, origin?: RouteOrigin): RouteExplanation;
}

/** Zone of a place whose territory tells none and whose source is not known. */
const defaultZone = 'Europe/Moscow';

interface Found extends Fit, Outcome {}

/**
 * The routing table. Rules come before templates; among each the finest territory first, there a line for the topic before one for the group
 * before one for everything, there the first in the files; the first line whose conditions hold wins. So every topic in every territory has
 * exactly one executor. Where that body does not act on the day, a substitute does.
 */
export function createRouter(options: RouterOptions): RouterParts {
  const { files, lineage, territories, groupNames = {} } = options;
  const byId = new Map(territories.map((territory) => [territory.id, territory]));
  const { table, problems } = loadRouting(files, byId);
  const { organisations, rules, templates } = table;
  const index = indexLines(table);
  const hash = createHash('sha256')
    .update(JSON.stringify([[...organisations.values()], rules, templates, groupNames]))
    .digest('hex');

  const zoneOf = (chain: readonly string[], origin: RouteOrigin): string => {
    for (const id of chain) {
      const zone = byId.get(id)?.timeZone;
      if (zone) return zone;
    }
    return origin.timeZone ?? defaultZone;
  };
  const situationOf = (place: Place, text: string, origin: RouteOrigin): Situation & { timeZone: string } => {
    const timeZone = zoneOf(lineage(place.territoryId), origin);
    let named: ReturnType<typeof namedBodies> | null = null;
    return {
      sourceId: origin.sourceId ?? null,
      sourceKind: origin.sourceKind ?? null,
      timeZone,
      moment: origin.at ? localMoment(origin.at, timeZone) : null,
      named: () => {
        named ??= namedBodies(text);
        return named;
      },
    };
  };
  const find = (place: Place, group: GroupCode | null, topic: string | null, situation: Situation): Found => {
    const { territoryId } = place;
    const fit = chooseFit(index, [...lineage(territoryId), null], group, topic, situation);
    if (fit === null) {
      throw new AppError(
        'E_ROUTE_MISSING',
        `no executor for the group «${group ?? 'none'}» in «${territoryId ?? 'no territory'}»: add a template without groups and territory to config/routing`,
      );
    }
    return { ...fit, ...outcomeOf(fit.line, place, territoryId, situation.moment?.date ?? null, table) };
  };

  const reasonFor = (found: Found, place: PlaceNames, group: GroupCode | null, topic: string | null): string => {
    const { line, by } = found;
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
    const subjects = [subject, `территория «${where}»`, ...sayConditions(line.conditions)].join(', ');
    return `${subjects.charAt(0).toUpperCase()}${subjects.slice(1)}: ${kind} «${line.id}» (${line.where})${sayAway(found)}.`;
  };

  const routeIn = (verdict: Verdict, place: Place, situation: Situation): { route: Route; found: Found } => {
    const found = find(place, verdict.group, verdict.topic, situation);
    const { executor, approver } = found;
    const topicOf = (group: GroupCode): string | null => (group === verdict.group ? verdict.topic : null);
    const route = {
      executorId: executor.id,
      executorName: executor.name,
      approverId: approver?.id ?? null,
      approverName: approver?.name ?? null,
      ruleId: found.line.id,
      reason: reasonFor(found, place, verdict.group, verdict.topic),
      ranked: rank(executor, verdict, (group) => find(place, group, topicOf(group), situation).executor),
    };
    return { route, found };
  };
  const templateIds = new Set(templates.map(({ id }) => id));
  const listed = listExecutors(options, byId, table);

  return {
    table,
    problems,
    router: {
      revision: `routing-${hash.slice(0, 12)}`,
      route: (verdict, place, text, origin = {}) => routeIn(verdict, place, situationOf(place, text, origin)).route,
      isTemplate: (ruleId) => templateIds.has(ruleId),
      executors: () => listed,
      organisation: (id) => organisations.get(id) ?? null,
      approverOf: (executorId) => {
        const executor = organisations.get(executorId);
        return executor === undefined ? null : approverOf({ approver: 'parent' }, executor, null, table);
      },
    },
    explain(verdict, place, text, origin = {}) {
      const situation = situationOf(place, text, origin);
      const { route, found } = routeIn(verdict, place, situation);
      const chain = lineage(place.territoryId);
      const { group, topic } = verdict;
      return {
        route,
        group,
        topic,
        territories: chain.map((id) => ({ id, name: byId.get(id)?.name ?? id })),
        source: { id: situation.sourceId, kind: situation.sourceKind },
        at: origin.at ?? null,
        timeZone: situation.timeZone,
        local: situation.moment,
        named: [...situation.named()],
        candidates: explainFits(index.fitting([...chain, null], group, topic), found, situation, (line) =>
          outcomeOf(line, place, place.territoryId, null, table),
        ),
        away: found.away.map(({ organisation: { id, name }, window }) => ({ id, name, ...window })),
        isUnattended: found.isUnattended,
      };
    },
  };
}

/** The written organisations, and the bodies of the templates in the territories that are served. */
function listExecutors(
  { served, territories, lineage }: RouterOptions,
  byId: ReadonlyMap<string, Territory>,
  { organisations, rules, templates }: RoutingTable,
): Executor[] {
  const wanted = new Set(served ?? rules.flatMap(({ territory }) => territory ?? []));
  const listed = new Map<string, Executor>(
    [...organisations.values()].map(({ id, name, kind, territory }) => [id, { id, name, kind, territory }]),
  );
  for (const { id } of territories) {
    const chain = lineage(id);
    if (!chain.some((ancestor) => wanted.has(ancestor))) continue;
    for (const line of templates) {
      if (line.territory !== null && !chain.includes(line.territory)) continue;
      const executor = templateBody(line, namesOf(chain, byId), id);
      if (!listed.has(executor.id)) listed.set(executor.id, executor);
    }
  }
  return [...listed.values()];
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
