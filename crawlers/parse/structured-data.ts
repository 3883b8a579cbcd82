import type { Page } from '../adapter.js';
import { type JsonRecord, recordOf, stringAt } from './json.js';
import { absoluteUrl } from './links.js';
import { readRichText } from './rich-text.js';
import { lineOf, plainText, textOf } from './text.js';
import { attribute, type Element, type Test, walk } from './tree.js';

/**
 * One thing that a page describes in the words of schema.org, whichever way it is written there. Values are texts or things; what stands
 * there more than once is a list.
 */
export interface Thing {
  /** Names without the address of the vocabulary: «Review». */
  types: readonly string[];
  /** `@id` or `itemid`; without one the id of its element, null without that. */
  id: string | null;
  properties: ReadonlyMap<string, readonly (string | Thing)[]>;
}

/** A page that describes more is described no further. */
const MAX_THINGS = 5_000;
const MAX_DEPTH = 20;
/** Scripts are no part of the tree; attributes of the tag in any order, with or without quotes. */
const LD_SCRIPT = /<script\b(?=[^>]*\btype\s*=\s*["']?application\/ld\+json\b)[^>]*>([\s\S]*?)<\/script\s*>/gi;
/** Texts whose lines matter. */
const LONG_TEXTS = new Set(['reviewBody', 'description', 'text', 'commentText', 'articleBody']);

const typeName = (name: string): string => name.replace(/^.*[/#:]/, '');

/** Things of JSON-LD (https://www.w3.org/TR/json-ld11/), as far as pages use it: objects, lists, `@graph`, `@type`, `@id`. */
class LinkedData {
  readonly things: (Thing & { properties: Map<string, readonly (string | Thing)[]> })[] = [];
  private readonly byId = new Map<string, Thing>();

  read(value: unknown, depth = 0): void {
    if (depth > MAX_DEPTH) return;
    if (Array.isArray(value)) for (const each of value) this.read(each, depth + 1);
    const record = recordOf(value);
    if (record === null) return;
    if (record['@type'] === undefined && record['@graph'] !== undefined) this.read(record['@graph'], depth + 1);
    else this.thing(record, depth);
  }

  /** Puts things that the page describes elsewhere into the place of references to them. */
  resolve(): void {
    const target = (value: string | Thing) =>
      typeof value === 'string' || value.properties.size > 0 ? value : (this.byId.get(value.id ?? '') ?? value);
    for (const { properties } of this.things)
      for (const [name, values] of properties) properties.set(name, values.map(target));
  }

  private thing(record: JsonRecord, depth: number): Thing | null {
    if (this.things.length >= MAX_THINGS || depth > MAX_DEPTH) return null;
    const named = [record['@type']].flat().filter((name) => typeof name === 'string');
    const properties = new Map<string, readonly (string | Thing)[]>();
    const id = stringAt(record, '@id');
    const thing = { types: named.map(typeName), id: id === '' ? null : id, properties };
    if (named.length > 0) {
      this.things.push(thing);
      if (thing.id !== null) this.byId.set(thing.id, thing);
    }
    for (const [name, value] of Object.entries(record)) {
      if (name.startsWith('@')) continue;
      const values = [value].flat().flatMap((each) => this.value(each, depth + 1) ?? []);
      if (values.length > 0) properties.set(typeName(name), values);
    }
    return thing;
  }

  private value(value: unknown, depth: number): string | Thing | null {
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    const record = recordOf(value);
    const literal = record === null ? value : record['@value'];
    // Texts are often escaped for the page a second time, or bring its markup along.
    if (typeof literal === 'string') return /[<&]/.test(literal) ? readRichText(literal).text : plainText(literal);
    return record === null ? null : this.thing(record, depth);
  }
}

/** What an element says of its property (https://html.spec.whatwg.org/multipage/microdata.html#values). */
function microValue(element: Element, name: string, page: Page): string {
  const stated = attribute(element, 'content');
  if (stated !== null) return stated.trim();
  if (element.name === 'time') return attribute(element, 'datetime') ?? lineOf(element);
  if (element.name === 'data' || element.name === 'meter') return attribute(element, 'value') ?? lineOf(element);
  if (name === 'url' || element.name === 'link') {
    const url = absoluteUrl(attribute(element, 'href') ?? attribute(element, 'src'), page.url);
    if (url !== null) return url;
  }
  const isOther: Test = (inner) => inner !== element && inner.attributes.itemscope !== undefined;
  return LONG_TEXTS.has(name) ? textOf(element, { skip: isOther }) : lineOf(element, { skip: isOther });
}

/** Things in microdata, outer ones before those in them. */
function readMicrodata(tree: Element, page: Page): Thing[] {
  const things: Thing[] = [];
  const scopes = new Map<Element, { thing: Thing; properties: Map<string, (string | Thing)[]> }>();
  walk(tree, (element) => {
    if (things.length >= MAX_THINGS) return false;
    let owner = element.parent;
    while (owner !== null && !scopes.has(owner)) owner = owner.parent;
    const around = owner === null ? undefined : scopes.get(owner);
    let own: Thing | null = null;
    if (element.attributes.itemscope !== undefined) {
      const properties = new Map<string, (string | Thing)[]>();
      const { itemtype = '', itemid, id } = element.attributes;
      const types = itemtype.split(/\s+/).filter(Boolean).map(typeName);
      own = { types, id: itemid ?? attribute(element, 'data-id') ?? id ?? null, properties };
      things.push(own);
      scopes.set(element, { thing: own, properties });
    }
    for (const name of (element.attributes.itemprop ?? '').split(/\s+/).filter(Boolean)) {
      const value = own ?? microValue(element, name, page);
      if (value === '' || around === undefined) continue;
      around.properties.set(name, [...(around.properties.get(name) ?? []), value]);
    }
    return true;
  });
  return things;
}

/** All that a page describes in JSON-LD and in microdata, and how many blocks of JSON-LD are not JSON. */
export function readStructuredData(tree: Element, page: Page): { things: Thing[]; damaged: number } {
  const data = new LinkedData();
  let damaged = 0;
  for (const [, json = ''] of page.body.matchAll(LD_SCRIPT)) {
    try {
      data.read(JSON.parse(json.replace(/^\s*(?:<!--|\/\/<!\[CDATA\[)|(?:-->|\/\/\]\]>)\s*$/g, '')));
    } catch {
      damaged++; // told in the page's warnings
    }
  }
  data.resolve();
  return { things: [...data.things, ...readMicrodata(tree, page)], damaged };
}

/** First text of the first of these properties that has one; of a thing its name. Empty when there is none. */
export function textAt(thing: Thing | null, ...names: string[]): string {
  for (const name of names)
    for (const value of thing?.properties.get(name) ?? []) {
      const text = typeof value === 'string' ? value : textAt(value, 'name');
      if (text !== '') return text;
    }
  return '';
}

/** The things under these properties. */
export function thingsAt(thing: Thing, ...names: string[]): Thing[] {
  return names.flatMap((name) => thing.properties.get(name) ?? []).filter((value) => typeof value !== 'string');
}
