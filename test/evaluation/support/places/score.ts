import {
  type GivenPlace,
  isAllowed,
  isRightThroughout,
  isWrongPin,
  judge,
  landmarkKey,
  type Outcome,
} from './judge.js';
import type { LabelledPlace, PlaceField } from './labels.js';

/** Counts of one kind of value over a set. */
export interface Tally {
  right: number;
  wrong: number;
  missed: number;
  invented: number;
}
export const tallyNames = [
  'settlement, named',
  'settlement, from home',
  'street',
  'house',
  'street + house',
  'region, named',
  'region, not named',
  'municipality, named',
  'district',
  'landmarks',
] as const;
export type TallyName = (typeof tallyNames)[number];

export interface JudgedPlace extends LabelledPlace {
  given: GivenPlace;
}
export interface PlaceScore {
  texts: number;
  tallies: Record<TallyName, Tally>;
  /** Texts with a finest level, of these wrong; of texts that name something of their own, of these wrong. */
  pins: { given: number; wrong: number };
  /** Texts that name no settlement, street or house, and those of them for which one is said to be named. */
  nameless: { texts: number; invented: number };
  /** A confidence and whether all that is given of settlement, street and house is right. */
  confidences: { said: number; isRight: boolean }[];
}

/** A line about what went wrong with one text; `field` as in `tallyNames` or «pin». */
export interface Miss {
  id: string;
  field: string;
  outcome: Outcome;
  wanted: string;
  got: string;
}

const shares = { right: 0, wrong: 0, missed: 0, invented: 0 };

/** Compares what was given with the labels; `onMiss` hears of each that is not right. */
export function scorePlaces(judged: readonly JudgedPlace[], onMiss: (miss: Miss) => void = () => {}): PlaceScore {
  const tallies = Object.fromEntries(tallyNames.map((name) => [name, { ...shares }])) as Record<TallyName, Tally>;
  const score: PlaceScore = {
    texts: judged.length,
    tallies,
    pins: { given: 0, wrong: 0 },
    nameless: { texts: 0, invented: 0 },
    confidences: [],
  };
  for (const { id, label, given } of judged) {
    const { values } = given;
    const count = (name: TallyName, outcome: Outcome, wanted: string | null | undefined, got: string): void => {
      if (outcome === 'open' || outcome === 'none') return;
      tallies[name][outcome]++;
      if (outcome !== 'right') onMiss({ id, field: name, outcome, wanted: wanted ?? '–', got });
    };
    const told = (field: PlaceField): string => values[field].map(([first]) => first).join(';') || '–';
    const own = (field: PlaceField, name: TallyName): void =>
      count(name, ownOutcome(field, label, given), label[field], told(field));
    const other = (field: PlaceField, name: TallyName): void => {
      if (label.named[field]) return;
      if (label[field] == null && given.named.has(field)) return;
      count(name, judge(field, label[field], values[field]), label[field], told(field));
    };
    own('settlement', 'settlement, named');
    other('settlement', 'settlement, from home');
    own('street', 'street');
    own('house', 'house');
    const address = addressOutcome(label, given);
    count(
      'street + house',
      address,
      `${label.street ?? '–'}, ${label.house ?? '–'}`,
      `${told('street')}, ${told('house')}`,
    );
    own('region', 'region, named');
    if (label.region != null) other('region', 'region, not named');
    own('municipality', 'municipality, named');
    own('district', 'district');
    for (const { outcome, key } of landmarkOutcomes(label, given))
      count('landmarks', outcome, outcome === 'missed' ? key : '–', outcome === 'missed' ? '–' : key);

    const isWrong = isWrongPin(label, given);
    if (isWrong !== null) score.pins.given++;
    if (isWrong) {
      score.pins.wrong++;
      const wanted = [label.region, label.settlement, label.street, label.house]
        .map((value) => value ?? '–')
        .join(', ');
      const got = [told('region'), told('settlement'), told('street'), told('house')].join(', ');
      onMiss({ id, field: 'pin', outcome: 'wrong', wanted, got });
    }
    if (!label.named.settlement && !label.named.street && !label.named.house) {
      score.nameless.texts++;
      if (['settlement', 'street', 'house'].some((field) => given.named.has(field))) score.nameless.invented++;
    }
    const isRight = isRightThroughout(label, given);
    if (isRight !== null && given.confidence !== null) score.confidences.push({ said: given.confidence, isRight });
  }
  return score;
}

/** A value that the text names: found, or made up where it names none. */
function ownOutcome(field: PlaceField, label: LabelledPlace['label'], { values, named }: GivenPlace): Outcome {
  if (label.named[field]) return judge(field, label[field], values[field]);
  if (!named.has(field) || isAllowed(field, label[field], values[field])) return 'none';
  return 'invented';
}

/** Street and house together, of texts that name one of them: both exactly, neither too much nor too little. */
function addressOutcome(label: LabelledPlace['label'], given: GivenPlace): Outcome {
  const outcomes = (['street', 'house'] as const).map((field) => ownOutcome(field, label, given));
  if (outcomes.includes('wrong')) return 'wrong';
  if (outcomes.includes('invented'))
    return outcomes.includes('right') || outcomes.includes('missed') ? 'wrong' : 'invented';
  if (outcomes.includes('missed')) return 'missed';
  return outcomes.includes('right') ? 'right' : 'none';
}

function landmarkOutcomes(label: LabelledPlace['label'], given: GivenPlace): { outcome: Outcome; key: string }[] {
  const labelled = (label.landmarks ?? []).map((landmark) => ({ ...landmark, key: landmarkKey(landmark) }));
  // «other» is anything a reader might point at: nobody labelled it, so it is not counted.
  const found = new Set(given.landmarks.filter(({ kind }) => kind !== 'other').map(landmarkKey));
  const known = new Set(labelled.map(({ key }) => key));
  return [
    ...labelled
      .filter(({ optional, key }) => !optional || found.has(key))
      .map(({ optional, key }) => ({
        outcome: optional ? ('open' as const) : found.has(key) ? ('right' as const) : ('missed' as const),
        key,
      })),
    ...[...found].filter((key) => !known.has(key)).map((key) => ({ outcome: 'invented' as const, key })),
  ];
}

/** Right of all that was to be found or was given. */
export function exactOf({ right, wrong, missed, invented }: Tally): [hits: number, of: number] {
  return [right, right + wrong + missed + invented];
}
export function precisionOf({ right, wrong, invented }: Tally): [hits: number, of: number] {
  return [right, right + wrong + invented];
}
export function recallOf({ right, wrong, missed }: Tally): [hits: number, of: number] {
  return [right, right + wrong + missed];
}

/** Sum of scores, for several sets or sources together. */
export function sumScores(scores: readonly PlaceScore[]): PlaceScore {
  const total = scorePlaces([]);
  for (const score of scores) {
    total.texts += score.texts;
    for (const name of tallyNames)
      for (const key of ['right', 'wrong', 'missed', 'invented'] as const)
        total.tallies[name][key] += score.tallies[name][key];
    total.pins.given += score.pins.given;
    total.pins.wrong += score.pins.wrong;
    total.nameless.texts += score.nameless.texts;
    total.nameless.invented += score.nameless.invented;
    total.confidences.push(...score.confidences);
  }
  return total;
}
