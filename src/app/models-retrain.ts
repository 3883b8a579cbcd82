import { type Clock, isoTime } from '../core/clock.js';
import { AppError } from '../core/errors.js';
import { derivedId } from '../core/ids.js';
import type { Figure, HeldOutFigures, ModelSetEntry, ModelTraining } from '../core/model-set-version.js';
import type { Store } from '../core/ports.js';
import { compareModels, type Difference } from './models-comparison.js';
import { judgeTexts, type OpenedSet } from './models-eval.js';
import { type JudgedText, type Measured, measureModel } from './models-figures.js';
import { versionsInUse } from './models-in-force.js';
import { storedTeachings } from './models-labelled.js';
import { type ReadText, readTexts, type TextReader } from './models-reader.js';
import { type Part, partOf } from './models-units.js';
import { letLookOn, type Used } from './models-versions.js';

/** Fewer labels teach chance rather than the trade. */
export const fewestLabels = { incidents: 60, others: 60, groups: 150 };

/** A set as it is written, with a name. */
export interface WrittenSet {
  revision: string;
  set: Record<string, unknown>;
}

/** Makes and opens sets; the model's own room does both. */
export interface SetMaker {
  /** The set in force, as it is written. */
  shipped: WrittenSet;
  /** @throws when it cannot decide */
  open(set: Record<string, unknown>): OpenedSet;
  /** Fits the heads that have enough labels, starting at the set given, and sets the decision anew. Deterministic. */
  refit(
    from: Record<string, unknown>,
    parts: { fit: readonly ReadText[]; calibrate: readonly ReadText[] },
    wanted: { incident: boolean; group: boolean },
  ): { set: Record<string, unknown>; told: string[] };
  /** The set under the name of this version, and its revision: «v3-1a2b3c4d5e6f». */
  name(set: Record<string, unknown>, version: number): WrittenSet;
}

export interface RetrainOptions {
  store: Pick<Store, 'labels' | 'posts' | 'modelSets' | 'audit'>;
  reader: TextReader;
  maker: SetMaker;
  clock: Clock;
  by: string;
  note?: string;
  /** Only labels given at or after, ISO. */
  since?: string;
  /** Everything but the writing. */
  isDryRun?: boolean;
  /** False: the new version is stored and does not look on. */
  looksOn?: boolean;
  /** Resamples for the bounds of differences, 2 000 unless said; the others take half of them. */
  rounds?: number;
  /** Told what is being done, and of the texts that are read so far. */
  onStep?: (step: string) => void;
  onRead?: (count: number) => void;
}

export interface Retrained {
  /** The version that was written, or would be; that of an equal one when `isKnown`. */
  version: number;
  revision: string;
  /** These labels make what is there already: nothing was written. */
  isKnown: boolean;
  /** The set in force that it was fitted from. */
  from: { version: number; revision: string };
  training: ModelTraining;
  /** After against before, on the labels held back. */
  differences: Difference[];
  /** What was fitted and what stayed, in sentences. */
  told: string[];
  contested: number;
  /** States that had to be encoded, of all texts. */
  encoded: number;
  use: Used | null;
}

/**
 * Fits the model set to what people said of texts and stores it as the next version, which looks on and decides nothing. The same labels over
 * the same set in force give the same revision.
 * @throws AppError E_INPUT_INVALID with what is missing when there are too few labels; E_CONFLICT when somebody stored a version meanwhile.
 */
export async function retrainModel(options: RetrainOptions): Promise<Retrained> {
  const { store, reader, maker, clock, by, note = '', since, rounds = 2_000, onStep = () => undefined } = options;
  const startedMs = clock.now();
  onStep('reading labels');
  const { live } = await versionsInUse(store.modelSets);
  const from = await writtenSet(store, maker, live);
  const known = await store.modelSets.list({ limit: 10_000 });
  const encoders = new Map(known.map(({ revision, encoder }) => [revision, encoder]));
  encoders.set(maker.shipped.revision, reader.encoder);
  const teachings = await storedTeachings(store, {
    encoder: reader.encoder,
    encoderOf: (revision) => encoders.get(revision) ?? null,
    ...(since === undefined ? {} : { since }),
  });
  const wanted = refuseTooFew(teachings.texts.map(({ truth }) => truth));
  const encoded = teachings.texts.filter(({ pooled }) => pooled === null).length;
  onStep(encoded === 0 ? 'reading texts' : `reading texts, ${encoded} of them are encoded now`);
  const texts = await readTexts(reader, teachings.texts, options.onRead);
  const parts = split(texts);
  onStep('fitting');
  const { set, told } = maker.refit(from.set, parts, wanted);
  onStep('measuring');
  const [old, made] = [maker.open(from.set), maker.open(set)];
  const [before, after] = [judgeTexts(old.judging, parts.measure), judgeTexts(made.judging, parts.measure)];
  const training: ModelTraining = {
    fitted: parts.fit.length + parts.calibrate.length,
    heldOut: parts.measure.length,
    incidents: texts.filter(({ truth }) => truth.incident === true).length,
    groups: groupCounts(texts),
    origins: teachings.origins,
    labels: labelsHash(texts),
    since: since ?? null,
    before: heldOut(before, rounds / 2, old.prevalence),
    after: heldOut(after, rounds / 2, made.prevalence),
    seconds: (clock.now() - startedMs) / 1_000,
  };
  const version = (await store.modelSets.latestVersion()) + 1;
  const named = maker.name(set, version);
  const same = known.find(
    ({ version: each, parent }) =>
      parent === from.revision && maker.name(set, each).revision === revisionOf(known, each),
  );
  const done: Retrained = {
    version: same?.version ?? version,
    revision: same?.revision ?? named.revision,
    isKnown: same !== undefined,
    from: { version: live, revision: from.revision },
    training,
    differences: compareModels(before, after, { rounds }),
    told,
    contested: teachings.contested,
    encoded,
    use: null,
  };
  if (same !== undefined || options.isDryRun === true) return done;
  const at = isoTime(clock.now());
  const { revision } = named;
  const entry = {
    version,
    revision,
    encoder: reader.encoder,
    parent: from.revision,
    training,
    note,
    by,
    createdAt: at,
  };
  await store.modelSets.add({ ...entry, set: named.set });
  const target = `model v${version}`;
  await store.audit.add([
    { id: derivedId('audit', 'model-retrain', String(version), at), at, login: by, action: 'model-retrain', target },
  ]);
  if (options.looksOn === false) return done;
  const use = await letLookOn(version, { store, encoder: reader.encoder, clock, by, note: note || 'after retraining' });
  return { ...done, use };
}

