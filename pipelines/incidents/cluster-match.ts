import type { ClusterMatter } from '../../src/core/ports.js';
import { compareSignatures, guardNumbers } from '../text/minhash.js';
import { type Way, wordStems } from './cluster-sites.js';
import { shortCosine } from './short-vector.js';
import { chanceOf, isJudged, type JudgedWay, subjectInputs } from './subject-nearness.js';
import { sharedTold } from './told.js';
import { failsForWholeStreets, isVague, type Relation, relationOf } from './topic-kin.js';
import type { Answering } from './voices.js';

/** From which cosine of their meanings on two posts that meet in this way are about one thing, by how their topics relate; null: never. */
type Thresholds = Record<Relation, number | null>;

const always = -1;

/**
 * Chosen on the half `dev` of the invented pairs and by reading clusters of real texts (docs/clustering.md). The surer the place is one, the
 * less the meaning has to say.
 */
const thresholds: Record<Way, Thresholds> = {
  house: { same: 0.2, kin: 0.3, open: 0.42, other: 0.6 },
  landmark: { same: 0.25, kin: 0.42, open: 0.45, other: 0.66 },
  street: { same: 0.25, kin: 0.42, open: 0.45, other: 0.66 },
  village: { same: 0.2, kin: 0.45, open: 0.45, other: null },
  thread: { same: always, kin: always, open: always, other: 0.4 },
  name: { same: 0.3, kin: 0.45, open: 0.48, other: 0.65 },
  settlement: { same: 0.6, kin: 0.62, open: 0.62, other: null },
};

/** Where no model read the texts only topics can tell. */
const withoutMeaning: Record<Way, readonly Relation[]> = {
  house: ['same', 'kin'],
  landmark: ['same'],
  street: ['same'],
  village: ['same'],
  thread: ['same', 'kin'],
  name: ['same'],
  settlement: [],
};

/** One names the house and the other only the street: that is one thing only with the pipes and wires of the whole street. */
const wholeStreet: Thresholds = { same: 0.4, kin: 0.5, open: null, other: null };
const elsewhere: Thresholds = { same: null, kin: null, open: null, other: null };

/** In a small place the mains and wires fail for all. */
const wholePlace: Thresholds = { same: 0.45, kin: 0.48, open: null, other: null };

/** At a school or a hospital much can be wrong: that something of its group is does not make it one thing. */
const openAtInstitution = 0.65;

/** A managing company does many things badly. */
const vagueFrom = 0.6;

/** Of texts that list houses, of those whose town nobody knows, and of whole quarters: that they share an address says less. */
const weakPlaceFrom = 0.5;

/** The locator found the street in one of the texts only. */
const streetByNameFrom = 0.4;

/** As streetName gives it. */
const quarter = /^(?:микрорайон|квартал|жилмассив) /;

/** Jaccard coefficient from which texts with other numbers are copies with changed numbers. */
const changedCopyFrom = 0.5;

/** One of two posts. */
export interface Side {
  matter: ClusterMatter;
  signature: string;
}

export interface Match {
  /** Cosine, not below 0; null without a model. */
  similarity: number | null;
  /** The topic that both have. */
  topic: string | null;
}

/**
 * Whether two posts that meet in this way are about one thing; null when not.
 * @param place what they share, as in Site
 */
export function matchOf(way: Way, first: Side, second: Side, place: string | null): Match | null {
  if (!mayBeOne(way, first, second, place)) return null;
  const [one, other] = [first.matter, second.matter];
  const relation = withBothUnknown(one, other) ?? relationOf(one, other);
  const topic = one.topic === other.topic ? one.topic : null;
  if (one.vector === null || other.vector === null) {
    return withoutMeaning[way].includes(relation) ? { similarity: null, topic } : null;
  }
  const from = thresholdOf(way, relation, one, other);
  const cosine = shortCosine(one.vector, other.vector);
  const isNear = from !== null && cosine >= from;
  if (!isNear && !areOfOneSubject(way, one, other, cosine)) return null;
  return { similarity: rounded(cosine), topic };
}

/**
 * Whether nothing of place and figures speaks against two posts that meet in this way being about one thing.
 * @param place as in matchOf
 */
export function mayBeOne(way: Way, first: Side, second: Side, place: string | null): boolean {
  const [one, other] = [first.matter, second.matter];
  // Who names a house on both sides meets there, for as long as that window lasts.
  if (way !== 'house' && one.houses.length > 0 && other.houses.length > 0) return false;
  const name = way === 'name' ? place : null;
  if (contradict(one, other, name) || haveOtherNumbers(way, first, second)) return false;
  return name === null || canBeNamedTogether(name, first, second);
}

