import type { DecisionFigures, Figure, LearningCurve, ModelFigures } from './figures.js';
import { asPercent, grouped, plain, table, withBounds } from './write.js';

export interface EvaluationInput {
  figures: ModelFigures;
  learning: LearningCurve | null;
}

/** docs/models-evaluation.md out of the figures alone. Pure: the same figures give the same bytes. */
export function evaluationPage({ figures, learning }: EvaluationInput): string {
  return `${[
    head(figures),
    inShort(figures),
    detection(figures),
    feed(figures),
    groups(figures),
    abstention(figures),
    calibration(figures),
    parts(figures),
    gate(figures),
    cost(figures),
    ...(learning === null ? [] : [curve(learning)]),
  ].join('\n\n')}\n`;
}

/** Numbers of posts in short of which one is an incident: «0.2 %». */
export const percentOf = (share: number): string => `${Number((share * 100).toFixed(2))} %`;

function head({ model, measured, texts }: ModelFigures): string {
  const set = model.set === null ? '' : `, set \`${model.set}\``;
  const linear = model.linear === null ? '' : `, n-grams \`${model.linear}\``;
  const kinds = { appeals: 'appeals', noise: 'no appeals', feed: 'invented feed posts' };
  return `# Figures of the shipped model

Generated from \`models/figures.json\`: do not edit. \`npm run evaluate -- models --write\` measures anew (development data needed);
\`npm run evaluate -- models-pages\` writes the pages again from the committed figures.

Model \`${model.id}\` ${model.revision}: encoder \`${model.encoder}\`${linear}${set}. Measured ${measured.at.slice(0, 10)}, ${measured.machine}, Node ${measured.node}.
Bounds in brackets are of 95 %: Wilson's for shares, of the percentile bootstrap for everything else.

The texts are the parts named \`test\` in \`models/train/split.json\`, drawn by clusters of near duplicates: nothing was trained, calibrated
or chosen on them. The feed posts (\`test/evaluation/texts\`) are invented, by other hands than the texts of training.

${table(
  ['source', 'what', 'texts'],
  texts.map(({ source, kind, texts: count }) => [source, kinds[kind], grouped(count)]),
)}`;
}

function inShort({
  detection: own,
  feed: posts,
  groups: byGroup,
  abstention: routed,
  calibration: kinds,
}: ModelFigures): string {
  const rows: string[][] = [];
  /** A goal is met for sure when the bound that could miss it does not. */
  const add = (goal: string, figure: Figure | undefined, limit: number, isMost = false, written = withBounds): void => {
    if (figure === undefined || figure.value === null) return;
    const passes = (value: number | null): boolean => value !== null && (isMost ? value <= limit : value >= limit);
    const isSure = passes(isMost ? figure.high : figure.low);
    rows.push([
      goal,
      written(figure),
      passes(figure.value) ? (isSure ? 'yes' : 'yes, though the bounds reach beyond it') : 'no',
    ]);
  };
  const together = byGroup.sources.at(-1);
  add('group accuracy ≥ 0.84', together?.strict, 0.84);
  add('macro-F1 ≥ 0.78', together?.macroF1, 0.78);
  add(
    `false alarms on chatter ≤ 0.1 % at recall ${own.atRecall.recall.toFixed(2)}`,
    own.noise.find(({ source }) => source === 'rusentiment')?.atRecall,
    0.001,
    true,
    (figure) => asPercent(figure, 3),
  );
  const feedTogether = posts.files.at(-1);
  add('invented feed posts: precision ≥ 0.90', feedTogether?.called.precision, 0.9);
  add('invented feed posts: recall ≥ 0.90', feedTogether?.called.recall, 0.9);
  add(
    'precision ≥ 0.80 at recall 0.90 when 0.2 % are incidents, among chatter',
    own.prevalence.find((row) => row.prevalence === 0.002 && row.noise === 'chatter')?.precision,
    0.8,
  );
  add('precision ≥ 0.95 of the group of what is routed without a person (strict)', routed.shipped.strict, 0.95);
  add('the same, defensible groups counted as right', routed.shipped.withAlt, 0.95);
  for (const { what, ece } of kinds)
    add(`calibration error of ${what === 'incident' ? '«incident»' : 'the group'} ≤ 0.05`, ece, 0.05, true);
  return `## In short\n\n${table(['goal', 'measured', 'met'], rows)}`;
}

const decisionCells = ({ precision, recall, f1 }: DecisionFigures): string[] =>
  [precision, recall, f1].map((each) => withBounds(each));

