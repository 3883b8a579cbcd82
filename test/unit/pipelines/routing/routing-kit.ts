import { checkRouting, type RoutingCheck } from '../../../../pipelines/routing/check.js';
import { createRouter, type RouterParts } from '../../../../pipelines/routing/router.js';
import { bareTerritory, type Place, type Territory } from '../../../../src/core/place.js';
import type { RouteOrigin } from '../../../../src/core/ports.js';
import type { Taxonomy } from '../../../../src/core/taxonomy.js';
import { type GroupCode, groupCodes, type Verdict } from '../../../../src/core/verdict.js';
import { configFile } from '../places/config-files.js';

/** Two regions in two zones; the first with two municipalities, one of them with a town. */
export const territories: Territory[] = [
  { ...bareTerritory, id: 'west', level: 'region', name: 'Запад', oktmo: '11000000', timeZone: 'Europe/Moscow' },
  { ...bareTerritory, id: 'lake', level: 'municipality', name: 'Озёрный округ', parent: 'west' },
  { ...bareTerritory, id: 'town', level: 'settlement', name: 'Озёрск', parent: 'lake' },
  { ...bareTerritory, id: 'hill', level: 'municipality', name: 'Горный округ', parent: 'west' },
  { ...bareTerritory, id: 'east', level: 'region', name: 'Восток', oktmo: '12000000', timeZone: 'Asia/Vladivostok' },
];
const parents = new Map(territories.map(({ id, parent }) => [id, parent]));
export function lineage(id: string | null): string[] {
  return id === null || !parents.has(id) ? [] : [id, ...lineage(parents.get(id) ?? null)];
}

export const topics = ['housing.heating', 'housing.lift', 'roads.potholes'] as const;
/** Twenty groups, as a taxonomy must have, three topics in two of them. */
export const taxonomy: Taxonomy = {
  groups: groupCodes.map((code) => ({
    code,
    ru: code,
    en: code,
    note: code,
    topics: topics.filter((id) => id.startsWith(`${code}.`)).map((id) => ({ id, ru: id, en: id })),
  })),
};

/** A router over one file; the last template answers for everything unless it is left out. */
export function routing(yaml: string, withDefault = true): RouterParts {
  const rest = withDefault
    ? '\ntemplates:\n  - { id: rest, kind: municipality, name: "Администрация: {municipality|region}" }\n'
    : '';
  return createRouter({ files: [configFile('config/routing/x.yaml', `${yaml}${rest}`)], lineage, territories });
}

export function checked(yaml: string, options: { withDefault?: boolean; today?: string } = {}): RoutingCheck {
  const { table, problems } = routing(yaml, options.withDefault);
  const sources = new Set(['vk', 'forum']);
  return checkRouting({
    table,
    problems,
    territories,
    lineage,
    taxonomy,
    sources,
    today: options.today ?? '2026-03-01',
  });
}

export function place(territoryId: string | null): Place {
  return {
    precision: 'none',
    territoryId,
    region: null,
    municipality: null,
    settlement: null,
    street: null,
    house: null,
    district: null,
    landmarks: [],
    oktmo: null,
    point: null,
    pointOf: null,
    named: [],
    confidence: 1,
    regionConfidence: null,
    evidence: [],
  };
}

export function verdict(
  group: GroupCode | null,
  topic: string | null = null,
  groups: [GroupCode, number][] = [],
): Verdict {
  return {
    score: 0.9,
    incident: true,
    unsure: false,
    doubts: [],
    group,
    topic,
    kind: null,
    urgency: 'ordinary',
    groups: groups.map(([code, probability]) => ({ group: code, probability })),
    topics: [],
    evidence: [],
  };
}

/** The route of one text. */
export function routed(
  parts: Pick<RouterParts, 'router'>,
  asked: { topic?: string; group?: GroupCode; at?: string; territory?: string | null; text?: string } & Omit<
    RouteOrigin,
    'at'
  >,
) {
  const { topic = null, territory = 'town', text = '', ...origin } = asked;
  const group = asked.group ?? ((topic?.split('.')[0] ?? null) as GroupCode | null);
  return parts.router.route(verdict(group, topic), place(territory), text, origin);
}
