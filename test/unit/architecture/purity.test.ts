import { describe, expect, it } from 'vitest';
import { codeOf, importsOf, productFiles, projectFiles } from '../../support/source-files.js';

/** Files that get time and everything else as arguments: the same input always gives the same output. */
const purePaths = [
  /^pipelines\/(text|rules|places|routing|answers)\//,
  /^pipelines\/incidents\/(?!desk\.ts|refill\.ts)/,
  /^crawlers\/sources\//,
  /^crawlers\/parse\//,
  /^crawlers\/schedule\/revisit\.ts$/,
];
const pureFiles = productFiles.filter((file) => purePaths.some((path) => path.test(file)));

/** Modules of Node that read nothing from outside. */
const innocent = new Set(['node:crypto', 'node:url', 'node:util', 'node:buffer']);

const forbiddenCalls: readonly [string, RegExp][] = [
  ['reads the clock', /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\.now\b|\bhrtime\b/],
  ['draws lots', /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b|\bgetRandomValues\b/],
  ['waits', /\bsetTimeout\b|\bsetInterval\b|\bsetImmediate\b/],
  ['goes out', /\bfetch\(|\bprocess\.|\bconsole\./],
];

function findAll(files: readonly string[], pattern: RegExp): string[] {
  return files.flatMap((file) =>
    codeOf(file)
      .split('\n')
      .filter((line) => pattern.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
}

describe('pure folders', () => {
  it.each(purePaths.map((path) => [path]))('%s is there', (path) => {
    expect(pureFiles.some((file) => path.test(file))).toBe(true);
  });

  it('import no module that does I/O', () => {
    const broken = pureFiles
      .flatMap(importsOf)
      .filter(({ specifier }) => specifier.startsWith('node:') && !innocent.has(specifier));
    expect(broken.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  it.each(forbiddenCalls)('have no line that %s', (_what, pattern) => expect(findAll(pureFiles, pattern)).toEqual([]));
});

describe('the environment', () => {
  it('is read in src/config alone', () => {
    const others = productFiles.filter((file) => !file.startsWith('src/config/') && !file.startsWith('src/web/'));
    expect(findAll(others, /\bprocess\.env\b/)).toEqual([]);
  });
});

describe('the domain', () => {
  it('reads the system clock in one place', () => {
    const core = productFiles.filter((file) => /^src\/core\//.test(file) && file !== 'src/core/clock.ts');
    expect(findAll(core, /\bDate\.now\b|\bnew Date\(\s*\)/)).toEqual([]);
  });

  it('writes to the console only on the command line', () => {
    const quiet = projectFiles.filter(
      (file) => /^(src|crawlers|pipelines|models)\/.*\.ts$/.test(file) && !/^src\/(cli|app|web)\//.test(file),
    );
    expect(findAll(quiet, /\bconsole\.(log|error|warn|info|debug)\b/)).toEqual([]);
  });
});
