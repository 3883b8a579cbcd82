import type { LearningCurve, Memorised, ModelFigures, Training, TrainingSources } from './figures.js';
import { asPercent, duration, grouped, plain, table, withBounds } from './write.js';

/** What of models/manifest.json stands in the card. */
export interface CardManifest {
  id: string;
  revision: string;
  licence: string;
  encoder: { revision: string; width: number; longest: number };
  linear: { revision: string } | null;
  set: { revision: string } | null;
  labels: { groups: readonly string[]; topics: readonly string[]; kinds: readonly string[] };
  files: readonly { role: string; name: string; bytes: number; sha256: string }[];
}

export interface CardInput {
  manifest: CardManifest;
  figures: ModelFigures;
  sources: TrainingSources;
  training: Training | null;
  learning: LearningCurve | null;
  memorised: Memorised | null;
}

/** Power of one busy core, assumed: nobody measured the machine. */
const WATTS_PER_CORE = 15;

/** models/CARD.md out of the committed numbers alone. Pure: the same input gives the same bytes. */
export function modelCard(input: CardInput): string {
  return `${[
    what(input),
    purpose(),
    mustNot(),
    origins(input),
    labels(input),
    quality(input),
    limits(input),
    protection(input),
    effort(input),
    refitting(),
  ].join('\n\n')}\n`;
}

function what({ manifest }: CardInput): string {
  const { id, revision, licence, encoder, linear, set, labels: known, files } = manifest;
  return `# Model card: ${id} ${revision}

Generated from \`models/manifest.json\`, \`models/figures.json\` and \`models/train/*.json\` (\`npm run evaluate -- models-pages\`): do not edit.

A classifier of short Russian texts: is it an incident for a town's or region's services, of which of ${known.groups.length} groups and ${known.topics.length} topics, is it a
${known.kinds.join(', ').replace(/, ([^,]*)$/, ' or a $1')}, is it urgent. Beside it, vectors for nearness of meaning. It runs inside the Node process, on the processor, without a network.

- encoder \`${encoder.revision}\`: multilingual-e5-small (12 layers, ${encoder.width} wide), vocabulary cut to Russian use, all layers fine-tuned, weights of 8 bits per channel with arithmetic of 32 bits; reads ${encoder.longest} pieces of a text
- n-grams \`${linear?.revision ?? '–'}\`: a hashed linear model over stems, pairs of stems and runs of letters
- set \`${set?.revision ?? '–'}\`: heads over the encoder's mean state, the last layer that weighs transformer, n-grams and rules, calibration, thresholds
- licence of the files: ${licence}

${table(
  ['file', 'role', 'size', 'SHA-256'],
  files.map(({ name, role, bytes, sha256 }) => [
    name,
    role,
    `${(bytes / 2 ** 20).toFixed(1)} MiB`,
    `\`${sha256.slice(0, 16)}…\``,
  ]),
)}`;
}

function purpose(): string {
  return `## What it is for
Finding, in public pages and forums, what residents report about roads, housing, clinics, schools and other services, and handing it to a person who
decides. It advises: what is unsure goes to the review queue, danger to life goes to a person at once, and no answer is published by it.`;
}

function mustNot(): string {
  return `## What it must not be used for
- Nothing about authors: not who somebody is, nor views, nationality, faith, health, orientation, loyalty; no ranking or search of authors, no linking
  of accounts. It sees a text with personal data masked and nothing else, and has no output for any of this. Training it towards one is a misuse.
- Not politics: texts about politics, parties or persons are not incidents. It is no tool for finding criticism, moods or protest.
- Not a judge of persons, officials or organisations: numbers of posts are no measure of guilt or quality; areas are not comparable by raw counts.
- Not an emergency service: nobody may rely on it being read in time; «urgent» is a hint to an operator.
- Not for private messages, closed chats or texts that their authors did not publish.`;
}

function origins({ sources }: CardInput): string {
  const uses = {
    base: 'base',
    trained: 'trained on',
    'pseudo-labelled': 'trained on, labels guessed',
    thresholds: 'calibration and thresholds only',
    measured: 'measured only',
  } as const;
  return `## What it was made of
