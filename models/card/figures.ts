import { z } from 'zod';

/** A share or another measure between 0 and 1 with its 95 % bounds; null where nothing was counted. */
export const figureSchema = z.strictObject({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Texts that it stands on. */
  of: z.int().min(0),
});
export type Figure = z.infer<typeof figureSchema>;

const pointSchema = z.tuple([z.number(), z.number()]);
const count = z.int().min(0);

/** Precision, recall and F1 of a yes-no decision. */
export const decisionSchema = z.strictObject({ precision: figureSchema, recall: figureSchema, f1: figureSchema });
export type DecisionFigures = z.infer<typeof decisionSchema>;

const passedSchema = z.strictObject({ source: z.string(), texts: count, passed: figureSchema });

/** What a person or a rule would do with a part of the texts: called an incident, or shown to a person. */
const saidSchema = z.strictObject({
  texts: count,
  /** Decided as an incident. */
  called: figureSchema,
  /** In the queue: decided as an incident, or unsure. */
  queued: figureSchema,
});

export const calibrationSchema = z.strictObject({
  what: z.enum(['incident', 'group']),
  ece: figureSchema,
  /** Bins of equal width that hold texts: how many, mean probability said, share that was so. */
  bins: z.array(z.strictObject({ texts: count, said: z.number(), so: z.number() })),
});

export const partNames = ['rules', 'n-grams', 'transformer', 'all'] as const;

/** models/figures.json: what `npm run evaluate -- models --write` measured. Numbers only: no text and no id of one. */
export const modelFiguresSchema = z.strictObject({
  format: z.literal(1),
  model: z.strictObject({
    id: z.string(),
    revision: z.string(),
    encoder: z.string(),
    linear: z.string().nullable(),
    set: z.string().nullable(),
  }),
  measured: z.strictObject({ at: z.iso.datetime(), machine: z.string(), node: z.string() }),
  texts: z.array(z.strictObject({ source: z.string(), kind: z.enum(['appeals', 'noise', 'feed']), texts: count })),
  detection: z.strictObject({
    /** Appeals against one or all kinds of noise, in the ratio of the test parts. */
    against: z.array(
      z.strictObject({
        noise: z.string(),
        texts: count,
        called: decisionSchema,
        queued: decisionSchema,
        averagePrecision: figureSchema,
      }),
    ),
    /** The score from which on at least this share of the appeals is found. */
    atRecall: z.strictObject({ recall: z.number(), threshold: z.number() }),
    appeals: z.array(saidSchema.extend({ source: z.string() })),
    noise: z.array(saidSchema.extend({ source: z.string(), atRecall: figureSchema })),
    lengths: z.array(
      z.strictObject({
        words: z.string(),
        appeals: count,
        found: figureSchema,
        noise: count,
        called: figureSchema,
        atRecall: figureSchema,
      }),
    ),
    /** Precision at that recall when so many of the posts are incidents and the others are chatter, or all kinds of noise. */
    prevalence: z.array(z.strictObject({ prevalence: z.number(), noise: z.string(), precision: figureSchema })),
    /** [recall, precision] by prevalence, against chatter. */
    curves: z.array(z.strictObject({ prevalence: z.number(), points: z.array(pointSchema) })),
  }),
  feed: z.strictObject({
    files: z.array(
      z.strictObject({
        name: z.string(),
        texts: count,
        incidents: count,
        called: decisionSchema,
        queued: decisionSchema,
        averagePrecision: figureSchema,
      }),
    ),
    kinds: z.array(saidSchema.extend({ incident: z.boolean(), kind: z.string() })),
    group: z.strictObject({ strict: figureSchema, withAlt: figureSchema, macroF1: figureSchema }).nullable(),
    kind: figureSchema.nullable(),
    urgent: decisionSchema.nullable(),
  }),
  groups: z.strictObject({
    sources: z.array(
      z.strictObject({
        source: z.string(),
        texts: count,
        strict: figureSchema,
        withAlt: figureSchema,
        macroF1: figureSchema,
      }),
    ),
    classes: z.array(
      z.strictObject({
        group: z.string(),
        texts: count,
        precision: figureSchema,
        recall: figureSchema,
        f1: z.number().nullable(),
      }),
    ),
    /** Rows: truth; columns: answer; both in the order of `groups`. */
    confusion: z.strictObject({ groups: z.array(z.string()), counts: z.array(z.array(count)) }),
  }),
  abstention: z.strictObject({
    target: z.number(),
    /** Largest share of the appeals that can be routed by confidence alone at the target precision. */
    coverage: figureSchema,
    /** [coverage, precision] */
    curve: z.array(pointSchema),
    /** At the shipped thresholds: appeals routed without a person, and how many of them rightly (strict, with alt). */
    shipped: z.strictObject({ coverage: figureSchema, strict: figureSchema, withAlt: figureSchema }),
    unsure: z.array(passedSchema.omit({ passed: true }).extend({ unsure: figureSchema })),
  }),
  /** Share of incidents for which the scores are meant; the calibration of «incident» weighs the texts accordingly. */
  prevalence: z.number(),
  calibration: z.array(calibrationSchema),
  parts: z.array(
    z.strictObject({
      part: z.enum(partNames),
      averagePrecision: figureSchema,
      /** False alarms on chatter where the recall is that of `atRecall`. */
      chatter: figureSchema,
      /** Average precision on the invented feed posts. */
      feed: figureSchema,
      strict: figureSchema,
      macroF1: figureSchema,
      coverage: figureSchema,
    }),
  ),
  gate: z.strictObject({
    sources: z.array(passedSchema),
    /** Of the appeals that the whole puts into the queue, how many the gate lets through. */
    kept: figureSchema,
  }),
  cost: z.strictObject({
    cores: count,
    workers: count,
    /** Milliseconds a post on one core unless said otherwise; a post of the test parts. */
    readMs: z.number(),
    ngramMs: z.number(),
    encodeAloneMs: z.number(),
    encodeBatchMs: z.number(),
    decideMs: z.number(),
    rulesMs: z.number(),
    meanPieces: z.number().nullable(),
    loadMs: z.number(),
    coldMs: z.number().nullable(),
    /** MiB resident: the process without a model, with one worker, with two. */
    memoryMib: z.array(z.number()),
  }),
});
export type ModelFigures = z.infer<typeof modelFiguresSchema>;

