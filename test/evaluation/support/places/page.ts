import { wilson } from '../measures.js';
import { calibrationOf } from './calibration.js';
import type { Comparison, RoundRates } from './compare.js';
import { exactOf, type PlaceScore, precisionOf, recallOf, sumScores, type TallyName, tallyNames } from './score.js';
import type { SetInfo, SetRole } from './sets.js';

export interface PlacesFigures {
  /** Day of the measurement, machine, revision of the finder. */
  measured: { day: string; processor: string; node: string; revision: string; territories: number };
  sets: readonly { info: SetInfo; sources: readonly { source: string; score: PlaceScore }[] }[];
  textsPerSecond: RoundRates;
  /** Null when natasha is not installed. */
  comparison: Comparison | null;
  /** What could not be measured and why. */
  absent: readonly string[];
}

/** A set with the sum over its sources. */
interface WholeSet {
  info: SetInfo;
  score: PlaceScore;
}

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
const bounds = ([hits, of]: readonly [number, number]): string => wilson(hits, of, 3);
const thousands = (value: number): string => Math.round(value).toLocaleString('en').replaceAll(',', ' ');

/** docs/places-evaluation.md: figures only, no text of anybody. */
export function placesPage(figures: PlacesFigures): string {
  const { measured, sets, comparison, absent, textsPerSecond } = figures;
  const whole = sets.map(({ info, sources }) => ({ info, score: sumScores(sources.map(({ score }) => score)) }));
  const parts = [
    '# Figures of the finder of places',
    'Generated: do not edit. `npm run evaluate -- places --write` measures anew.',
    `Finder ${measured.revision}, ${thousands(measured.territories)} territories. Measured ${measured.day}, ${measured.processor}, Node ${measured.node}.
Bounds in brackets are Wilson's of 95 %.`,
    introduction,
    ...(absent.length === 0 ? [] : [`Not measured: ${absent.join('; ')}.`]),
    '## In short',
    goals(whole, comparison, textsPerSecond),
    ...whole.flatMap(({ info, score }) => [`## ${info.name}`, setText(score)]),
    '## By source',
    sourceTable(sets),
    '## Confidence',
    calibrationText(whole),
    '## Beside natasha',
    comparison === null ? 'Not measured: natasha is not installed.' : comparisonText(comparison),
  ];
  return `${parts.join('\n\n')}\n`;
}

const introduction = `Labels were made by reading the texts alone, before the finder was asked. Sets «developed» by are those whose misses were read while the
finder was made: \`held\` and \`invented-held\` too since its first measured state, \`held2\` and \`invented-held2\` since its second, \`held3\` and \`invented-held3\` since its third. Sets «held back» only measure: their misses are never written, and
only they tell what to expect of texts never seen. A few labels of \`dev\`, none of another set, were mended by the text after the first measurement. Invented
texts stand in \`test/unit/pipelines/places\`, each with the home of its source; real ones are labels
by id outside the repository, with what their source tells as context. Of the real texts of \`held2\`, \`held3\` and \`held4\` most were drawn because a word pattern in
them looks like a place, so that there is more to be found in them than in a source as it is.

«Exact» is right of all that was to be found or was given: right / (right + wrong + missed + invented). Several values of a text must all be right. «Named»
counts what the text itself names, «from home» what it leaves to the home of its source. A pin is wrong when the finest level given, or what it
hangs on (the street of a house, the town of a street, the region of a town), contradicts the label. A text names no place when it names
no settlement, street or house; it has an invented one when the finder says it named one.`;

const roles: readonly { role: SetRole; sum: string }[] = [
  { role: 'developed', sum: 'all developed by' },
  { role: 'held back', sum: 'all held back' },
];

function goals(whole: readonly WholeSet[], comparison: Comparison | null, textsPerSecond: RoundRates): string {
  const line = (name: string, role: string, score: PlaceScore): (string | number)[] => {
    const { tallies, pins, nameless } = score;
    return [
      name,
      role,
      score.texts,
      bounds(exactOf(tallies['settlement, named'])),
      bounds(exactOf(tallies['street + house'])),
      bounds([pins.wrong, score.texts]),
      bounds([nameless.invented, nameless.texts]),
    ];
  };
  const lines = roles.flatMap(({ role, sum }) => {
    const of = whole.filter(({ info }) => info.role === role);
    if (of.length === 0) return [];
    const total = sumScores(of.map(({ score }) => score));
    return [...of.map(({ info, score }) => line(info.name, role, score)), line(`**${sum}**`, role, total)];
  });
  const goal = ['goal', '', '', '≥ 0.95', '≥ 0.90', '≤ 0.02', '≤ 0.02'];
  const head = [
    'set',
    'role',
    'texts',
    'settlement, exact',
    'street + house, exact',
    'wrong pins of all texts',
    'invented, of texts that name none',
  ];
  const { fastest, median, rounds } = textsPerSecond;
  const speed = `${thousands(fastest)} texts a second of CPU time on one core in the fastest of ${rounds} rounds (goal 20 000), ${thousands(median)} in the
median one: neighbours on the machine slow a round, and nothing speeds one up.`;
  const beside =
    comparison === null
      ? ''
      : ` ${(comparison.rates.ours / comparison.rates.extractor).toFixed(0)} times natasha's speed (goal 20).`;
  return `${table(head, [...lines, goal])}\n\n${amounts(whole)}\n\n${speed}${beside}`;
}

