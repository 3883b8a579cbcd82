import type { estypes } from '@elastic/elasticsearch';
import { vectorWidth } from '../core/float16.js';

export type Fields = Record<string, estypes.MappingProperty>;

/** Exact value, filter, facet and sort key. Longer values are kept but not indexed (Lucene refuses terms above 32 766 bytes). */
export const keyword = { type: 'keyword', ignore_above: 1_024 } as const;
/** Kept in the document, not even looked at. */
export const unread = { type: 'keyword', index: false, doc_values: false } as const;
/** Kept and shown, never searched. */
export const kept = { type: 'text', index: false } as const;
export const date = { type: 'date' } as const;
export const long = { type: 'long' } as const;
export const double = { type: 'double' } as const;
export const flag = { type: 'boolean' } as const;
/** Russian full text: analyser `ru` of indices.ts. */
export const russian = { type: 'text', analyzer: 'ru' } as const;
/** Exact value with Russian full text under `.text`. */
export const keywordAndRussian = { ...keyword, fields: { text: russian } } as const;
/** Exact value, and the same in small letters under `.lower`. */
export const keywordAndLower = {
  ...keyword,
  fields: { lower: { ...keyword, normalizer: 'lowercase' } },
} as const;
/** A point on the map: `{ lat, lon }` in degrees. */
export const geoPoint = { type: 'geo_point' } as const;
/** An object or a list of objects that is stored as it is and not looked into. */
export const opaque = { type: 'object', enabled: false } as const;

/** Terms made by our own text engine (WordIndex): one value a sentence, tokens separated by spaces, the terms of a token by «|». */
export const preanalysed = {
  type: 'text',
  analyzer: 'terms',
  // What people type into Kibana takes the way of ordinary Russian text; rules ask for terms as they are.
  search_analyzer: 'ru',
  position_increment_gap: 10_000,
  norms: false,
} as const satisfies estypes.MappingProperty;

/** A vector of what a text means, compared by angle; made from the kept form (src/core/float16.ts) when a document is written. */
export const meaning = {
  type: 'dense_vector',
  dims: vectorWidth,
  index: true,
  similarity: 'cosine',
  index_options: { type: 'int8_hnsw' },
} as const satisfies estypes.MappingProperty;

/** An object whose fields are all listed. */
export function object(properties: Fields): estypes.MappingProperty {
  return { type: 'object', dynamic: 'strict', properties };
}

/** Makes the searchable words of a text; handed over by src/app, since the store knows no language. */
export interface WordIndex {
  /** Changes when any of the words would. */
  revision: string;
  /** Values of the field `words`, one a sentence. Pure. */
  of(text: string): string[];
}

/** What one index of the store holds. */
export interface IndexDefinition {
  /** Name without the prefix: the alias that all reads and writes go to. */
  name: string;
  fields: Fields;
  /** Age at which written documents become searchable; not longer than an operator wants to wait where one looks on. */
  refreshInterval: '1s' | '5s';
  /** Analysers of this index alone, beside those that all have. */
  analysis?: estypes.IndicesIndexSettingsAnalysis;
  /** Fields that are searchable and not kept in the document; honoured when the index is created, otherwise they lie there unread. */
  unkept?: readonly string[];
}