/** models/train/learning-curve.json: heads and n-grams fitted anew on parts of the rows of training. */
export const learningCurveSchema = z.strictObject({
  format: z.literal(1),
  points: z
    .array(
      z.strictObject({
        /** Part of the rows of training, 0-1. */
        share: z.number(),
        rows: count,
        seconds: z.number(),
        strict: figureSchema,
        macroF1: figureSchema,
        averagePrecision: figureSchema,
        feed: figureSchema.nullable(),
      }),
    )
    .min(1),
});
export type LearningCurve = z.infer<typeof learningCurveSchema>;

/** models/train/sources.json: what the model was made of and what it was only measured on. */
export const trainingSourcesSchema = z.strictObject({
  parts: z.array(
    z.strictObject({
      name: z.string(),
      rows: count.nullable(),
      origin: z.string(),
      licence: z.string(),
      use: z.enum(['trained', 'pseudo-labelled', 'thresholds', 'measured', 'base']),
      note: z.string(),
    }),
  ),
  noise: z.array(z.string()),
});
export type TrainingSources = z.infer<typeof trainingSourcesSchema>;

/** models/train/training.json: the runs that made the shipped files. */
export const trainingSchema = z.strictObject({
  runs: z.array(
    z.strictObject({
      what: z.string(),
      /** Wall-clock time of the run and how many cores it had. */
      seconds: z.number().min(0),
      cores: z.number().positive(),
      /** Assumed power of the machine, W, where it was more than its cores. */
      watts: z.number().positive().optional(),
      texts: count,
      note: z.string().default(''),
    }),
  ),
});
export type Training = z.infer<typeof trainingSchema>;

/** models/train/memorised.json: what was looked for in the shipped files. */
export const memorisedSchema = z.strictObject({
  format: z.literal(1),
  tokenizer: z.strictObject({
    pieces: count,
    /** Pieces that the published vocabulary does not have; null when it was not at hand. */
    onlyInData: count.nullable(),
  }),
  linear: z.strictObject({
    buckets: count,
    used: count,
    /** Fewest texts a used bucket was seen in. */
    fewestTexts: count,
  }),
  /** Development texts that were looked for among so many committed texts and lines, and how many of these equal or nearly equal one. */
  repository: z.strictObject({ texts: count, committed: count, equal: count, near: count }),
});
export type Memorised = z.infer<typeof memorisedSchema>;
