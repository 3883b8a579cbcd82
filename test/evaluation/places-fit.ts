/**
 * Fits what the region and the confidence of a place are weighed by, and says how far they can be trusted.
 *   npm run evaluate -- places-fit [folder] --scores FILE [--labels FILE] [--misses] [--write]
 * `folder` has the development data, by default ../shared/data beside the checkout; `--labels` the labels of real texts, by default
 * ../places-labels/dev.jsonl: a set that the finder was developed by, never one held back. `--scores` is what models/train/fit-locality.mjs wrote with
 * `--scores`. `--misses` names the regions that are given wrong. `--write` writes pipelines/places/fitted-coefficients.ts, and wants the real texts.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { PlaceCoefficients, RegionCoefficients } from '../../pipelines/places/coefficients.js';
import { compilePlaces } from '../../pipelines/places/compile.js';
import { confidenceSignNames } from '../../pipelines/places/confidence.js';
import { findMentions } from '../../pipelines/places/find.js';
import { fittedCoefficients } from '../../pipelines/places/fitted-coefficients.js';
import { openGazetteer } from '../../pipelines/places/gazetteer.js';
import { resolveHome } from '../../pipelines/places/home.js';
import { homeSignNames, namedSignNames } from '../../pipelines/places/region.js';
import { type Resolved, resolveWithSigns } from '../../pipelines/places/resolve.js';
import { createScan } from '../../pipelines/places/scan.js';
import { loadConfig } from '../../src/config/load.js';
import type { PlaceContext } from '../../src/core/ports.js';
import { projectRoot } from '../../src/version.js';
import { dataFolder, missingIn } from './support/data.js';
import { type FitText, readFitTexts, regionWeight, restWeight } from './support/places/fit-texts.js';
import { bins, type Choice, calibrationError, crossFit, fitChoices, type Sure } from './support/places/fit-weights.js';
import { givenBy, isAllowed, isRightThroughout } from './support/places/judge.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    scores: { type: 'string' },
    labels: { type: 'string' },
    misses: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const pulls = [0.1, 0.3, 1, 3];
/** Of the regions that are given so many must be right. */
const wanted = 0.97;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

