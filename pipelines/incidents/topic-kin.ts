/**
 * Topics in which neighbours tell of one thing: no water, rusty water and cold risers are one burst. Ids are those of config/taxonomy.yaml
 * (a test holds them against it). A topic may stand in several families; being kin is no chain.
 */
const families: readonly (readonly string[])[] = [
  [
    'housing.heating',
    'housing.hot-water',
    'housing.cold-water',
    'housing.water-quality',
    'housing.water-pressure',
    'housing.bursts',
    'housing.street-pumps',
  ],
  ['housing.sewerage', 'housing.cellar', 'housing.bursts', 'housing.cold-water'],
  ['housing.sewerage', 'improvement.manholes', 'improvement.flooded-territory', 'waste.liquid'],
  ['housing.lift', 'housing.current-repair'],
  ['housing.entrance', 'housing.current-repair', 'housing.capital-repair'],
  ['housing.entrance', 'housing.entrance-light'],
  ['housing.roof', 'housing.current-repair', 'housing.capital-repair', 'housing.unsafe-house'],
  ['housing.roof', 'housing.icicles'],
  ['housing.charges', 'housing.meters', 'waste.charges', 'energy.tariffs'],
  ['housing.graffiti', 'improvement.graffiti', 'improvement.leaflets'],
  [
    'roads.potholes',
    'roads.road-repair',
    'roads.repair-quality',
    'roads.no-surface',
    'roads.dirt-roads',
    'improvement.yard-surface',
  ],
  ['improvement.earthworks', 'improvement.yard-surface', 'roads.potholes', 'roads.repair-quality', 'roads.pavements'],
  ['roads.road-snow', 'roads.road-cleaning', 'roads.pavement-snow', 'improvement.yard-snow'],
  ['improvement.street-cleaning', 'improvement.yard-cleaning', 'improvement.yard-snow', 'roads.pavement-snow'],
  ['roads.crossings', 'roads.markings', 'roads.signs', 'roads.humps', 'safety.traffic-offences'],
  ['roads.road-lighting', 'improvement.street-lights', 'improvement.yard-lights'],
  ['roads.road-lighting', 'improvement.street-lights', 'energy.poles'],
  ['roads.potholes', 'improvement.manholes'],
  ['housing.bursts', 'improvement.flooded-territory', 'roads.road-drains'],
  ['roads.road-drains', 'improvement.flooded-territory', 'safety.floods'],
  ['improvement.yard-surface', 'improvement.flooded-territory', 'improvement.manholes', 'roads.road-drains'],
  ['roads.bridges', 'roads.road-repair', 'roads.potholes', 'roads.road-blocked', 'roads.traffic-jams'],
  ['roads.road-parking', 'improvement.lawn-parking', 'improvement.yard-parking', 'improvement.abandoned-cars'],
  ['improvement.playground', 'improvement.benches'],
  ['improvement.parks', 'improvement.street-cleaning', 'improvement.yard-cleaning', 'improvement.benches'],
  ['improvement.trees', 'improvement.tree-cutting'],
  ['improvement.grass', 'improvement.lawns', 'improvement.hogweed', 'improvement.insects'],
  ['improvement.parks', 'improvement.tree-cutting', 'construction.planning', 'construction.site'],
  ['construction.site', 'construction.planning', 'construction.illegal', 'construction.permits'],
  ['transport.timetable', 'transport.missing-bus', 'transport.more-vehicles', 'transport.routes'],
  ['transport.stops', 'transport.stop-missing', 'transport.display'],
  [
    'waste.not-removed',
    'waste.overfull',
    'waste.containers',
    'waste.container-ground',
    'waste.bulky',
    'waste.branches',
    'waste.operator',
    'improvement.yard-cleaning',
  ],
  [
    'waste.not-removed',
    'waste.overfull',
    'waste.container-ground',
    'waste.ground-place',
    'waste.dump',
    'housing.pests',
  ],
  ['waste.dump', 'waste.construction-waste', 'waste.bulky', 'waste.burning'],
  ['health.appointment', 'health.queues', 'health.phone', 'health.staff', 'health.refusal', 'health.quality'],
  ['health.medicines', 'health.free-medicines'],
  ['health.ambulance', 'health.refusal'],
  ['social.child-allowance', 'social.benefits', 'social.delay', 'social.large-families', 'social.poor'],
  ['education.school-cold', 'education.school-building', 'housing.heating'],
  ['energy.outage', 'energy.voltage', 'energy.poles'],
  ['energy.gas', 'energy.gasification'],
  ['labour.wages', 'labour.employer', 'health.pay', 'education.pay'],
  ['telecom.internet', 'telecom.mobile', 'telecom.phone', 'telecom.tv', 'telecom.cables'],
  ['ecology.smell', 'waste.burning', 'waste.landfill'],
  ['ecology.smell', 'housing.sewerage', 'waste.liquid'],
  ['safety.noise', 'ecology.noise', 'safety.disorder', 'construction.site'],
  ['safety.stray-dogs', 'safety.dog-walking', 'safety.animals'],
];

/** Topics that say little about what is wrong: who does not answer, that something is bad or dangerous. */
const vague = new Set([
  'housing.managing-company',
  'waste.operator',
  'health.quality',
  'safety.children-danger',
  'authorities.no-answer',
  'authorities.services',
  'authorities.officials',
  'other.unclear',
]);

/** What fails for a whole street at once, where one names the house and another only the street. */
const ofWholeStreets = new Set([
  ...(families[0] ?? []),
  'energy.outage',
  'energy.voltage',
  'energy.gas',
  'telecom.internet',
  'telecom.mobile',
  'telecom.phone',
]);

const familiesOf = new Map<string, Set<number>>();
families.forEach((family, index) => {
  for (const topic of family) familiesOf.set(topic, (familiesOf.get(topic) ?? new Set()).add(index));
});

/** All topics that stand in a list here. */
export const listedTopics: readonly string[] = [...familiesOf.keys(), ...vague, ...ofWholeStreets];

export interface Subject {
  /** Groups that it may be of, the likeliest first. */
  groups: readonly string[];
  topic: string | null;
}

/**
 * How two subjects relate: `same` topic, `kin` topics, `open` where one is not known more finely than its group and they may be of one
 * group, else `other`.
 */
export type Relation = 'same' | 'kin' | 'open' | 'other';

export function relationOf(one: Subject, other: Subject): Relation {
  if (one.topic !== null && one.topic === other.topic && !isVague(one.topic)) return 'same';
  if (one.topic !== other.topic && areKin(one.topic, other.topic)) return 'kin';
  if (!isVague(one.topic) && !isVague(other.topic)) return 'other';
  const [first] = one.groups;
  return first === other.groups[0] || one.groups.some((group) => other.groups.includes(group)) ? 'open' : 'other';
}

/** Topics in which neighbours tell of one thing, by a family that both stand in. */
export function areKin(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false;
  const others = familiesOf.get(other);
  return others !== undefined && [...(familiesOf.get(one) ?? [])].some((family) => others.has(family));
}

/** It says little about what is wrong. */
export function isVague(topic: string | null): boolean {
  return topic === null || vague.has(topic);
}

export function failsForWholeStreets({ topic }: Subject): boolean {
  return topic !== null && ofWholeStreets.has(topic);
}