${table(
  ['part', 'rows', 'origin', 'licence', 'use', 'remark'],
  sources.parts.map((part) => [
    part.name,
    part.rows === null ? '–' : grouped(part.rows),
    part.origin,
    part.licence,
    uses[part.use],
    part.note,
  ]),
)}

Which texts were kept back for calibration and for the test stands in \`models/train/split.json\`, drawn by clusters of near duplicates. None of the
texts of others is in the repository; invented texts are (\`models/train/texts\`, \`test/evaluation/texts\`).`;
}

function labels({ sources }: CardInput): string {
  return `## How good the labels are
${sources.noise.map((line) => `- ${line}`).join('\n')}`;
}

function quality({ figures }: CardInput): string {
  const { detection, groups, abstention, calibration, feed } = figures;
  const ece = (kind: string): string => {
    const found = calibration.find(({ what: name }) => name === kind);
    return found === undefined ? '–' : withBounds(found.ece);
  };
  return `## How good it is
On texts that nothing was trained or tuned on; bounds of 95 %. Everything: [docs/models-evaluation.md](../docs/models-evaluation.md).

${table(
  ['appeals against', 'texts', 'precision', 'recall', 'F1', 'average precision'],
  [
    ...detection.against.map((row) => [row.noise, row.texts, row.called, row.averagePrecision] as const),
    ...feed.files.map(
      (row) => [`posts of ${row.name} (invented)`, row.texts, row.called, row.averagePrecision] as const,
    ),
  ].map(([name, texts, { precision, recall, f1 }, ap]) => [
    name,
    grouped(texts),
    ...[precision, recall, f1, ap].map((each) => withBounds(each)),
  ]),
)}

${table(
  ['incidents among the posts', 'the others are', `precision at recall ${detection.atRecall.recall.toFixed(2)}`],
  detection.prevalence.map((row) => [
    `${Number((row.prevalence * 100).toFixed(2))} %`,
    row.noise,
    withBounds(row.precision),
  ]),
)}

${table(
  ['no appeals of', 'texts', 'false alarms', `at recall ${detection.atRecall.recall.toFixed(2)}`],
  detection.noise.map((row) => [row.source, grouped(row.texts), asPercent(row.called, 2), asPercent(row.atRecall, 2)]),
)}

${table(
  ['source', 'texts', 'group (strict)', 'with defensible groups', 'macro-F1'],
  groups.sources.map((row) => [
    row.source,
    grouped(row.texts),
    withBounds(row.strict),
    withBounds(row.withAlt),
    withBounds(row.macroF1),
  ]),
)}

${table(
  ['group', 'texts', 'precision', 'recall', 'F1'],
  groups.classes.map((row) => [
    row.group,
    String(row.texts),
    withBounds(row.precision, 2),
    withBounds(row.recall, 2),
    plain(row.f1, 2),
  ]),
)}

Routed without a person at the shipped thresholds: ${asPercent(abstention.shipped.coverage)} of the appeals, group right in ${withBounds(abstention.shipped.strict)}
(with defensible groups ${withBounds(abstention.shipped.withAlt)}). Calibration error: incident ${ece('incident')}, group ${ece('group')}.`;
}

