/** The interfaces of what looks at texts and decides; part of src/core/ports.ts, through which all others come to them. */
import type { Executor, Route } from './executor.js';
import type { Organisation } from './organisation.js';
import type { Place, Territory } from './place.js';
import type { Join, ModelRecord } from './post.js';
import type { DecidedBy } from './rule-set.js';
import type { Verdict } from './verdict.js';

/** What may be known of a text beside its words; what is not known stays out. */
export interface TextOrigin {
  sourceId?: string;
  sourceKind?: string;
  /** Home territory of the source. */
  territory?: string;
  /** Instant in UTC, ISO; null when the page does not say. */
  publishedAt?: string | null;
}
export interface TextToClassify extends TextOrigin {
  id: string;
  text: string;
}
/** A verdict with what it follows from. */
export interface Judgement {
  verdict: Verdict;
  /** Null when rules decided alone. `sampled` is false: the line knows of samples, the classifier does not. */
  model: ModelRecord | null;
  /** As in Post.vector; null when rules decided alone. */
  vector: string | null;
  /** Probability that the text is about the place it is written from, not about somewhere else or nowhere; null where no model says. */
  locality: number | null;
}
export interface ClassifyOptions {
  /**
   * For which verdicts the words that moved the model are named: all, or those that go to the queue (incidents and doubtful ones; the
   * default). Rules always name theirs.
   */
  explain?: 'all' | 'queued';
}
/** Rules alone, or rules and a model. Results in the order given; the same text always gets the same verdict. */
export interface Classifier {
  /** Names what decides, for the record: `{ rules: '<revision>' }`. */
  readonly revisions: Readonly<Record<string, string>>;
  /** @throws AppError with `retry` when a part of it failed that will work again. */
  classify(texts: readonly TextToClassify[], options?: ClassifyOptions): Promise<Judgement[]>;
}

/** What a text means, as a vector that may be held against those of posts. */
export interface TextVectors {
  /**
   * Reads the text as the line reads a post.
   * @returns 384 numbers of length 1
   * @throws AppError E_MODEL_OFF where no model runs; the message says what to do
   */
  vectorOf(text: string): Promise<Float32Array>;
}

/** Everything about a text that rules and model decide, of one version each: a batch is decided by one of these from its first to its last post. */
export interface Decision {
  readonly by: DecidedBy;
  readonly gate: Gate;
  readonly classifier: Classifier;
  /** Whether a post that the gate let go is scored all the same, so that what the gate loses is known. Depends on the id alone. Pure. */
  isSampled(postId: string): boolean;
  /** Ids of the saved searches that the text answers. */
  searches(text: string): string[];
}
/** The decision which posts are worth a closer look. */
export interface Gate {
  /**
   * In the order given; what is decided about a text does not depend on the others.
   * @throws AppError with `retry` when a part of it failed that will work again
   */
  admit(texts: readonly (TextOrigin & { text: string })[]): Promise<Admission[]>;
}
export interface Admission {
  pass: boolean;
  /** Why not, when it does not pass: an outcome in the ledger. */
  reason: string;
}
/** Hands out the rules and the model in force; they may change between two batches. */
export interface Decider {
  /** Rules and model in force, or, for a batch that passed the gate already, those very ones where they can still be had. */
  decisionFor(earlier: DecidedBy | null): Promise<Decision>;
}

/** Where the poster writes from, as far as known. */
export interface PlaceContext {
  /** Territory id of the source's home. */
  territory?: string | null;
  region?: string | null;
  municipality?: string | null;
  settlement?: string | null;
  /** Text (or title) that opened the thread: an answer without a place of its own takes the place named there. */
  thread?: string | null;
  /** Probability that the text is about the place it is written from (Judgement.locality); without it the region is weighed without a model. */
  locality?: number | null;
}
/** Pure: no I/O, no clock. */
export interface Locator {
  readonly revision: string;
  locate(text: string, context: PlaceContext): Place;
  /** The territory and its ancestors, finest first; empty for an unknown id. */
  lineage(territoryId: string | null): string[];
  territory(id: string): Territory | null;
}
/** Where and when a text was written, for the conditions of rules and for substitutes; what is not known stays out. */
export interface RouteOrigin {
  sourceId?: string | undefined;
  sourceKind?: string | undefined;
  /** Instant in UTC, ISO; without it no condition on time holds and every body acts. */
  at?: string | null | undefined;
  /** Zone of the source, where the territory of the place tells none. */
  timeZone?: string | undefined;
}
/** Pure: no I/O, no clock; the same arguments and the same revision always give the same route. */
export interface Router {
  readonly revision: string;
  route(verdict: Verdict, place: Place, text: string, origin?: RouteOrigin): Route;
  /** Whether a line is a template that answers everywhere, so that the table itself was silent. */
  isTemplate(ruleId: string): boolean;
  executors(): Executor[];
  /** A body that config/routing lists, with its hours, calendar and zone; null of bodies of templates and of unknown ids. */
  organisation(id: string): Organisation | null;
  /** Who approves the answers of a body that a person chose: the parent, or whoever is above; null where nobody is. */
  approverOf(executorId: string): Organisation | null;
}

/** Short memory of what was joined recently; can be rebuilt from the store. */
export interface ClusterMemory {
  /** Runs one at a time among all processes for the same key. */
  withLock<T>(key: string, run: () => Promise<T>): Promise<T>;
  /** @throws AppError E_REDIS_UNAVAILABLE, to be tried again, when it was wiped since it was filled: nobody may decide by what it no longer knows */
  find(keys: readonly string[]): Promise<Map<string, ClusterMark>>;
  remember(marks: readonly { key: string; mark: ClusterMark }[]): Promise<void>;
  /** False after the memory was wiped: it must be filled from the store first. */
  isFilled(): Promise<boolean>;
  markFilled(): Promise<void>;
}
export interface ClusterMark {
  incidentId: string;
  postId: string;
  /** MinHash signature of the post (numbers that guard against joining house 5 with house 7 included), for verification. */
  signature: string;
  /** Finest known territory: «нет света» in two towns is two problems. */
  territory: string;
  /** When the post was written, ms since the epoch: windows of joining count from here. */
  atMs: number;
  /** What it tells of, under keys of places, threads and names; marks of texts, and of earlier versions, lack it. */
  matter?: ClusterMatter;
  /** The post is no part of the incident, which a complaint has yet to open: a list of houses without water that is none itself. */
  isList?: boolean;
  /** The post is part of no incident: what is asked when a complaint comes that it speaks for; `incidentId` is empty then. */
  letGo?: {
    answering: 'agrees' | 'reports' | null;
    /** Probability of its first group, 0-1. */
    certainty: number;
    /** Numbers of houses that stand beside the word «дом», in small letters. */
    houses: string[];
  };
  /** How the incident brought the post in, under the post's own key. */
  join?: Join;
}
/** What is compared before a post joins through its place, thread or a name. */
export interface ClusterMatter {
  /** Groups that it may be of, the likeliest first; more than one only where the topic is not known. */
  groups: string[];
  topic: string | null;
  settlement: string | null;
  /** Streets as they are compared, and houses as «street house». */
  streets: string[];
  houses: string[];
  /** «kind name». */
  landmarks: string[];
  /** Further topics and stems of words for what is wrong (pipelines/incidents/told.ts); marks of earlier versions lack it. */
  told?: string[];
  /** Topics that it may be of, with their shares in per cent, by falling share; marks of earlier versions lack it. */
  subject?: [topic: string, percent: number][];
  /** Meaning in 8 bits a number (pipelines/incidents/short-vector.ts); null where no model read the text. */
  vector: string | null;
}