function revisionOf(known: readonly ModelSetEntry[], version: number): string | undefined {
  return known.find((each) => each.version === version)?.revision;
}

/**
 * A version's set as it is written; 0 is the shipped one.
 * @throws AppError E_INPUT_INVALID when there is none, or when it is for another encoder or another program.
 */
export async function writtenSet(
  { modelSets }: Pick<Store, 'modelSets'>,
  { shipped }: Pick<SetMaker, 'shipped'>,
  version: number,
): Promise<WrittenSet> {
  if (version === 0) return shipped;
  const found = await modelSets.get(version);
  if (found !== null) return { revision: found.revision, set: found.set };
  throw new AppError(
    'E_INPUT_INVALID',
    `there is no version ${version} of the model set: «otklik model list» lists them all`,
  );
}

type Taught = Pick<ReadText['truth'], 'incident' | 'group'>;

/** Which heads have enough labels. @throws AppError E_INPUT_INVALID that says how many more of which are needed when none has. */
function refuseTooFew(truths: readonly Taught[]): { incident: boolean; group: boolean } {
  const incidents = truths.filter(({ incident }) => incident === true).length;
  const others = truths.length - incidents;
  const groups = truths.filter(({ incident, group }) => incident === true && group !== null).length;
  const wanted = {
    incident: incidents >= fewestLabels.incidents && others >= fewestLabels.others,
    group: groups >= fewestLabels.groups,
  };
  if (wanted.incident || wanted.group) return wanted;
  const more = [
    incidents < fewestLabels.incidents ? `${fewestLabels.incidents - incidents} more incidents` : '',
    others < fewestLabels.others ? `${fewestLabels.others - others} more texts that are none` : '',
  ].filter((each) => each !== '');
  throw new AppError(
    'E_INPUT_INVALID',
    `there are too few labels to learn from: ${incidents} incidents (${groups} with a group) and ${others} texts that are none. ${more.join(' and ')} would do to learn what an incident is, ${fewestLabels.groups - groups} more with a group to learn groups. Nothing was fitted; «otklik label next» shows the texts that teach most`,
    { details: { incidents, others, groups, fewest: fewestLabels } },
  );
}

function split(texts: readonly ReadText[]): Record<Part, ReadText[]> {
  const parts: Record<Part, ReadText[]> = { fit: [], calibrate: [], measure: [] };
  for (const text of texts) parts[partOf(text.unit)].push(text);
  return parts;
}

function groupCounts(texts: readonly ReadText[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { truth } of texts) {
    if (truth.incident !== true || truth.group === null) continue;
    counts.set(truth.group, (counts.get(truth.group) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Tells whether two versions learned from the same; says nothing of the texts. */
function labelsHash(texts: readonly ReadText[]): string {
  return derivedId('labels', ...texts.map(({ id, unit, truth }) => JSON.stringify([id, unit, truth])));
}

function heldOut(judged: readonly JudgedText[], rounds: number, prevalence: number): HeldOutFigures {
  const { precision, recall, f1, group, ece, coverage } = measureModel(judged, { rounds, prevalence });
  const measured = ({ value, low, high, of }: Measured): Figure => ({
    value,
    low: low ?? null,
    high: high ?? null,
    of,
  });
  const share = ({ share: value, low, high, of }: typeof precision): Figure => ({ value, low, high, of });
  return {
    precision: share(precision),
    recall: share(recall),
    f1: measured(f1),
    group: share(group),
    ece: measured(ece),
    coverage: share(coverage),
  };
}
