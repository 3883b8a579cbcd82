import type { ConfigProblem } from '../../src/core/config-file.js';
import type { Organisation } from '../../src/core/organisation.js';
import type { Territory } from '../../src/core/place.js';
import type { Locator } from '../../src/core/ports.js';
import type { Taxonomy } from '../../src/core/taxonomy.js';
import { approvalGaps, standIns, substituteRing, unattendedDay } from './check-bodies.js';
import { type Reach, walkCells } from './check-reach.js';
import { namesOf } from './decide.js';
import { fillTemplate, unknownPlace } from './schema.js';
import type { Line, RoutingTable } from './table.js';

export type RoutingFindingCode =
  | 'not-loaded'
  | 'gap'
  | 'dead'
  | 'shadowed'
  | 'unknown-topic'
  | 'unknown-source'
  | 'expired'
  | 'nameless'
  | 'unreached-organisation'
  | 'substitute-ring'
  | 'unattended'
  | 'self-approval'
  | 'no-approver';

export interface RoutingFinding {
  readonly code: RoutingFindingCode;
  /** «config/routing/demo-town.yaml:12»; null where it concerns the table as a whole. */
  readonly where: string | null;
  readonly message: string;
  /** Empty where the message says it. */
  readonly remedy: string;
}
export interface RoutingCheck {
  readonly groups: number;
  readonly topics: number;
  readonly territories: number;
  readonly organisations: number;
  readonly lines: number;
  /** Cases walked: topics, groups without a topic and texts without a group, in every territory and in none. */
  readonly cells: number;
  readonly findings: RoutingFinding[];
}
export interface RoutingCheckInput {
  readonly table: RoutingTable;
  /** What was left out when the table was loaded. */
  readonly problems: readonly ConfigProblem[];
  readonly territories: readonly Territory[];
  readonly lineage: Locator['lineage'];
  readonly taxonomy: Taxonomy;
  /** Ids and kinds of all sources. */
  readonly sources: ReadonlySet<string>;
  /** Day of the check, YYYY-MM-DD: what ended before it is expired, and what was before it does not matter. */
  readonly today: string;
}

/** So many names stand in a message; the rest is counted. */
const mostNamed = 5;

/**
 * Proves that every topic has exactly one executor in every territory, whatever the source and the time, and lists what in the table is
 * useless or leads nowhere. Every finding is one: a line that is called dead or shadowed wins in no case.
 */
export function checkRouting(input: RoutingCheckInput): RoutingCheck {
  const { table, problems, territories, lineage, taxonomy } = input;
  const ids = territories.map(({ id }) => id);
  const reach = walkCells(table, ids, lineage, taxonomy);
  return {
    groups: taxonomy.groups.length,
    topics: taxonomy.groups.reduce((sum, { topics }) => sum + topics.length, 0),
    territories: ids.length,
    organisations: table.organisations.size,
    lines: table.rules.length + table.templates.length,
    cells: reach.cells,
    findings: [
      ...problems.map(
        ({ file, line, field, message }): RoutingFinding => ({
          code: 'not-loaded',
          where: line === null ? file : `${file}:${line}`,
          message: field === '' ? message : `${field}: ${message}`,
          remedy: '',
        }),
      ),
      ...gapFindings(reach, input),
      ...[...table.rules, ...table.templates].flatMap((line) => lineFindings(line, reach, input)),
      ...namelessFindings(reach, input),
      ...organisationFindings(reach, input),
    ],
  };
}

function gapFindings({ gaps }: Reach, { territories }: RoutingCheckInput): RoutingFinding[] {
  const names = new Map(territories.map(({ id, name }) => [id, name]));
  return gaps.map(({ area, group, topics }) => {
    const where = area.territories.map((id) => (id === null ? 'an unknown place' : `${names.get(id)} (${id})`));
    const what = topics.map(
      (topic) => topic ?? (group === null ? 'texts without a group' : `${group} without a topic`),
    );
    return {
      code: 'gap',
      where: null,
      message: `no line holds always for ${some(what)} in ${some(where)}`,
      remedy:
        'add a rule without conditions, or a template without a territory; conditional rules never complete a topic',
    };
  });
}

