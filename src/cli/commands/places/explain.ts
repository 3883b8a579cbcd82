import { defineCommand } from 'citty';
import { openPlaces } from '../../../app/places-open.js';
import type { Point } from '../../../core/place.js';
import type {
  CandidateReason,
  ExplainedMention,
  ExplainedTerritory,
  MentionOutcome,
  PlaceCandidate,
  PlaceExplanation,
} from '../../../core/place-explanation.js';
import { openCaches } from '../../caches.js';
import { type Colours, colourOption, createColours } from '../../colours.js';
import { openEnv, printProblems } from '../../environment.js';
import { guarded } from '../../failure.js';
import { highlight, printable } from '../../highlight.js';
import { digits } from '../../plural.js';
import { readInput } from '../../stdin.js';

const shownCandidates = 6;

export const explain = defineCommand({
  meta: {
    name: 'explain',
    description:
      'Why a text gets its place: what it names, which territories bear the names, and why one of them was taken.',
  },
  args: {
    text: { type: 'positional', required: true, description: 'the text; - reads it from standard input' },
    home: {
      type: 'string',
      description: 'where the writer is at home: OKTMO code, id or name',
      valueHint: 'OKTMO|name',
    },
    json: {
      type: 'boolean',
      default: false,
      description: 'one JSON object; offsets in UTF-16 units of the text given',
    },
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    const env = openEnv();
    const text = args.text === '-' ? await readInput() : args.text;
    const places = openPlaces(env.OTKLIK_CONFIG_DIR, openCaches(env).compiled);
    printProblems(places.problems);
    const territory = args.home === undefined ? null : places.territoryNamed(args.home, '--home').id;
    const explained = places.explain(text, { territory });
    const colours = createColours(process.stdout, args.color);
    process.stdout.write(`${args.json ? JSON.stringify(explained) : describe(explained, colours)}\n`);
  }),
});

function describe(explained: PlaceExplanation, colours: Colours): string {
  const { text, home, place, chain, mentions } = explained;
  const spans = mentions.map(({ span }) => span);
  const lines = [highlight(text, spans, colours), '', placeLine(explained, colours)];
  lines.push(`  confidence ${place.confidence.toFixed(3)}${regionConfidence(place.regionConfidence)}`);
  if (place.point !== null) lines.push(`  point      ${degrees(place.point)}  of the ${place.pointOf ?? 'place'}`);
  if (place.oktmo !== null) lines.push(`  OKTMO      ${place.oktmo}`);
  if (home.length > 0) lines.push(`  home       ${home.map(({ name }) => name).join(' ‹ ')}`);
  if (chain.length > 0) lines.push('', colours.bold('Territories'), ...chain.map((one) => territoryLine(one)));
  if (mentions.length > 0) lines.push('', colours.bold(`Named (${mentions.length})`));
  for (const mention of mentions) lines.push(...mentionLines(mention, colours));
  const others = place.evidence.filter(({ from }) => from !== 'text');
  if (others.length > 0) {
    lines.push('', colours.bold('Not from the text'));
    for (const { field, value, from } of others)
      lines.push(`  ${field.padEnd(12)} ${printable(value)}  ${colours.dim(`from: ${from}`)}`);
  }
  return lines.join('\n');
}

const regionConfidence = (value: number | null): string =>
  value === null ? '' : `, of the region ${value.toFixed(3)}`;
const degrees = ({ lat, lon }: Point): string => `${lat.toFixed(5)}, ${lon.toFixed(5)}`;

function placeLine({ place }: PlaceExplanation, colours: Colours): string {
  const { precision, region, municipality, settlement, district, street, house, landmarks } = place;
  const address = [street, house].filter((part) => part !== null).join(', ');
  const parts = [region, municipality, settlement, district, address, ...landmarks.map(({ name }) => name)];
  const told = parts.filter((part) => part !== null && part !== '').map((part) => printable(part ?? ''));
  return `${colours.bold(precision)}  ${told.length === 0 ? 'the text names no place' : told.join(' › ')}`;
}

function territoryLine({ level, name, type, id, oktmo }: ExplainedTerritory): string {
  const code = oktmo === null || oktmo === id ? id : `${id}  OKTMO ${oktmo}`;
  return `  ${level.padEnd(12)} ${type === null ? name : `${type} ${name}`}  ${code}`;
}

const outcomes: Record<MentionOutcome, string> = {
  counts: '',
  direction: 'where something comes from or goes: not the place',
  'region-only': 'a city that is a region, beside another settlement: tells the region',
  shell: 'the address of the settlement beside it',
  unknown: 'in no list of config/places',
  'not-linked': 'none of the candidates fits the region named or lies near enough',
  doubtful: 'another candidate is as likely',
  other: 'not where the place lies',
};
const reasons: Record<CandidateReason, string> = {
  'named-region': 'in the region named',
  'named-municipality': 'in the municipality named',
  'beside-town': 'in the region of the town named beside it',
  'home-settlement': 'home',
  'home-municipality': 'in the home municipality',
  'home-region': 'in the home region',
  hint: 'its people or things are named',
  nickname: 'a nickname',
};

function mentionLines(mention: ExplainedMention, colours: Colours): string[] {
  const { kind, name, span, outcome, weight, candidates, registered } = mention;
  const sign =
    outcome === 'counts' || outcome === 'unknown'
      ? colours.green('✓')
      : outcome === 'doubtful'
        ? colours.yellow('?')
        : colours.red('✗');
  const told = outcomes[outcome] === '' ? '' : `  ${colours.yellow(outcomes[outcome])}`;
  const weighed = weight === null ? '' : `  weight ${weight.toFixed(2)}`;
  const lines = [
    `  ${sign} ${kind.padEnd(12)} ${colours.cyan(`«${printable(span.text)}»`)} → ${colours.bold(printable(name))}${weighed}${told}`,
  ];
  const isScored = kind === 'settlement';
  for (const candidate of candidates.slice(0, shownCandidates)) lines.push(candidateLine(candidate, isScored, colours));
  if (candidates.length > shownCandidates)
    lines.push(colours.dim(`      … and ${candidates.length - shownCandidates} more`));
  for (const { title, territory, pack, point, houses } of registered) {
    const where = `${territory.name}, ${pack === null ? 'listed in config/places' : `pack ${pack}`}`;
    lines.push(`      ${title}: ${where}${point === null ? '' : `  ${degrees(point)}`}`);
    for (const house of houses) {
      const at = house.point === null ? '' : `  ${degrees(house.point)}`;
      lines.push(`        house ${house.number} ${house.isKnown ? `is in the pack${at}` : 'is not in the register'}`);
    }
  }
  return lines;
}

function candidateLine(candidate: PlaceCandidate, isScored: boolean, colours: Colours): string {
  const { id, name, type, region, population, distanceKm, score, nearness, won } = candidate;
  const facts = [
    region ?? 'no region',
    ...(population === null ? [] : [`${digits(population)} people`]),
    ...(distanceKm === null ? [] : [`${Math.round(distanceKm)} km`]),
  ];
  const why = candidate.reasons.map(
    ({ reason, adds }) => `${adds > 0 ? '+' : '−'}${Math.abs(adds)} ${reasons[reason]}`,
  );
  const sum = isScored ? `  ${colours.dim(`score ${score}, nearness ${nearness.toFixed(2)}`)}` : '';
  const sign = won ? colours.green('✓') : colours.red('✗');
  return `    ${sign} ${type === null ? '' : `${type} `}${name}  ${colours.dim(id)}  ${facts.join(' · ')}${sum}${why.length === 0 ? '' : `\n        ${why.join(', ')}`}`;
}