function limits({ figures }: CardInput): string {
  const rare = figures.groups.classes.filter(({ texts }) => texts < 10).map(({ group }) => group);
  const absent = figures.groups.confusion.groups.filter(
    (group) => !figures.groups.classes.some((row) => row.group === group),
  );
  const weak = figures.feed.kinds.filter(
    ({ incident, called, texts }) =>
      texts >= 5 && called.value !== null && (incident ? called.value < 0.8 : called.value > 0.2),
  );
  const lines = [
    'Russian only. Other languages, transliteration and voice are not measured.',
    'Four towns and regions gave the appeals; other places, other customs of writing and other years will be met less well. Label your own texts (`otklik label`, `otklik model eval`) before trusting the figures above.',
    `Only the beginning of long texts is read by the transformer; rules and n-grams read all of it. A text of several subjects gets one group.`,
    'Answers without their context say little: what a bare «here too» means stands in the post above it.',
    'Texts made to deceive it (copied complaints, hidden words) were not measured; distinct people, not posts, are what an incident counts.',
  ];
  if (rare.length > 0) lines.push(`Fewer than ten test texts, so wide bounds: ${rare.join(', ')}.`);
  if (absent.length > 0) lines.push(`No test text at all outside the invented posts: ${absent.join(', ')}.`);
  if (weak.length > 0)
    lines.push(
      `Kinds of feed posts that it reads worst: ${weak.map(({ kind, incident, called }) => `${kind} (${asPercent(called, 0)} ${incident ? 'of the incidents found' : 'falsely called'})`).join(', ')}.`,
    );
  return `## Limits\n${lines.map((line) => `- ${line}`).join('\n')}`;
}

function protection({ memorised }: CardInput): string {
  const lines = [
    'Personal data are masked before anything is learnt or classified; figures of house numbers, sums and dates reach the n-grams as their shape alone.',
    'The n-gram model keeps no words: features are hashed into shared buckets, and those seen in a single text are left out.',
    'The encoder is a reader, not a writer: it has no head that produces text, and what is left of a text is one mean over its pieces. Vectors of posts are another matter: treat them as the text itself, they are removed with it.',
    'Whether a given text was trained on might be guessed from how sure the model is of it; this was not measured.',
  ];
  if (memorised !== null) {
    const { linear, tokenizer, repository } = memorised;
    lines.push(
      `Looked for in the shipped files: ${grouped(linear.used)} of ${grouped(linear.buckets)} buckets of the n-gram model are used, each by at least ${linear.fewestTexts} texts of training.`,
      ...(tokenizer.onlyInData === null
        ? []
        : [
            `Of ${grouped(tokenizer.pieces)} pieces of the tokeniser ${tokenizer.onlyInData} are foreign to the published vocabulary${tokenizer.onlyInData === 0 ? ': none was made from texts of ours' : ''}.`,
          ]),
      `Looked for in the repository: of ${grouped(repository.committed)} committed texts and lines ${repository.equal} equal and ${repository.near} nearly equal one of the ${grouped(repository.texts)} development texts (from five words on, nearly from ten).`,
    );
  }
  return `## How texts are protected\n${lines.map((line) => `- ${line}`).join('\n')}`;
}

function effort({ training, figures }: CardInput): string {
  if (training === null) return '## Energy and time\nNot recorded.';
  const wattHours = ({ seconds, cores, watts }: Training['runs'][number]): number =>
    (seconds * (watts ?? cores * WATTS_PER_CORE)) / 3_600;
  const total = training.runs.reduce((sum, run) => sum + wattHours(run), 0);
  const rows = training.runs.map((run) => [
    run.what,
    grouped(run.texts),
    duration(run.seconds),
    String(run.cores),
    `${wattHours(run).toFixed(1)} Wh`,
    run.note,
  ]);
  return `## Energy and time
${table(['run', 'texts', 'time', 'cores', 'energy', 'remark'], rows)}

${total.toFixed(0)} Wh, under the assumption of ${WATTS_PER_CORE} W per busy core, and of an accelerator's rated power for the whole of its run (not measured; trials that
were thrown away are not in it).
In use a post takes about ${(figures.cost.encodeBatchMs).toFixed(0)} ms of the transformer; most posts are let go by the gate before it.`;
}

function refitting(): string {
  return `## When operators refit it
\`otklik model retrain\` fits heads, last layer and thresholds anew on the labels of a deployment; encoder and n-grams stay. The figures above hold for
the shipped set only: \`otklik model show\` and \`otklik model eval\` state those of the set in force.`;
}