function lineFindings(line: Line, { reached, takers }: Reach, input: RoutingCheckInput): RoutingFinding[] {
  const { id, where, topics, groups, conditions } = line;
  const known = new Set(input.taxonomy.groups.flatMap((group) => group.topics.map((topic) => topic.id)));
  const findings: RoutingFinding[] = [];
  const add = (code: RoutingFindingCode, message: string, remedy: string): void => {
    findings.push({ code, where, message: `«${id}» ${message}`, remedy });
  };
  const unknown = (topics ?? []).filter((topic) => !known.has(topic));
  if (unknown.length > 0)
    add(
      'unknown-topic',
      `names ${some(unknown)}, which config/taxonomy.yaml does not have`,
      'correct the id or take it out',
    );
  const strangers = (conditions?.sources ?? []).filter((source) => !input.sources.has(source));
  if (strangers.length > 0)
    add(
      'unknown-source',
      `waits for ${some(strangers)}, no id or kind of a source`,
      'use an id of config/sources or a kind',
    );
  if (conditions?.to !== undefined && conditions.to < input.today)
    add('expired', `ended on ${conditions.to}`, 'take it out, or move «to»');

  const subjects = [...(topics ?? []), ...(groups ?? []), ...(topics === null && groups === null ? [''] : [])];
  const named = subjects.filter((subject) => !unknown.includes(subject));
  const lost = named.filter((subject) => !reached.get(line)?.has(subject));
  if (lost.length > 0) {
    const by = new Set(lost.flatMap((subject) => [...(takers.get(line)?.get(subject) ?? [])]));
    const told = some([...by].map((taker) => `«${taker.id}» (${taker.where})`));
    if (lost.length === named.length)
      add(
        'dead',
        `never wins: ${told} takes all its cases first`,
        'remove it, move it up, or give the other one conditions',
      );
    else add('shadowed', `never wins for ${some(lost)}: ${told} comes first`, 'take that out of one of the two');
  }
  for (const { code, body } of approvalGaps(line, input.table)) {
    const who = body === line.executor?.id || line.executor === null ? `«${body}»` : `«${body}», which stands in,`;
    if (code === 'self-approval')
      add(code, `lets ${who} approve its own answers`, 'name another approver, or give that body a parent');
    else add(code, `gives ${who} nobody to approve its answers`, 'name an approver, or give the body a parent');
  }
  return findings;
}

function namelessFindings({ areas }: Reach, { territories, lineage }: RoutingCheckInput): RoutingFinding[] {
  const byId = new Map(territories.map((territory) => [territory.id, territory]));
  const nameless = new Map<Line, string[]>();
  for (const { territories: ids, templates } of areas) {
    for (const id of ids) {
      if (id === null) continue;
      const names = namesOf(lineage(id), byId);
      for (const line of templates) {
        if (!fillTemplate(line.template?.name ?? '', names).includes(unknownPlace)) continue;
        nameless.set(line, [...(nameless.get(line) ?? []), `${byId.get(id)?.name} (${id})`]);
      }
    }
  }
  return [...nameless].map(([line, where]) => ({
    code: 'nameless',
    where: line.where,
    message: `«${line.id}» has no name in ${some(where)}`,
    remedy: 'add «region», which every place has, between the braces',
  }));
}

function organisationFindings(reach: Reach, { table, today }: RoutingCheckInput): RoutingFinding[] {
  const { organisations, organisationPlaces } = table;
  const lines = [...reach.reached.keys()];
  const executors = new Set(lines.flatMap(({ executor }) => executor ?? []));
  const used = new Set<Organisation>();
  const use = (organisation: Organisation | undefined): void => {
    if (organisation === undefined || used.has(organisation)) return;
    used.add(organisation);
    use(organisations.get(organisation.parent ?? ''));
    for (const standIn of standIns(organisation, table)) use(standIn);
  };
  for (const { executor, approver } of lines) {
    use(executor ?? undefined);
    if (approver !== null && approver !== 'parent') use(approver);
  }
  return [...organisations.values()].flatMap((organisation) => {
    const { id, name, substitutes } = organisation;
    const findings: RoutingFinding[] = [];
    const add = (code: RoutingFindingCode, message: string, remedy: string): void => {
      findings.push({ code, where: organisationPlaces.get(id) ?? null, message, remedy });
    };
    if (!used.has(organisation))
      add(
        'unreached-organisation',
        `«${id}» (${name}) gets nothing: no line that wins names it`,
        'add a rule for it, or take it out',
      );
    const ring = substituteRing(organisation, today, table);
    if (ring !== null)
      add(
        'substitute-ring',
        `the substitutes go in a ring: ${ring.join(' → ')}`,
        'let one of them name another, or give days that do not overlap',
      );
    const day = executors.has(organisation) ? unattendedDay(organisation, today, table) : null;
    if (day !== null)
      add('unattended', `«${id}» does not act on ${day}, and nobody in its place`, 'add a substitute that acts then');
    for (const { id: substitute, to } of substitutes)
      if (to !== null && to < today)
        add('expired', `«${substitute}» stood in for «${id}» until ${to}`, 'take it out, or move «to»');
    return findings;
  });
}

/** The first few, and how many more there are. */
function some(names: readonly string[]): string {
  const rest = names.length - mostNamed;
  return `${names.slice(0, mostNamed).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
