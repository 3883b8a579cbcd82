/**
 * Real site software, filled through its own forms and API and read by the product's own collector: `npm run evaluate -- real-sites`.
 * WordPress comes up in a temporary folder (Debian's packages, MariaDB on a socket, PHP's own server on loopback); forms, API and pages are its own.
 * Ends with code 1 on anything that is not as it was written, with code 2 and the packages to install when they are missing.
 */
import { installHint, missingPackages, THEMES } from '../support/real-wordpress.js';
import { checkWordPress, type ReadingResult } from '../support/wordpress-check.js';

const missing = await missingPackages();
if (missing.length > 0) {
  process.stderr.write(`Not measured: ${installHint(missing)}\n`);
  process.exit(2);
}

const startedMs = Date.now();
const pretty = await checkWordPress('pretty', THEMES);
const plain = await checkWordPress('plain', THEMES.slice(0, 1));
const { version } = pretty;
const results = [...pretty.results, ...plain.results];
const troubles = [...pretty.troubles, ...plain.troubles];
const columns: [string, (result: ReadingResult) => string][] = [
  ['source', ({ source }) => source],
  ['kind', ({ kind }) => kind],
  ['written', ({ expected }) => String(expected)],
  ['found', ({ found }) => String(found)],
  ['missing', ({ expected, found }) => String(expected - found)],
  ['not as written', ({ misses }) => String(misses.length)],
];
const print = (line: string) => process.stdout.write(`${line}\n`);
print(`WordPress ${version}, ${Math.round((Date.now() - startedMs) / 1000)} s\n`);
print(`| ${columns.map(([title]) => title).join(' | ')} |\n|${' --- |'.repeat(columns.length)}`);
for (const result of results) print(`| ${columns.map(([, cell]) => cell(result)).join(' | ')} |`);
for (const { source, misses } of results) for (const miss of misses) print(`${source}: ${miss}`);
for (const trouble of troubles) print(`visit: ${trouble}`);
const isRight = results.every(({ expected, found, misses }) => found === expected && misses.length === 0);
process.exit(isRight && troubles.length === 0 ? 0 : 1);
