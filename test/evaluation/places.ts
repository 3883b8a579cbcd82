/**
 * The finder of places on labelled texts: invented ones of the repository, and real ones by labels kept outside of it.
 *   npm run evaluate -- places [folder] [--labels FOLDER] [--set NAME]... [--misses FILE] [--python COMMAND] [--no-natasha] [--write]
 * `folder` has the development data, by default ../shared/data beside the checkout. `--labels` names the folder of the labels (dev.jsonl,
 * held.jsonl, held2.jsonl and so on), or one such file; by default ../places-labels beside the checkout. `--set` measures only the sets named; which there are,
 * and which of them are held back, stands in support/places/sets.ts. `--misses` writes what went wrong in the sets developed by, never in those held
 * back. `--python` is the interpreter that has natasha. `--write` writes docs/places-evaluation.md, and wants every set.
 */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createLocator } from '../../pipelines/places/locator.js';
import { loadConfig } from '../../src/config/load.js';
import { projectRoot } from '../../src/version.js';
import { dataFolder, missingIn } from './support/data.js';
import { type Comparison, compareWith, locatingRates } from './support/places/compare.js';
import { givenBy } from './support/places/judge.js';
import { type PlaceSet, readInvented, readReal } from './support/places/labels.js';
import { openNatasha } from './support/places/natasha.js';
import { placesPage } from './support/places/page.js';
import { type Miss, scorePlaces } from './support/places/score.js';
import { infoOf, inventedNames, placeSets, realNames } from './support/places/sets.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    labels: { type: 'string' },
    set: { type: 'string', multiple: true },
    misses: { type: 'string' },
    python: { type: 'string', default: 'python3' },
    'no-natasha': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const page = join(projectRoot, 'docs/places-evaluation.md');

try {
  const absent: string[] = [];
  const order = placeSets.map(({ name }): string => name);
  const sets = [...inventedNames.map((name) => readInvented(name)), ...realSets(absent)]
    .filter(({ name }) => values.set === undefined || values.set.includes(name))
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  for (const what of absent) say(`Not measured: ${what}.`);
  if (sets.length === 0) {
    say(`No set named ${values.set?.join(', ')}: there are ${order.join(', ')}.`);
    process.exit(2);
  }
  if (values.write && (values.set !== undefined || absent.length > 0)) {
    say('--write keeps figures of every set: give the development data and the labels, and leave out --set.');
    process.exit(2);
  }
  const { config } = loadConfig(join(projectRoot, 'config'));
  const { locator, territories } = createLocator({ files: config.placeFiles });

  const misses: Miss[] = [];
  const scored = sets.map(({ name, texts }) => {
    const info = infoOf(name);
    const judged = texts.map((text) => ({ ...text, given: givenBy(locator.locate(text.text, text.context)) }));
    const sources = [...new Set(texts.map(({ source }) => source))].map((source) => ({
      source,
      score: scorePlaces(
        judged.filter((text) => text.source === source),
        (miss) => void (info.role === 'developed' && misses.push(miss)),
      ),
    }));
    return { info, sources };
  });
  if (values.misses !== undefined) {
    const lines = misses.map(({ id, field, outcome, wanted, got }) => [id, field, outcome, wanted, got].join('\t'));
    writeFileSync(values.misses, `${lines.join('\n')}\n`);
  }
  const all = sets.flatMap(({ texts }) => texts);
  const comparison = await comparisonOf(all);
  if (comparison === null) absent.push('natasha');
  const text = placesPage({
    measured: {
      day: new Date().toISOString().slice(0, 10),
      processor: cpus()[0]?.model ?? 'unknown processor',
      node: process.versions.node,
      revision: locator.revision,
      territories: territories.length,
    },
    sets: scored,
    textsPerSecond: locatingRates(locator, all),
    comparison,
    absent,
  });
  console.log(text);
  if (values.write) {
    writeFileSync(page, text);
    say(`written: ${page}`);
  }

  async function comparisonOf(texts: PlaceSet['texts']): Promise<Comparison | null> {
    if (values['no-natasha']) return null;
    const natasha = await openNatasha(values.python);
    if (natasha === null) {
      say(
        `Without natasha: ${values.python} cannot import it. Install test/evaluation/natasha/requirements.txt into an environment and name its interpreter: --python ENV/bin/python`,
      );
      return null;
    }
    try {
      return await compareWith(natasha, texts, { locator, territories });
    } finally {
      natasha.close();
    }
  }
} catch (error) {
  say((error as Error).message);
  process.exit(1);
}

/** The labelled real texts; what is missing of data or labels is told in `absent`. */
function realSets(absent: string[]): PlaceSet[] {
  const data = dataFolder(positionals[0]);
  const missing = missingIn(data, ['civic.jsonl', 'unlabelled.jsonl', 'noise.jsonl']);
  const labels = resolve(values.labels ?? join(projectRoot, '..', 'places-labels'));
  const isFile = existsSync(labels) && statSync(labels).isFile();
  const files = isFile ? [labels] : realNames.map((name) => join(labels, `${name}.jsonl`));
  const labelled = files.filter(existsSync);
  if (missing.length > 0) {
    absent.push(
      `real texts, for ${missing.join(' and ')} not found (the folder of the development data is the first argument)`,
    );
    return [];
  }
  const without = files.filter((file) => !existsSync(file)).map((file) => basename(file));
  if (without.length > 0)
    absent.push(`real texts, for ${labels} has no ${without.join(', ')} (--labels FOLDER or FILE)`);
  return labelled.map((file) => readReal(file, basename(file, '.jsonl'), data));
}
