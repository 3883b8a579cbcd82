import type { Page } from '../adapter.js';
import { recordOf } from './json.js';
import { absoluteUrl } from './links.js';
import { textOf } from './text.js';
import { attribute, type Element, parseTree, type Test } from './tree.js';

/** A thing that a page describes in the words of schema.org, as JSON-LD or as microdata. */
export interface SchemaItem {
  /** Names of its types without the address before them: `Review`. */
  types: readonly string[];
  /** `@id` or `itemid`; null when it has none. */
  id: string | null;
  /** Its element, where it is microdata. */
  element: Element | null;
  values: ReadonlyMap<string, readonly (string | SchemaItem)[]>;
}

/** Deeper things are left out: what is read of a review lies four levels deep at most. */
const MAX_DEPTH = 20;
const MAX_ITEMS = 5_000;
const SCRIPT = /<script\b[^>]*\btype\s*=\s*["']?application\/ld\+json\b[^>]*>([\s\S]*?)<\/script\s*>/gi;

const typeName = (type: string): string =>
  type
    .replace(/^.*[/#:]/, '')
    .trim()
    .slice(0, 100);

/** Strings of JSON-LD may hold HTML or entities, although they should be plain. */
function plainString(text: string): string {
  if (!/<\/?[a-z][^>]*>|&(?:#\d+|#x[\da-f]+|[a-z]+);/i.test(text)) return text.trim();
  return textOf(parseTree(text.replaceAll('\n', '<br>')));
}

/** Makes items of what scripts hold; a reference by `@id` becomes the item that is described elsewhere in the scripts of the page. */
class ScriptReader {
  readonly items: SchemaItem[] = [];
  private readonly named = new Map<string, Readonly<Record<string, unknown>>>();
  /** What was made of a name: things point at each other, and each is made once. */
  private readonly known = new Map<string, SchemaItem>();
  private made = 0;

  /** Remembers which objects tell more of a name than the name itself. */
  learn(value: unknown, depth = 0): void {
    if (depth > MAX_DEPTH) return;
    if (Array.isArray(value)) {
      for (const entry of value) this.learn(entry, depth + 1);
      return;
    }
    const record = recordOf(value);
    if (record === null) return;
    const id = record['@id'];
    if (typeof id === 'string' && record['@type'] !== undefined && !this.named.has(id)) this.named.set(id, record);
    for (const inner of Object.values(record)) if (typeof inner === 'object') this.learn(inner, depth + 1);
  }

  read(value: unknown): void {
    if (Array.isArray(value)) {
      for (const entry of value.slice(0, MAX_ITEMS)) this.read(entry);
      return;
    }
    const record = recordOf(value);
    if (record === null) return;
    const graph = record['@graph'];
    if (Array.isArray(graph)) for (const entry of graph.slice(0, MAX_ITEMS)) this.read(entry);
    else {
      const item = this.itemOf(record, 0);
      if (item !== null) this.items.push(item);
    }
  }

  private itemOf(given: Readonly<Record<string, unknown>>, depth: number): SchemaItem | null {
    const id = typeof given['@id'] === 'string' ? given['@id'] : null;
    const named = id === null ? undefined : this.named.get(id);
    const isName = given['@type'] === undefined;
    const known = id === null || (named !== given && !isName) ? undefined : this.known.get(id);
    if (known !== undefined) return known;
    if (depth > MAX_DEPTH || ++this.made > MAX_ITEMS) return null;
    const record = isName ? (named ?? given) : given;
    const types = [record['@type']].flat().filter((type) => typeof type === 'string');
    const values = new Map<string, (string | SchemaItem)[]>();
    const item: SchemaItem = { types: types.map(typeName), id, element: null, values };
    if (id !== null && record === named) this.known.set(id, item);
    for (const [name, value] of Object.entries(record)) {
      if (name.startsWith('@')) continue;
      const list = (Array.isArray(value) ? value : [value]).flatMap((entry) => this.valueOf(entry, depth) ?? []);
      if (list.length > 0) values.set(name, list);
    }
    return item;
  }

  private valueOf(value: unknown, depth: number): string | SchemaItem | null {
    if (typeof value === 'string') return plainString(value) || null;
    if (typeof value === 'number') return String(value);
    const record = recordOf(value);
    if (record === null) return null;
    const plain = record['@value'];
    return plain === undefined ? this.itemOf(record, depth + 1) : this.valueOf(plain, depth + 1);
  }
}

/**
 * The things that the scripts of a page describe (JSON-LD), outermost first in order; `broken` counts scripts that are no JSON. Strings are plain text.
 * Things that name each other by `@id` make rings: whoever walks them remembers where it was.
 */
export function readJsonLd(page: Pick<Page, 'body'>): { items: SchemaItem[]; broken: number } {
  const reader = new ScriptReader();
  const parsed: unknown[] = [];
  let broken = 0;
  for (const [, text = ''] of page.body.matchAll(SCRIPT)) {
    const json = text.replace(/^\s*(?:<!--|\/\*<!\[CDATA\[\*\/|<!\[CDATA\[)|(?:-->|\/\*\]\]>\*\/|\]\]>)\s*$/g, '');
    try {
      parsed.push(JSON.parse(json));
    } catch {
      broken++; // said in a warning: what is beside it on the page may be sound
    }
  }
  for (const value of parsed) reader.learn(value);
  for (const value of parsed) reader.read(value);
  return { items: reader.items, broken };
}

const isItem: Test = (element) =>
  element.attributes.itemscope !== undefined || element.attributes.itemtype !== undefined;
const LINKS: Readonly<Record<string, string>> = { a: 'href', area: 'href', link: 'href', img: 'src', video: 'src' };

/** Value of a property (https://html.spec.whatwg.org/multipage/microdata.html#values); `content` counts on any element, as search engines take it. */
function propertyOf(element: Element, base: string): string {
  const told = element.attributes.content ?? (element.name === 'time' ? element.attributes.datetime : undefined);
  if (told !== undefined) return told.trim();
  const link = LINKS[element.name];
  const address = link === undefined ? null : absoluteUrl(element.attributes[link], base);
  return address ?? textOf(element, { skip: isItem });
}

/**
 * The things that the markup of a page describes (microdata), outermost first in document order. `itemref` is not followed. Addresses are absolute,
 * texts keep their line breaks.
 */
export function readMicrodata(tree: Element, page: Pick<Page, 'url'>): SchemaItem[] {
  const items: SchemaItem[] = [];
  let made = 0;
  type Values = Map<string, (string | SchemaItem)[]>;
  const stack: { element: Element; values: Values | null }[] = [];
  const push = (parent: Element, values: Values | null) => {
    for (const child of parent.children.toReversed())
      if (typeof child === 'object') stack.push({ element: child, values });
  };
  push(tree, null);
  for (let step = stack.pop(); step !== undefined && made < MAX_ITEMS; step = stack.pop()) {
    const { element, values } = step;
    const names = (attribute(element, 'itemprop') ?? '').split(/\s+/).filter((name) => name !== '');
    let value: string | SchemaItem | null = null;
    let inside = values;
    if (isItem(element)) {
      made++;
      inside = new Map();
      const types = (attribute(element, 'itemtype') ?? '').split(/\s+/).filter((type) => type !== '');
      value = { types: types.map(typeName), id: attribute(element, 'itemid'), element, values: inside };
      if (names.length === 0 || values === null) items.push(value);
    } else if (names.length > 0 && values !== null) value = propertyOf(element, page.url) || null;
    if (value !== null && values !== null) {
      for (const name of names) {
        const list = values.get(name);
        if (list === undefined) values.set(name, [value]);
        else list.push(value);
      }
    }
    push(element, inside);
  }
  return items;
}

const isText = (value: string | SchemaItem): value is string => typeof value === 'string';

/** First value of any of these properties as one text; empty when there is none. An item stands for its name. */
export function textAt(item: SchemaItem | null, ...names: string[]): string {
  for (const name of names) {
    for (const value of item?.values.get(name) ?? []) {
      const text = typeof value === 'string' ? value : (value.values.get('name') ?? []).find(isText);
      if (text !== undefined && text !== '') return text;
    }
  }
  return '';
}

/** The items of these properties. */
export function itemsAt(item: SchemaItem | null, ...names: string[]): SchemaItem[] {
  return names.flatMap((name) => (item?.values.get(name) ?? []).filter((value) => typeof value !== 'string'));
}

/** Absolute address of the first of these properties that holds one; null when none does. */
export function urlAt(item: SchemaItem | null, base: string, ...names: string[]): string | null {
  for (const name of names) {
    for (const value of item?.values.get(name) ?? []) {
      const url = typeof value === 'string' && !/\s/.test(value.trim()) ? absoluteUrl(value, base) : null;
      if (url !== null) return url;
    }
  }
  return null;
}
