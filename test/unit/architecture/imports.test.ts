import { describe, expect, it } from 'vitest';
import { type Import, importsOf, packageOf, productFiles, projectFiles } from '../../support/source-files.js';

/** Areas by path, the finest first, and what of ours each may import besides itself: docs of the plan as data. */
const areas: readonly { area: string; path: RegExp; mayImport: readonly string[] }[] = [
  { area: 'log', path: /^src\/log\.ts$/, mayImport: [] },
  { area: 'version', path: /^src\/version\.ts$/, mayImport: [] },
  { area: 'core', path: /^src\/core\//, mayImport: [] },
  { area: 'config', path: /^src\/config\//, mayImport: ['core', 'log'] },
  { area: 'store', path: /^src\/store\//, mayImport: ['core', 'log'] },
  { area: 'api', path: /^src\/api\//, mayImport: ['core', 'log'] },
  { area: 'web', path: /^src\/web\//, mayImport: ['core'] },
  {
    area: 'app',
    path: /^src\/app\//,
    mayImport: [
      'core',
      'log',
      'config',
      'store',
      'api',
      'crawlers',
      'text',
      'pure pipelines',
      'pipelines',
      'models',
      'version',
    ],
  },
  {
    area: 'cli',
    path: /^src\/cli\//,
    mayImport: ['app', 'core', 'log', 'config', 'text', 'pure pipelines', 'version'],
  },
  { area: 'models', path: /^models\//, mayImport: ['core', 'log', 'text'] },
  { area: 'crawlers', path: /^crawlers\//, mayImport: ['core', 'log'] },
  { area: 'text', path: /^pipelines\/text\//, mayImport: ['core'] },
  {
    area: 'pure pipelines',
    path: /^pipelines\/(rules|places|routing|incidents|answers)\//,
    mayImport: ['core', 'text', 'pipelines'],
  },
  { area: 'pipelines', path: /^pipelines\//, mayImport: ['core', 'log', 'text', 'pure pipelines'] },
];

/** Where the demo town, which is a site and no part of the product, may be entered. */
const doorsToScripts: Readonly<Record<string, RegExp>> = { app: /^scripts\/demo-town\// };

/** Packages and the one home of each. «all» is for what has no state and does no I/O. */
const packageHomes: Readonly<Record<string, RegExp | 'all'>> = {
  zod: 'all',
  pino: /^src\/log\.ts$/,
  '@elastic/elasticsearch': /^src\/store\//,
  fastify: /^src\/api\//,
  '@fastify/cookie': /^src\/api\//,
  '@fastify/helmet': /^src\/api\//,
  '@fastify/rate-limit': /^src\/api\//,
  '@fastify/static': /^src\/api\//,
  '@fastify/swagger': /^src\/api\//,
  'fastify-type-provider-zod': /^src\/api\//,
  bullmq: /^pipelines\/queue\//,
  ioredis: /^(crawlers|pipelines|src\/app)\//,
  '@crawlee/basic': /^crawlers\//,
  '@crawlee/cheerio': /^crawlers\//,
  'playwright-core': /^crawlers\/fetch\//,
  undici: /^crawlers\//,
  cheerio: /^crawlers\//,
  // Pages of sources, and registers of addresses, which are XML of any length.
  htmlparser2: /^(crawlers\/|pipelines\/places\/import\/xml-elements\.ts$)/,
  'robots-parser': /^crawlers\//,
  yaml: /^src\/config\//,
  citty: /^src\/cli\//,
  'prom-client': /^src\/app\/metrics\.ts$/,
  // A second opinion on suggested terms; by subpath only, its index prints and loads database drivers.
  natural: /^src\/app\/rules-second-opinion\.ts$/,
  flatbush: /^pipelines\/places\//,
  'point-in-polygon-hao': /^pipelines\/places\//,
  re2js: /^pipelines\/rules\//,
  'onnxruntime-node': /^models\/encoder\//,
  // The engine of the texts, and its twin that explains what Elasticsearch's own analyser does.
  '@orama/stemmers': /^(pipelines\/text|src\/store)\//,
};
const webPackages = /^(zod|react|react-dom|wouter|vite|@vitejs\/plugin-react|@mantine\/.*|@tanstack\/.*|@tabler\/.*)$/;

const areaOf = (file: string): (typeof areas)[number] | undefined => areas.find(({ path }) => path.test(file));
const shown = ({ file, line, specifier }: Import): string => `${file}:${line} imports ${specifier}`;
const allImports = productFiles.flatMap(importsOf);

function isAllowed({ file, target, specifier, isTypeOnly }: Import): boolean {
  const from = areaOf(file);
  if (from === undefined || target === null) return false;
  if (from.area === 'web' && /\.(css|svg|png|json)$/.test(specifier)) return target.startsWith('src/web/');
  if (target.startsWith('scripts/')) return doorsToScripts[from.area]?.test(target) ?? false;
  const to = areaOf(target);
  if (to === undefined) return false;
  if (from.area === 'web' && to.area === 'core') return isTypeOnly;
  return to.area === from.area || from.mayImport.includes(to.area);
}

describe('the plan of the house', () => {
  it('finds the product’s files', () => expect(productFiles.length).toBeGreaterThan(80));

  it('has an area for every file', () => {
    expect(productFiles.filter((file) => areaOf(file) === undefined)).toEqual([]);
  });

  it('lets each area import only what the table allows', () => {
    const broken = allImports.filter((one) => one.target !== null && !isAllowed(one));
    expect(broken.map(shown)).toEqual([]);
  });

  it('writes relative imports of TypeScript with .js', () => {
    const broken = allImports.filter(
      ({ target, specifier }) => target !== null && !/\.(js|css|svg|png|json)$/.test(specifier.split('?')[0] ?? ''),
    );
    expect(broken.map(shown)).toEqual([]);
  });

  it('imports no file that is not there, except what a build makes', () => {
    const files = new Set(projectFiles);
    const broken = allImports.filter(({ target }) => {
      if (target === null || !target.endsWith('.ts')) return false;
      return !files.has(target) && !files.has(`${target}x`);
    });
    expect(broken.map(shown)).toEqual([]);
  });

  it('has one home for each package', () => {
    const broken = allImports.filter(({ file, target, specifier }) => {
      if (target !== null || specifier.startsWith('node:')) return false;
      const name = packageOf(specifier);
      if (file.startsWith('src/web/')) return !webPackages.test(name);
      const home = packageHomes[name];
      return home === undefined || (home !== 'all' && !home.test(file));
    });
    expect(broken.map(shown)).toEqual([]);
  });

  it('names modules of Node with node:', () => {
    const bare = /^(fs|path|os|net|http|https|crypto|url|util|events|stream|child_process|worker_threads|zlib)(\/|$)/;
    expect(allImports.filter(({ specifier }) => bare.test(specifier)).map(shown)).toEqual([]);
  });

  it('needs no package in what runs before the packages are there', () => {
    const scripts = projectFiles.filter((file) => /^scripts\/(lib\/)?[a-z-]+\.mjs$/.test(file));
    const early = scripts.filter((file) => /\/(start|test|otklik|services|healthcheck)\.mjs$|\/lib\//.test(file));
    const broken = early
      .flatMap(importsOf)
      .filter(({ specifier }) => !specifier.startsWith('.') && !specifier.startsWith('node:'));
    expect(broken.map(shown)).toEqual([]);
  });
});
