/** One program that is measured, in a process of its own: a module of this folder that calls `serveLane`. */
export interface LaneSpec {
  /** Module relative to this folder, as compiled. */
  module: string;
  /** For people. */
  title: string;
  /** Units of work in one measured round. */
  roundSize: number;
}

export interface Benchmark {
  /** Number of the row in the table of performance anchors. */
  id: number;
  name: string;
  ours: keyof typeof lanes;
  baseline: keyof typeof lanes;
  /** Least ratio ours / baseline that we promise. */
  target: number;
  unit: string;
  /** What the rate is taken over: processor time of the measured process, or time on the wall. */
  per: 'cpu' | 'wall';
}

/** Rounds are sized to last about a second each on two slow cores. */
export const lanes = {
  crawl: { module: 'crawl/lane-ours.js', title: 'Otklik crawl worker', roundSize: 640 },
  sax: { module: 'crawl/lane-undici-sax.js', title: 'undici, 32 connections, htmlparser2 SAX', roundSize: 640 },
  polls: { module: 'crawl/lane-polls.js', title: 'Otklik crawl worker, pages not modified', roundSize: 640 },
  unmodified: {
    module: 'crawl/lane-undici-304.js',
    title: 'undici, a connection to each of the hosts, conditional requests',
    roundSize: 6_400,
  },
  cheerio: { module: 'crawl/lane-cheerio.js', title: 'CheerioCrawler, defaults', roundSize: 160 },
  queue: { module: 'queue/lane-ours.js', title: 'Otklik queue, batch jobs of 25-100 posts', roundSize: 40_000 },
  bullmq: { module: 'queue/lane-bullmq.js', title: 'BullMQ no-op worker, one post a job', roundSize: 12_000 },
  text: { module: 'text/lane-ours.js', title: 'Otklik cleaning and analysis', roundSize: 2_000_000 },
  orama: { module: 'text/lane-orama.js', title: '@orama/stemmers alone, not memoised', roundSize: 1_000_000 },
  natural: { module: 'text/lane-natural.js', title: 'natural, tokeniser and stemmer', roundSize: 400_000 },
  index: { module: 'index/lane-ours.js', title: 'Otklik post store, batches of 25-100 posts', roundSize: 40_000 },
  bulk: { module: 'index/lane-bulk.js', title: 'client.bulk, 1 000 documents a request', roundSize: 40_000 },
  rules: { module: 'rules/lane-ours.js', title: 'Otklik text analysis and matcher', roundSize: 20_000 },
  encoder: { module: 'models/lane-ours.js', title: 'Otklik encoder service', roundSize: 64 },
  bare: { module: 'models/lane-bare.js', title: 'session.run alone, cut and sorted before', roundSize: 64 },
  places: { module: 'places/lane-packs.js', title: 'Otklik places, 150 000 names loaded', roundSize: 20_000 },
  shipped: { module: 'places/lane-shipped.js', title: 'Otklik places, shipped gazetteer alone', roundSize: 20_000 },
  warm: { module: 'places/lane-warm.js', title: 'Otklik places loaded from what was kept', roundSize: 20 },
  cold: { module: 'places/lane-cold.js', title: 'Otklik places compiled anew', roundSize: 1 },
  terms: { module: 'terms/lane-ours.js', title: 'Otklik working time', roundSize: 400_000 },
  walk: { module: 'terms/lane-walk.js', title: 'every minute, looked up in a table', roundSize: 12_000 },
  regexp: { module: 'rules/lane-regexp.js', title: 'one RegExp a rule', roundSize: 100 },
} as const satisfies Record<string, LaneSpec>;

export type LaneName = keyof typeof lanes;

export const benchmarks: readonly Benchmark[] = [
  {
    id: 1,
    name: 'Full crawl worker against undici with a SAX parser, pages of 50 kB',
    ours: 'crawl',
    baseline: 'sax',
    target: 0.6,
    unit: 'pages/s/core',
    per: 'cpu',
  },
  {
    id: 2,
    name: 'Full crawl worker against CheerioCrawler with its defaults, the same pages',
    ours: 'crawl',
    baseline: 'cheerio',
    target: 6,
    unit: 'pages/s/core',
    per: 'cpu',
  },
  {
    id: 3,
    name: 'Polls of pages that are not modified against bare conditional requests',
    ours: 'polls',
    baseline: 'unmodified',
    target: 0.4,
    unit: 'polls/s/core',
    per: 'cpu',
  },
  {
    id: 4,
    name: 'Posts through one queue hop against BullMQ with one post a job',
    ours: 'queue',
    baseline: 'bullmq',
    target: 3,
    unit: 'posts/s',
    per: 'wall',
  },
  {
    id: 6,
    name: 'Words cleaned, split and stemmed against the stemmer of @orama alone, not memoised',
    ours: 'text',
    baseline: 'orama',
    target: 1,
    unit: 'words/s/core',
    per: 'cpu',
  },
  {
    id: 7,
    name: 'Words cleaned, split and stemmed against AggressiveTokenizerRu and PorterStemmerRu of natural',
    ours: 'text',
    baseline: 'natural',
    target: 5,
    unit: 'words/s/core',
    per: 'cpu',
  },
  {
    id: 8,
    name: '5 000 rules of 1-3 words on posts of 60 words, against one RegExp a rule with equal hits',
    ours: 'rules',
    baseline: 'regexp',
    target: 100,
    unit: 'posts/s/core',
    per: 'cpu',
  },
  {
    id: 9,
    name: 'Texts through the encoder service against session.run alone on the same pieces, cut and sorted before',
    ours: 'encoder',
    baseline: 'bare',
    target: 0.8,
    unit: 'texts/s',
    per: 'wall',
  },
  {
    id: 11,
    name: 'Saving posts against the plain bulk call of the client, to a server that does nothing',
    ours: 'index',
    baseline: 'bulk',
    target: 0.5,
    unit: 'docs/s',
    per: 'wall',
  },
  {
    id: 12,
    name: 'Places found with 150 000 names loaded, against the shipped gazetteer alone',
    ours: 'places',
    baseline: 'shipped',
    target: 0.8,
    unit: 'texts/s/core',
    per: 'cpu',
  },
  {
    id: 13,
    name: 'Loading 150 000 names of places as kept from an earlier start, against compiling them anew',
    ours: 'warm',
    baseline: 'cold',
    target: 10,
    unit: 'loads/s/core',
    per: 'cpu',
  },
  {
    id: 14,
    name: 'Working time between two instants up to 30 days apart, against a walk over every minute with equal results',
    ours: 'terms',
    baseline: 'walk',
    target: 10,
    unit: 'intervals/s/core',
    per: 'cpu',
  },
];