/** From this chance on two posts tell of one thing, whatever their likeliest topics are; a name may be that of many things. */
const chanceFrom: Record<JudgedWay, number> = { house: 0.9, landmark: 0.9, street: 0.9, village: 0.9, name: 0.95 };

/** The likeliest topics may differ where all that each may be of agree. One who names a house and one who names only its street are not held together so. */
function areOfOneSubject(way: Way, one: ClusterMatter, other: ClusterMatter, cosine: number): boolean {
  if (!isJudged(way) || (way === 'street' && isUneven(one, other))) return false;
  return (chanceOf(way, subjectInputs(one, other, cosine)) ?? 0) >= chanceFrom[way];
}

/** One names a house and the other only a street. */
function isUneven(one: ClusterMatter, other: ClusterMatter): boolean {
  return (one.houses.length === 0) !== (other.houses.length === 0);
}

/** Where both tell of one further topic, or of the topic of the other. */
const withToldTopic: Record<Way, Thresholds> = {
  house: { same: 0.12, kin: 0.2, open: 0.2, other: 0.35 },
  landmark: { same: 0.25, kin: 0.4, open: 0.41, other: 0.66 },
  street: { same: 0.25, kin: 0.4, open: 0.41, other: 0.66 },
  village: { same: 0.2, kin: 0.42, open: 0.42, other: null },
  thread: { same: always, kin: always, open: always, other: 0.4 },
  name: { same: 0.3, kin: 0.42, open: 0.45, other: 0.65 },
  settlement: { same: 0.55, kin: 0.45, open: 0.47, other: null },
};

/** Where both use one word for what is wrong. */
const withToldWord: Record<Way, Thresholds> = {
  ...withToldTopic,
  house: { same: 0.15, kin: 0.25, open: 0.36, other: 0.55 },
  settlement: { same: 0.4, kin: 0.5, open: 0.5, other: null },
};

/** A post that is no incident by itself tells of the same thing only where it is the same topic and nearly the same meaning. */
const voiceFrom: Record<Exclude<Way, 'thread'>, number> = {
  house: 0.4,
  landmark: 0.5,
  street: 0.5,
  village: 0.5,
  name: 0.5,
  settlement: 0.7,
};

/** An answer of another subject agrees with something else; below this its subject is not known. */
const ownSubjectFrom = 0.7;
/** From this probability of its first group on the topic of an answer says what it is about. */
const subjectFrom = 0.5;
/** An answer that neither agrees nor tells what became of it is about the same thing from here on. */
const answerFrom = 0.45;

/** How a post that is no incident by itself speaks in its thread. */
export interface Answer {
  answering: Answering;
  /** Probability of its first group, 0-1. */
  certainty: number;
}

/**
 * Whether a post that is no incident by itself is a further voice of the incident that the other stands for; null when not.
 * @param place as in matchOf
 */
export function voiceMatchOf(
  way: Way,
  first: Side,
  second: Side,
  place: string | null,
  { answering, certainty }: Answer,
): Match | null {
  const [one, other] = [first.matter, second.matter];
  const relation = relationOf(one, other);
  const cosine = one.vector === null || other.vector === null ? null : shortCosine(one.vector, other.vector);
  if (way !== 'thread') {
    const match = matchOf(way, first, second, place);
    return relation === 'same' && match !== null && (cosine ?? 1) >= voiceFrom[way] ? match : null;
  }
  if (contradict(one, other, null) || haveOtherNumbers(way, first, second)) return null;
  const isElsewhere = relation === 'other' && certainty >= ownSubjectFrom;
  const isNear =
    ((relation === 'same' || relation === 'kin') && certainty >= subjectFrom) || (cosine ?? 0) >= answerFrom;
  if (!isNear && (answering === null || isElsewhere)) return null;
  return { similarity: cosine === null ? null : rounded(cosine), topic: one.topic === other.topic ? one.topic : null };
}

function rounded(cosine: number): number {
  return Math.round(Math.max(0, cosine) * 1_000) / 1_000;
}

/** Rules alone often know the group only: then it is the subject. */
function withBothUnknown(one: ClusterMatter, other: ClusterMatter): Relation | null {
  const isBlind = one.vector === null || other.vector === null;
  return isBlind && one.topic === null && other.topic === null && one.groups[0] === other.groups[0] ? 'same' : null;
}

