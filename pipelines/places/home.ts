import type { Territory } from '../../src/core/place.js';
import type { PlaceContext } from '../../src/core/ports.js';
import { foldName } from './fold.js';
import { CASE, type Gazetteer } from './gazetteer.js';
import type { AreaMention } from './scan.js';

/** Where the writer writes from. Names stand also for what no list knows. */
export interface Home {
  readonly region: Territory | null;
  readonly regionName: string | null;
  readonly municipality: Territory | null;
  readonly municipalityName: string | null;
  readonly settlement: Territory | null;
  readonly settlementName: string | null;
  /** Finest known territory. */
  readonly id: string | null;
  readonly from: {
    readonly region: Origin | null;
    readonly municipality: Origin | null;
    readonly settlement: Origin | null;
  };
}
type Origin = 'source' | 'context';

const typeWords =
  /^(?:г|гор|город|пос|поселок|пгт|рп|с|село|д|дер|деревня|ст|станица|х|хутор|г о|го|городской округ|мо)\s+/;
const trailingTypes = /\s+(?:г|город|г о|го|городской округ|мо)$/;

/** Turns territory id and names into nodes of the tree. Names win over the territory's own; unknown names are kept as written. */
export function resolveHome(context: PlaceContext, gazetteer: Gazetteer): Home {
  const id = context.territory ?? null;
  const of = (level: Territory['level']): Territory | null => (id === null ? null : gazetteer.at(id, level));
  const region = findRegion(context.region, gazetteer) ?? of('region');
  const near = (found: readonly Territory[]): Territory | null => {
    if (found.length === 0) return null;
    const inRegion =
      region === null ? found : found.filter((territory) => gazetteer.at(territory.id, 'region')?.id === region.id);
    if (region !== null) return inRegion[0] ?? null;
    return found.toSorted((a, b) => (b.population ?? 0) - (a.population ?? 0))[0] ?? null;
  };
  const municipalityText = clean(context.municipality);
  const byMunicipality = municipalityText === null ? null : near(findMunicipality(municipalityText, gazetteer));
  const settlementText = clean(context.settlement);
  const bySettlement = settlementText === null ? null : near(findSettlement(settlementText, gazetteer));
  const named = settlementText === null ? (municipalityText === null ? of('settlement') : null) : bySettlement;
  // «городской округ Рязань» without more: the town that the district is named after.
  const district = byMunicipality ?? (municipalityText === null ? of('municipality') : null);
  const settlement = named ?? (settlementText === null && district !== null ? townOf(district, gazetteer) : null);
  const municipality =
    byMunicipality ??
    (municipalityText === null
      ? settlement === null
        ? of('municipality')
        : gazetteer.at(settlement.id, 'municipality')
      : null);
  const finest = settlement ?? municipality ?? region;
  const regionNode = region ?? (finest === null ? null : gazetteer.at(finest.id, 'region'));
  const origin = (text: string | null | undefined, value: unknown): Origin | null =>
    value === null ? null : clean(text) === null && id !== null ? 'source' : 'context';
  const regionName = regionNode?.name ?? clean(context.region);
  const municipalityName = municipality?.name ?? municipalityText;
  const settlementName = settlement?.name ?? (settlementText === null ? null : stripType(settlementText));
  return {
    region: regionNode,
    regionName,
    municipality,
    municipalityName,
    settlement,
    settlementName,
    id: finest?.id ?? null,
    from: {
      region: origin(context.region, regionName),
      municipality: origin(context.municipality, municipalityName),
      settlement: origin(context.settlement, settlementName),
    },
  };
}

function townOf(district: Territory, gazetteer: Gazetteer): Territory | null {
  const name = /^городской округ (.+)$/.exec(district.name)?.[1];
  if (name === undefined) return null;
  return gazetteer.named('settlement', name).find((town) => town.parent === district.id) ?? null;
}

function clean(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

/** «г. Пермь» → «Пермь»: as written, without the type word. */
function stripType(text: string): string {
  return text.replace(
    /^(?:г|гор|город|пос|посёлок|поселок|пгт|рп|с|село|д|дер|деревня|ст|станица|х|хутор)(?:\.\s*|\s+)/i,
    '',
  );
}

function findRegion(text: string | null | undefined, gazetteer: Gazetteer): Territory | null {
  const name = clean(text);
  if (name === null) return null;
  const byName = gazetteer.named('region', name)[0];
  if (byName !== undefined) return byName;
  const folded = foldName(name);
  for (const word of ['область', 'край', 'республика', 'автономный округ']) {
    const completed = gazetteer.named('region', `${folded} ${word}`)[0];
    if (completed !== undefined) return completed;
  }
  return gazetteer.byForm(folded).find((entry) => entry.territory.level === 'region')?.territory ?? null;
}

function findMunicipality(text: string, gazetteer: Gazetteer): readonly Territory[] {
  const exact = gazetteer.named('municipality', text);
  if (exact.length > 0) return exact;
  const bare = foldName(text).replace(trailingTypes, '').replace(typeWords, '');
  const asDistrict = gazetteer.named(
    'municipality',
    `${bare.replace(/ (?:р-н|муниципальный район|муниципальный округ|м о)$/, '')} район`,
  );
  if (asDistrict.length > 0) return asDistrict;
  const asOkrug = gazetteer.named('municipality', `городской округ ${bare}`);
  if (asOkrug.length > 0) return asOkrug;
  return findSettlement(bare, gazetteer).flatMap((town) => gazetteer.at(town.id, 'municipality') ?? []);
}

function findSettlement(text: string, gazetteer: Gazetteer): readonly Territory[] {
  const exact = gazetteer.named('settlement', text);
  if (exact.length > 0) return exact;
  const bare = foldName(text).replace(typeWords, '').replace(trailingTypes, '');
  const known = gazetteer.named('settlement', bare);
  if (known.length > 0) return known;
  return gazetteer
    .byForm(bare)
    .filter((entry) => entry.territory.level === 'settlement' && (entry.cases & ~CASE.accusative) !== 0)
    .map((entry) => entry.territory);
}

/** The text names a municipality, and it is not the one that home lies in. */
export function leavesHomeMunicipality(
  found: { node: Territory | null; name: string | null },
  mention: AreaMention | undefined,
  home: Home,
): boolean {
  if (mention === undefined || home.settlementName === null) return false;
  if (found.node !== null && home.municipality !== null) return found.node.id !== home.municipality.id;
  return found.name !== home.municipalityName;
}
