import type { Executor } from '../../src/core/executor.js';
import { derivedId } from '../../src/core/ids.js';
import type { Organisation } from '../../src/core/organisation.js';
import type { Place, Territory } from '../../src/core/place.js';
import type { GroupCode } from '../../src/core/verdict.js';
import { failingCondition, type Situation } from './conditions.js';
import { fillTemplate } from './schema.js';
import { type Acting, actingFor } from './substitutes.js';
import type { Fit, Line, LineIndex, RoutingTable } from './table.js';

export type PlaceNames = Pick<Place, 'region' | 'municipality' | 'settlement'>;

/** What a line amounts to on a day. */
export interface Outcome {
  readonly executor: Executor;
  readonly approver: Organisation | null;
  /** Bodies that do not act on the day, the wanted one first; empty when that one acts. */
  readonly away: Acting['away'];
  /** Nobody of them acts and no substitute either: the wanted body stays, since somebody must. */
  readonly isUnattended: boolean;
  /** The body that the line names, whoever acts. */
  readonly wanted: Executor;
}

/** The first fitting line whose conditions hold. */
export function chooseFit(
  index: LineIndex,
  chain: readonly (string | null)[],
  group: GroupCode | null,
  topic: string | null,
  situation: Situation,
): Fit | null {
  for (const fit of index.fitting(chain, group, topic))
    if (failingCondition(fit.line.conditions, situation) === null) return fit;
  return null;
}

/** Who acts by this line and who approves: substitutes on days on which a body does not act, and nobody approves own answers. */
export function outcomeOf(
  line: Line,
  place: PlaceNames,
  territoryId: string | null,
  date: string | null,
  table: RoutingTable,
): Outcome {
  const wanted = line.executor ?? templateBody(line, place, territoryId);
  const acting = line.executor === null ? null : actingFor(line.executor, date, table);
  const executor = acting?.organisation ?? wanted;
  return {
    executor,
    approver: approverOf(line, executor, date, table),
    wanted,
    away: acting?.away ?? [],
    isUnattended: acting !== null && acting.organisation === null,
  };
}

/** The body of a template at this place, under an id made of its name. */
export function templateBody(line: Line, place: PlaceNames, territoryId: string | null): Executor {
  const name = fillTemplate(line.template?.name ?? '', place);
  return {
    id: derivedId('executor', line.id, name),
    name,
    kind: line.template?.kind ?? 'other',
    territory: territoryId,
  };
}

/** What a place that lies in these territories is called on each level. */
export function namesOf(chain: readonly string[], byId: ReadonlyMap<string, Territory>): PlaceNames {
  const names: PlaceNames = { region: null, municipality: null, settlement: null };
  for (const ancestor of chain) {
    const territory = byId.get(ancestor);
    if (territory === undefined) continue;
    const { level, name } = territory;
    if (level === 'region' || level === 'municipality' || level === 'settlement') names[level] = name;
  }
  return names;
}

/** The approver that the line names, else the parent of the body that acts; on the way up past that body itself and whoever is away. */
export function approverOf(
  { approver }: Pick<Line, 'approver'>,
  executor: Executor,
  date: string | null,
  table: RoutingTable,
): Organisation | null {
  const parentOf = (id: string): Organisation | null =>
    table.organisations.get(table.organisations.get(id)?.parent ?? '') ?? null;
  let wanted = approver === 'parent' ? parentOf(executor.id) : approver;
  for (; wanted !== null; wanted = parentOf(wanted.id)) {
    const acting = actingFor(wanted, date, table).organisation;
    if (acting !== null && acting.id !== executor.id) return acting;
  }
  return null;
}