function detection({ detection: own }: ModelFigures): string {
  const { against, appeals, noise, lengths, prevalence, atRecall } = own;
  return `## Is it an incident?

«Called» is decided as an incident, «in the queue» is called or unsure: a person sees it. The ratio of appeals to other texts is that of the
test parts; real feeds have far fewer appeals, which the table of prevalences states. Many telecom tweets are complaints of customers to a private
operator and half of them would be defended by somebody: they are shown, but prove little.

${table(
  [
    'appeals against',
    'texts',
    'called: precision',
    'recall',
    'F1',
    'in the queue: precision',
    'recall',
    'average precision',
  ],
  against.map((row) => [
    row.noise,
    grouped(row.texts),
    ...decisionCells(row.called),
    withBounds(row.queued.precision),
    withBounds(row.queued.recall),
    withBounds(row.averagePrecision),
  ]),
)}

${table(
  ['appeals of', 'texts', 'called', 'in the queue'],
  appeals.map(({ source, texts, called, queued }) => [source, grouped(texts), asPercent(called), asPercent(queued)]),
)}

False alarms by kind of noise; the last column is at the score ${atRecall.threshold.toFixed(4)}, from which on ${percentOf(atRecall.recall)} of the appeals are found.

${table(
  ['no appeals of', 'texts', 'called', 'in the queue', `at recall ${atRecall.recall.toFixed(2)}`],
  noise.map((row) => [
    row.source,
    grouped(row.texts),
    asPercent(row.called, 2),
    asPercent(row.queued, 2),
    asPercent(row.atRecall, 2),
  ]),
)}

By length in words, all kinds of noise together:

${table(
  ['words', 'appeals', 'called', 'no appeals', 'called', `at recall ${atRecall.recall.toFixed(2)}`],
  lengths.map((row) => [
    row.words,
    grouped(row.appeals),
    asPercent(row.found),
    grouped(row.noise),
    asPercent(row.called, 2),
    asPercent(row.atRecall, 2),
  ]),
)}

### At the real prevalence
Precision where ${percentOf(atRecall.recall)} of the incidents are found. The bounds follow from those of the rate of false alarms: so few texts
cannot prove a precision near 1 at 0.2 %, however few false alarms are seen.

${table(
  ['incidents among the posts', 'the other posts are', 'texts', 'precision'],
  prevalence.map((row) => [percentOf(row.prevalence), row.noise, grouped(row.precision.of), withBounds(row.precision)]),
)}

![Precision by recall at 0.2 % and 2 % of incidents](models/precision-recall.svg)`;
}

function feed({ feed: own }: ModelFigures): string {
  if (own.files.length === 0) return '## Invented feed posts\n\nNot measured.';
  const lines = [
    `## Invented feed posts

Posts as a town's feed has them, about half of them complaints, the others of the kinds that are easily taken for one.

${table(
  [
    'file',
    'posts',
    'incidents',
    'called: precision',
    'recall',
    'F1',
    'in the queue: precision',
    'recall',
    'average precision',
  ],
  own.files.map((row) => [
    row.name,
    String(row.texts),
    String(row.incidents),
    ...decisionCells(row.called),
    withBounds(row.queued.precision),
    withBounds(row.queued.recall),
    withBounds(row.averagePrecision),
  ]),
)}`,
    table(
      ['kind', 'posts', 'should be called', 'called', 'in the queue'],
      own.kinds.map((row) => [
        row.kind,
        String(row.texts),
        row.incident ? 'yes' : 'no',
        asPercent(row.called),
        asPercent(row.queued),
      ]),
    ),
  ];
  if (own.group !== null)
    lines.push(
      `Group of the incidents: ${withBounds(own.group.strict)}, with defensible groups ${withBounds(own.group.withAlt)}, macro-F1 ${withBounds(own.group.macroF1)}.`,
    );
  if (own.kind !== null) lines.push(`Complaint, question or request, of those found: ${withBounds(own.kind)}.`);
  if (own.urgent !== null)
    lines.push(
      `Urgent, of those found: precision ${withBounds(own.urgent.precision)}, recall ${withBounds(own.urgent.recall)}.`,
    );
  return lines.join('\n\n');
}

function groups({ groups: { sources, classes } }: ModelFigures): string {
  return `## Which group?

Over all appeals of the test parts whose group is known, called or not. «Strict» is the group of the source's topic; about 5 % of these are
plainly wrong and another 10 % two people could file differently, so nothing can reach 1. «Defensible» counts the groups of \`alt\` as right.

${table(
  ['source', 'texts', 'strict', 'defensible', 'macro-F1'],
  sources.map((row) => [
    row.source,
    grouped(row.texts),
    withBounds(row.strict),
    withBounds(row.withAlt),
    withBounds(row.macroF1),
  ]),
)}

${table(
  ['group', 'texts', 'precision', 'recall', 'F1'],
  classes.map((row) => [
    row.group,
    String(row.texts),
    withBounds(row.precision, 2),
    withBounds(row.recall, 2),
    plain(row.f1, 2),
  ]),
)}

![Truth against answer](models/confusion.svg)`;
}