try {
  if (values.scores === undefined) {
    say('Name the scores that models/train/fit-locality.mjs wrote: --scores FILE');
    process.exit(2);
  }
  const { config } = loadConfig(join(projectRoot, 'config'));
  const { territories, sections, packs } = compilePlaces(config.placeFiles, [], undefined);
  const gazetteer = openGazetteer(territories, sections, packs);
  const homeRegion = (context: PlaceContext): string | null => resolveHome(context, gazetteer).regionName;
  const texts = readFitTexts(resolve(values.scores), realTexts());
  const solve = (text: FitText, locality: number | null, coefficients: PlaceCoefficients): Resolved => {
    const context = { ...text.context, locality };
    const home = resolveHome(context, gazetteer);
    const scan = createScan(text.text, gazetteer, home.id);
    return resolveWithSigns(scan, findMentions(scan), home, context, coefficients);
  };

  const ofRegion = (locality: (text: FitText) => number | null, name: string): RegionCoefficients => {
    const choices = texts
      .filter(({ hasRegion }) => hasRegion)
      .map((text): Choice & { id: string; text: FitText } => {
        const { signs, named } = solve(text, locality(text), fittedCoefficients).region;
        const home = homeRegion(text.context);
        const isRight = (region: string | null | undefined): boolean =>
          text.label.region != null && region != null && isAllowed('region', text.label.region, [[region]]);
        const right = signs.named !== null && isRight(named?.name) ? 1 : signs.home !== null && isRight(home) ? 0 : -1;
        return {
          id: text.id,
          text,
          candidates: [signs.home, signs.named],
          right,
          weight: regionWeight(text, signs.named !== null && !signs.isSame, homeRegion),
        };
      })
      .filter(({ candidates }) => candidates.some((one) => one !== null));
    const priors = [
      priorOf(homeSignNames, { 'two towns alike, none at home': -5 }),
      priorOf(namedSignNames, { 'two towns alike': -5 }),
    ];
    const crossed = crossFit(choices, priors, pulls);
    const best = choices.map(({ right, weight }, at): Sure => {
      const [home = 0, named = 0] = crossed.chosen[at] ?? [];
      const which = named >= home ? 1 : 0;
      return { probability: Math.max(home, named), isRight: which === right, weight };
    });
    const threshold = thresholdFor(best);
    const [home = [], named = []] = fitChoices(choices, priors, crossed.pull);
    const given = best.filter(({ probability }) => probability >= threshold);
    console.log(
      `\nRegion, ${name}: ${choices.length} texts, pull ${crossed.pull}, cross-validated loss ${crossed.loss.toFixed(3)}`,
    );
    console.log(
      `threshold ${threshold}: given ${share(given, best)}, right ${right(given)}; without it right ${right(best)}`,
    );
    const kinds = choices.map(({ text }) => kindOf(text));
    for (const kind of new Set(kinds)) {
      const own = best.flatMap((one, at) => (kinds[at] === kind ? [{ ...one, weight: 1 }] : []));
      const ownGiven = own.filter(({ probability }) => probability >= threshold);
      const figures = `given ${share(ownGiven, own)}, right ${right(ownGiven)}, ECE ${calibrationError(own).toFixed(3)}`;
      console.log(`  ${kind}: ${own.length} texts, ${figures}`);
    }
    report(best);
    if (values.misses)
      choices.forEach(({ id, text }, at) => {
        const one = best[at];
        if (one === undefined || one.isRight || one.probability < threshold) return;
        console.log(
          `  ${id} ${one.probability.toFixed(2)} wanted ${text.label.region ?? 'none'}: ${text.text.slice(0, 90)}`,
        );
      });
    homeSignNames.forEach((sign, at) => void console.log(`  home, ${sign}: ${home[at]?.toFixed(2)}`));
    namedSignNames.forEach((sign, at) => void console.log(`  named, ${sign}: ${named[at]?.toFixed(2)}`));
    return { home: home.map(kept), named: named.map(kept), threshold };
  };
  const kindOf = ({ source, label, context }: FitText): string => {
    if (source !== 'locality') return source;
    return label.region == null
      ? 'written: nowhere'
      : label.region === homeRegion(context)
        ? 'written: home'
        : 'written: elsewhere';
  };
  const withModel = ofRegion(({ locality }) => locality, 'with the model');
  const withoutModel = ofRegion(() => null, 'without the model');
  const region = { withModel, withoutModel };

  // Each text with its score and without: one set of weights serves both.
  const claims = texts
    .filter(({ hasRest }) => hasRest)
    .flatMap((text) =>
      [text.locality, null].flatMap((locality): (Choice & { id: string })[] => {
        const { place, confidence, region: weighed } = solve(text, locality, { ...fittedCoefficients, region });
        const isRight = isRightThroughout(text.label, givenBy(place));
        if (confidence === null || isRight === null) return [];
        const { named, isSame } = weighed.signs;
        const weight = restWeight(text, named !== null && !isSame, homeRegion);
        return [{ id: text.id, candidates: [confidence], right: isRight ? 0 : -1, weight: weight / 2 }];
      }),
    );
  const prior = [priorOf(confidenceSignNames, { 'two towns alike': -2 })];
  const crossed = crossFit(claims, prior, pulls);
  const [confidence = []] = fitChoices(claims, prior, crossed.pull);
  const sure = claims.map(({ right, weight }, at): Sure => {
    return { probability: crossed.chosen[at]?.[0] ?? 0, isRight: right === 0, weight };
  });
  console.log(
    `\nConfidence: ${claims.length} places, pull ${crossed.pull}, cross-validated loss ${crossed.loss.toFixed(3)}, right ${right(sure)}`,
  );
  report(sure);
  confidenceSignNames.forEach((sign, at) => void console.log(`  ${sign}: ${confidence[at]?.toFixed(2)}`));

  if (values.write) {
    if (texts.every(({ source }) => ['invented', 'locality', 'texts'].includes(source)))
      throw new Error('--write wants the real texts: name the folder of the development data and --labels');
    const places = new Set(claims.map(({ id }) => id)).size;
    write({ region, confidence: confidence.map(kept) }, texts.filter(({ hasRegion }) => hasRegion).length, places);
  }
} catch (error) {
  say((error as Error).message);
  process.exit(1);
}