function thresholdOf(way: Way, relation: Relation, one: ClusterMatter, other: ClusterMatter): number | null {
  const isNetwork = failsForWholeStreets(one) && failsForWholeStreets(other);
  if (way === 'street' && isUneven(one, other)) return (isNetwork ? wholeStreet : elsewhere)[relation];
  const from = fromOf(way, relation, one, other, way === 'settlement' && isNetwork ? wholePlace : thresholds[way]);
  if (way === 'settlement' && isNetwork) return from;
  if (way === 'landmark' && relation === 'open' && atInstitution(one)) return openAtInstitution;
  if (from === null) return null;
  if (way !== 'thread' && relation === 'open' && [one, other].some(({ topic }) => topic !== null && isVague(topic)))
    return Math.max(from, vagueFrom);
  if (way === 'name' && (one.streets.length > 0 || other.streets.length > 0)) return Math.max(from, streetByNameFrom);
  if ((way !== 'house' && way !== 'street') || isNetwork) return from;
  const isWeak =
    Math.max(one.houses.length, other.houses.length) > 1 ||
    (one.settlement === null && other.settlement === null) ||
    (way === 'street' && one.streets.every((street) => quarter.test(street)));
  return isWeak ? Math.max(from, weakPlaceFrom) : from;
}

/** The least of what is asked for by all that the two share. */
function fromOf(
  way: Way,
  relation: Relation,
  one: ClusterMatter,
  other: ClusterMatter,
  usual: Thresholds,
): number | null {
  const shared = sharedTold(one, other);
  const all = [
    usual[relation],
    shared.hasTopic ? withToldTopic[way][relation] : null,
    shared.hasWord ? withToldWord[way][relation] : null,
  ].filter((from) => from !== null);
  return all.length === 0 ? null : Math.min(...all);
}

function atInstitution({ landmarks }: ClusterMatter): boolean {
  return landmarks.some((landmark) => /^(?:school|kindergarten|clinic|hospital) /.test(landmark));
}

/**
 * What the locator could not make a street of in one of the texts may be the street of the other. Where it found streets in both, they have
 * met there; where the other names the house, its number must stand in this one too.
 */
function canBeNamedTogether(name: string, first: Side, second: Side): boolean {
  const [one, other] = [first.matter, second.matter];
  if (one.streets.length > 0 && other.streets.length > 0) return false;
  const isStreet = [...one.streets, ...other.streets].some(
    (street) => street === name || street.split(' ').includes(name),
  );
  if (!isStreet || (one.houses.length === 0 && other.houses.length === 0)) return true;
  if (failsForWholeStreets(one) && failsForWholeStreets(other)) return true;
  const numbers = guardNumbers(second.signature);
  return guardNumbers(first.signature).some((number) => numbers.includes(number));
}

/**
 * A copy that tells of another house, date or sum is another problem, however alike the two are. Where only a name or the settlement is one,
 * figures that differ altogether say so too: «Гагарина 5», «Гагарина 7» in a place without a register of streets.
 */
function haveOtherNumbers(way: Way, first: Side, second: Side): boolean {
  const { reason, similarity } = compareSignatures(first.signature, second.signature);
  if (reason === 'numbers-differ' && similarity >= changedCopyFrom) return true;
  if (way !== 'name' && way !== 'settlement') return false;
  return areApart(guardNumbers(first.signature), guardNumbers(second.signature));
}

/**
 * True when both name a place of one kind and not one of them is the same.
 * @param name a word that both have: the settlement of that name was found in one of them only
 */
function contradict(one: ClusterMatter, other: ClusterMatter, name: string | null): boolean {
  if (one.settlement !== null && other.settlement !== null && one.settlement !== other.settlement) {
    const settlements = [one, other].flatMap(({ settlement }) => wordStems(settlement ?? ''));
    if (name === null || !settlements.includes(name)) return true;
  }
  return areApart(one.streets, other.streets) || areApart(one.houses, other.houses) || haveOtherLandmarks(one, other);
}

function areApart(some: readonly string[], others: readonly string[]): boolean {
  return some.length > 0 && others.length > 0 && !some.some((value) => others.includes(value));
}

/** «Автобус 5» and «автобус 7», «школа № 6» and «школа № 62»; a stop beside a school says nothing. */
function haveOtherLandmarks(one: ClusterMatter, other: ClusterMatter): boolean {
  const kindOf = (landmark: string): string => landmark.slice(0, landmark.indexOf(' '));
  const kinds = new Set(one.landmarks.map(kindOf));
  return [...kinds].some((kind) =>
    areApart(
      one.landmarks.filter((landmark) => kindOf(landmark) === kind),
      other.landmarks.filter((landmark) => kindOf(landmark) === kind),
    ),
  );
}