function abstention({ abstention: { target, coverage, shipped, unsure } }: ModelFigures): string {
  return `## What is decided without a person

Ranked by confidence alone, ${asPercent(coverage)} of the appeals can be answered with ${percentOf(target)} of them right. At the shipped thresholds,
which stand on other texts, ${asPercent(shipped.coverage)} of the appeals are routed without a person; the group of these is right in
${withBounds(shipped.strict)} (strict) and ${withBounds(shipped.withAlt)} (defensible). All others go to the review queue as unsure.

![Coverage and precision](models/abstention.svg)

${table(
  ['source', 'texts', 'unsure'],
  unsure.map((row) => [row.source, grouped(row.texts), asPercent(row.unsure)]),
)}`;
}

function calibration({ calibration: kinds, prevalence }: ModelFigures): string {
  return `## Do the probabilities mean what they say?

Expected calibration error over ten bins: ${kinds.map(({ what, ece }) => `${what === 'incident' ? '«is an incident»' : '«the first group is right»'} ${withBounds(ece)}`).join(', ')}.
The score of an incident is meant for posts of which ${percentOf(prevalence)} are incidents; the test texts are weighted to that share.

![Said against so](models/calibration.svg)`;
}

function parts({ parts: rows, abstention: { target }, detection: { atRecall } }: ModelFigures): string {
  return `## What each part does alone

Average precision of appeals against chatter; false alarms on chatter where the part finds ${percentOf(atRecall.recall)} of the appeals; the invented feed posts;
groups; share of the appeals that its confidence can answer with ${percentOf(target)} right.

${table(
  [
    'part',
    'average precision',
    'false alarms',
    'feed: average precision',
    'group (strict)',
    'macro-F1',
    `coverage at ${target.toFixed(2)}`,
  ],
  rows.map((row) => [
    row.part,
    withBounds(row.averagePrecision),
    asPercent(row.chatter, 2),
    withBounds(row.feed),
    withBounds(row.strict),
    withBounds(row.macroF1),
    withBounds(row.coverage, 2),
  ]),
)}`;
}

function gate({ gate: { sources, kept } }: ModelFigures): string {
  return `## The gate

Share that the gate (rules and n-grams, then its small encoder) lets through to the transformer. Of the appeals and invented incidents that the whole would put into the
queue, it lets through ${asPercent(kept, 2)}.

${table(
  ['source', 'texts', 'let through'],
  sources.map((row) => [row.source, grouped(row.texts), asPercent(row.passed)]),
)}`;
}

function cost({ cost: own }: ModelFigures): string {
  const [bare, one, two] = own.memoryMib;
  const ms = (value: number): string => `${value < 1 ? value.toFixed(3) : value.toFixed(1)} ms`;
  const rows: string[][] = [
    ['read, mask, analyse', ms(own.readMs)],
    ['rules', ms(own.rulesMs)],
    ['n-grams', ms(own.ngramMs)],
    ['encoder, one text alone (median)', ms(own.encodeAloneMs)],
    [
      `encoder, batches over all cores${own.meanPieces === null ? '' : ` (${own.meanPieces.toFixed(0)} pieces a text)`}`,
      ms(own.encodeBatchMs),
    ],
    ['heads and decision', ms(own.decideMs)],
    ['opening the model, until the first text', ms(own.loadMs)],
    ...(own.coldMs === null
      ? []
      : [['`otklik classify` of one text, from the start of the command to its end', ms(own.coldMs)]]),
    ...(bare === undefined || one === undefined
      ? []
      : [
          ['memory of a process without the model', `${Math.round(bare)} MiB`],
          ['the same with one worker', `${Math.round(one)} MiB`],
        ]),
    ...(one === undefined || two === undefined ? [] : [['each further worker', `${Math.round(two - one)} MiB`]]),
  ];
  return `## Time and memory

A post of the test parts, on a machine of ${own.cores} cores that does other work too, ${own.workers} ${own.workers === 1 ? 'worker' : 'workers'}; ratios against baselines are in [benchmarks](benchmarks.md).

${table(['what', 'takes'], rows)}`;
}

function curve({ points }: LearningCurve): string {
  return `## Learning curve

Heads, n-grams and decision fitted anew on part of the rows of training (drawn at random, each part within the next); the encoder stays as it is, so
the curve tells what more labels of operators would bring, not what more training of the encoder would.

${table(
  ['rows', 'group (strict)', 'macro-F1', 'average precision against chatter', 'feed: average precision'],
  points.map((row) => [
    grouped(row.rows),
    withBounds(row.strict),
    withBounds(row.macroF1),
    withBounds(row.averagePrecision),
    row.feed === null ? '–' : withBounds(row.feed),
  ]),
)}

![Learning curve](models/learning-curve.svg)`;
}