function realTexts(): { labels: string; data: string } | null {
  const data = dataFolder(positionals[0]);
  const labels = resolve(values.labels ?? join(projectRoot, '..', 'places-labels', 'dev.jsonl'));
  const missing = missingIn(data, ['civic.jsonl', 'unlabelled.jsonl', 'noise.jsonl']);
  if (missing.length === 0 && existsSync(labels)) return { labels, data };
  say(
    `Without real texts: ${missing.length > 0 ? `${missing.join(' and ')} not found in ${data}` : `${labels} not found`}`,
  );
  return null;
}

/** What holds of a sign that no labelled text shows: two towns of one name leave the region, and the town, little more than even odds. */
function priorOf<Name extends string>(names: readonly Name[], known: Partial<Record<Name, number>>): number[] {
  return names.map((name) => known[name] ?? 0);
}

/** The lowest threshold, from even odds on, from which on enough of what is given is right, whatever higher one is taken. */
function thresholdFor(best: readonly Sure[]): number {
  for (let hundredth = 50; hundredth < 100; hundredth++) {
    const given = best.filter(({ probability }) => probability >= hundredth / 100);
    if (rightShare(given) >= wanted) return hundredth / 100;
  }
  return 0.99;
}

function rightShare(claims: readonly Sure[]): number {
  const total = claims.reduce((sum, { weight }) => sum + weight, 0);
  return total === 0 ? 1 : claims.reduce((sum, one) => sum + (one.isRight ? one.weight : 0), 0) / total;
}
function right(claims: readonly Sure[]): string {
  return rightShare(claims).toFixed(3);
}
function share(some: readonly Sure[], all: readonly Sure[]): string {
  const sum = (claims: readonly Sure[]): number => claims.reduce((total, { weight }) => total + weight, 0);
  return (sum(some) / sum(all)).toFixed(3);
}
function kept(weight: number): number {
  return Math.round(weight * 1000) / 1000;
}
function report(claims: readonly Sure[]): void {
  console.log(`ECE ${calibrationError(claims).toFixed(3)}\n| claimed | right | texts |\n|---|---|---|`);
  for (const { count, claimed, right } of bins(claims))
    console.log(`| ${claimed.toFixed(2)} | ${right.toFixed(2)} | ${count} |`);
}

function write({ region, confidence }: PlaceCoefficients, regions: number, places: number): void {
  const of = ({ home, named, threshold }: RegionCoefficients): string =>
    `{\n      home: [${home.join(', ')}],\n      named: [${named.join(', ')}],\n      threshold: ${threshold},\n    }`;
  const file = join(projectRoot, 'pipelines/places/fitted-coefficients.ts');
  writeFileSync(
    file,
    `import type { PlaceCoefficients } from './coefficients.js';

/**
 * Written by \`npm run evaluate -- places-fit --write\`; do not edit. Fitted on ${regions} texts with a labelled region and ${places} texts with a
 * labelled settlement, street or house; order of the numbers: homeSignNames and namedSignNames in region.ts, confidenceSignNames in confidence.ts.
 */
export const fittedCoefficients: PlaceCoefficients = {
  region: {
    withModel: ${of(region.withModel)},
    withoutModel: ${of(region.withoutModel)},
  },
  confidence: [
    ${confidence.join(', ')},
  ],
};
`,
  );
  say(`written: ${file}`);
}