/** How much was labelled, beside what was asked for. */
function amounts(whole: readonly WholeSet[]): string {
  const told = (['real', 'invented'] as const).map((kind) => {
    const of = whole.filter(({ info }) => info.texts === kind);
    const texts = of.reduce((sum, { score }) => sum + score.texts, 0);
    const names = of.map(({ info }) => `\`${info.name}\``).join(', ');
    return `${texts} ${kind} texts${names === '' ? '' : ` (${names})`}, goal ${kind === 'real' ? 400 : 150}`;
  });
  return `Labelled: ${told.join('; ')}.`;
}

function setText(score: PlaceScore): string {
  const rows = tallyNames.map((name) => {
    const tally = score.tallies[name];
    const { right, wrong, missed, invented } = tally;
    return [
      name,
      right,
      wrong,
      missed,
      invented,
      bounds(precisionOf(tally)),
      bounds(recallOf(tally)),
      bounds(exactOf(tally)),
    ];
  });
  const { pins, nameless } = score;
  return `${table(['what', 'right', 'wrong', 'missed', 'invented', 'precision', 'recall', 'exact'], rows)}

Of ${score.texts} texts ${pins.given} have a place, ${pins.wrong} of them a wrong pin: ${bounds([pins.wrong, score.texts])} of all, ${bounds([pins.wrong, pins.given])} of those.
Of ${nameless.texts} that name no place ${nameless.invented} have an invented one: ${bounds([nameless.invented, nameless.texts])}.`;
}

function sourceTable(sets: PlacesFigures['sets']): string {
  const rows = sets.flatMap(({ info, sources }) =>
    sources.map(({ source, score: { texts, tallies, pins, nameless } }) => [
      info.name,
      source,
      texts,
      bounds(exactOf(tallies['settlement, named'])),
      bounds(exactOf(tallies['settlement, from home'])),
      bounds(exactOf(tallies['street + house'])),
      `${pins.wrong} of ${pins.given}`,
      `${nameless.invented} of ${nameless.texts}`,
    ]),
  );
  const head = [
    'set',
    'source',
    'texts',
    'settlement, named',
    'settlement, from home',
    'street + house',
    'wrong pins',
    'invented',
  ];
  return table(head, rows);
}

function calibrationText(whole: readonly WholeSet[]): string {
  const parts = whole.map(({ info, score: { confidences } }) => {
    const { bins, error } = calibrationOf(confidences);
    const rows = bins.map(({ from, to, texts, said, right }) => [
      `${from}-${to}`,
      texts,
      said.toFixed(3),
      right.toFixed(3),
    ]);
    const told = error === null ? 'no confidence given' : `expected calibration error ${error.toFixed(3)}`;
    return `${info.name}: ${told}.\n\n${table(['confidence', 'texts', 'said', 'right'], rows)}`;
  });
  return [
    'What `confidence` says against the share of places whose settlement, street and house are all right, of texts given one of them.',
    ...parts,
  ].join('\n\n');
}

const compared: readonly TallyName[] = ['settlement, named', 'street', 'house', 'street + house', 'region, named'];

function comparisonText({ texts, ours, addresses, entities, rates, timed, rounds }: Comparison): string {
  const rows: (string | number)[][] = compared.map((name) => [
    `${name}, exact`,
    ...[ours, addresses, entities].map(({ tallies }) => bounds(exactOf(tallies[name]))),
  ]);
  rows.push([
    'invented, of texts that name none',
    ...[ours, addresses, entities].map(({ nameless }) => bounds([nameless.invented, nameless.texts])),
  ]);
  rows.push(['texts a second of CPU time', ...[rates.ours, rates.extractor, rates.entities].map(thousands)]);
  const ratio = (rate: number): string => `${(rates.ours / rate).toFixed(0)} ×`;
  rows.push(['ours is faster by', '', ratio(rates.extractor), ratio(rates.entities)]);
  return `natasha (PyPI, MIT; versions in \`test/evaluation/natasha/requirements.txt\`) on the same ${texts} texts, in the same run: its address extractor, and the extractor
with its entity recogniser (navec, slovnet; both inside its package). Its values count in its favour: as written or in any nominative of its own
dictionary, either order of type and name; places of the recogniser are sorted into settlements and regions by our gazetteer and left out when they
are in neither. Its grammar takes a house only with a word
for it («дом», «д.»), hence the row of houses. It knows no home, so only what the texts name is compared. Time is CPU time of one thread without loading models, the median of
${rounds} rounds over ${timed} of the texts in turns with ours; natasha's first column is timed without bringing values into the nominative.

${table(['', 'ours', 'natasha, addresses', 'natasha, addresses and entities'], rows)}`;
}
