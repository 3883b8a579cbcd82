import { Parser } from 'htmlparser2';
import { AppError } from '../../src/core/errors.js';
import { type HtmlEvents, scanHtml } from './html-scanner.js';
import { ownString } from './own-string.js';

/** An element of a page. Scripts, styles and drawings are left out. */
export interface Element {
  /** Lower case in HTML, as written in XML. */
  name: string;
  attributes: Record<string, string>;
  parent: Element | null;
  children: (Element | string)[];
}

/** Deeper elements are hung onto the one at this depth (browsers do the same; the deepest sane page known has 26). */
const MAX_DEPTH = 512;
/** A page that opens this many elements without closing them is no page. */
const HOPELESS_DEPTH = 4_000;
const MAX_ELEMENTS = 300_000;
const SKIPPED = new Set(['script', 'style', 'svg', 'noscript', 'template', 'iframe', 'object', 'math']);

/** Children of an element that has none. */
const NO_CHILDREN: (Element | string)[] = [];
Object.freeze(NO_CHILDREN);

/** Grows the tree from what a parser tells; depth and size bounded. */
class TreeBuilder implements HtmlEvents {
  private readonly root: Element = { name: '', attributes: {}, parent: null, children: NO_CHILDREN };
  private readonly isXml: boolean;
  private current = this.root;
  private depth = 0;
  private elements = 0;
  /** Depth of the skipped element that we are in; 0 when in none. */
  private skipDepth = 0;
  /**
   * Children of the elements that are open, the outermost first, up to `top`; `from` tells where those of each begin. An element gets its own once it is closed and their number is known:
   * an array that grows reserves room for 17.
   */
  private readonly pending: (Element | string)[] = [];
  private readonly from: number[] = [];
  private start = 0;
  private top = 0;

  constructor(isXml: boolean) {
    this.isXml = isXml;
  }

  open(name: string, attributes: Record<string, string>): void {
    this.depth++;
    if (this.depth > HOPELESS_DEPTH || ++this.elements > MAX_ELEMENTS) {
      const what =
        this.depth > HOPELESS_DEPTH ? `${HOPELESS_DEPTH} elements inside each other` : `${MAX_ELEMENTS} elements`;
      throw new AppError('E_PAGE_INVALID', `The page has more than ${what}; it is damaged or hostile and is not read.`);
    }
    if (this.skipDepth > 0) return;
    if (!this.isXml && SKIPPED.has(name)) {
      this.skipDepth = this.depth;
      return;
    }
    const element: Element = { name, attributes, parent: this.current, children: NO_CHILDREN };
    this.pending[this.top++] = element;
    if (this.depth > MAX_DEPTH) return;
    this.current = element;
    this.from.push(this.start);
    this.start = this.top;
  }

  text(text: string): void {
    if (this.skipDepth > 0) return;
    const last = this.top - 1;
    const before = last >= this.start ? this.pending[last] : undefined;
    if (typeof before === 'string') this.pending[last] = before + text;
    else this.pending[this.top++] = text;
  }

  close(): void {
    if (this.skipDepth > 0) {
      if (this.depth === this.skipDepth) this.skipDepth = 0;
    } else if (this.depth <= MAX_DEPTH) this.leave();
    this.depth--;
  }

  /** The tree, once all was told; elements that are still open end here. */
  end(): Element {
    while (this.current.parent !== null) this.leave();
    this.root.children = this.pending.slice(0, this.top);
    return this.root;
  }

  private leave(): void {
    const { current } = this;
    if (current.parent === null) return;
    if (this.top > this.start) current.children = this.pending.slice(this.start, this.top);
    this.top = this.start;
    this.start = this.from.pop() ?? 0;
    this.current = current.parent;
  }
}

/**
 * Reads HTML (or XML) into a light tree: no recursion, depth and size bounded, entities decoded. Sound HTML goes through a quick scanner,
 * XML and damaged HTML through htmlparser2, with the same result. Throws E_PAGE_INVALID when the page is nested or stuffed beyond any
 * sane measure.
 */
export function parseTree(body: string, options: { xml?: boolean } = {}): Element {
  const isXml = options.xml === true;
  if (!isXml) {
    const tree = new TreeBuilder(false);
    if (scanHtml(body, tree)) return tree.end();
  }
  return parseByLibrary(body, isXml);
}

/** The same by htmlparser2 alone, which reads anything. */
export function parseByLibrary(body: string, isXml: boolean): Element {
  const tree = new TreeBuilder(isXml);
  const parser = new Parser(
    {
      onopentag: (name, attributes) => tree.open(name, attributes),
      ontext: (text) => tree.text(text),
      onclosetag: () => tree.close(),
    },
    { xmlMode: isXml, decodeEntities: true, recognizeSelfClosing: isXml },
  );
  parser.end(body);
  return tree.end();
}

/** Walks elements in document order, the root excluded; `visit` returns false to leave an element's inside out. No recursion. */
export function walk(root: Element, visit: (element: Element) => unknown): void {
  const stack: Element[] = [];
  const push = (element: Element) => {
    for (let at = element.children.length - 1; at >= 0; at--) {
      const child = element.children[at];
      if (typeof child === 'object') stack.push(child);
    }
  };
  push(root);
  for (let element = stack.pop(); element !== undefined; element = stack.pop()) {
    if (visit(element) !== false) push(element);
  }
}

export type Test = (element: Element) => boolean;

/** All matching elements in document order; with `outermost` none inside another match. */
export function findAll(root: Element, test: Test, options: { outermost?: boolean } = {}): Element[] {
  const found: Element[] = [];
  walk(root, (element) => {
    if (!test(element)) return true;
    found.push(element);
    return options.outermost !== true;
  });
  return found;
}

/** First matching element in document order, or null. Goes no deeper than parseTree lets a tree grow. */
export function find(root: Element, test: Test): Element | null {
  for (const child of root.children) {
    if (typeof child === 'string') continue;
    const found = test(child) ? child : find(child, test);
    if (found !== null) return found;
  }
  return null;
}

/** Nearest ancestor that matches, the element itself excluded. */
export function closest(element: Element, test: Test): Element | null {
  for (let at = element.parent; at !== null; at = at.parent) if (test(at)) return at;
  return null;
}

/** Class attributes repeat from post to post: each is split once. */
const splitClasses = new Map<string, readonly string[]>();
const MAX_SPLIT_CLASSES = 2_000;

function classesOf(element: Element): readonly string[] {
  const text = element.attributes.class;
  if (text === undefined) return [];
  let names = splitClasses.get(text);
  if (names === undefined) {
    const own = ownString(text);
    names = [...new Set(own.split(/\s+/))];
    if (splitClasses.size >= MAX_SPLIT_CLASSES) splitClasses.clear();
    if (text.length <= 1_000) splitClasses.set(own, names);
  }
  return names;
}

export function hasClass(element: Element, name: string): boolean {
  const text = element.attributes.class;
  return text !== undefined && (text === name || (text.includes(name) && classesOf(element).includes(name)));
}

/**
 * Makes a reader that sorts the elements inside `root` by those of their classes that are asked for, in document order: one walk in place
 * of one for each class. `visit` sees every element on the way.
 */
export function classIndexer(
  wanted: Iterable<string>,
): (root: Element, visit: (element: Element) => void) => ReadonlyMap<string, readonly Element[]> {
  const names = new Set(wanted);
  /** What is wanted of a class attribute; nothing for most of them. */
  const known = new Map<string, readonly string[]>();
  const wantedOf = (text: string, element: Element): readonly string[] => {
    let list = known.get(text);
    if (list === undefined) {
      list = classesOf(element).filter((name) => names.has(name));
      if (text.length <= 1_000 && known.size < MAX_SPLIT_CLASSES) known.set(ownString(text), list);
    }
    return list;
  };
  return (root, visit) => {
    const index = new Map<string, Element[]>();
    walk(root, (element) => {
      visit(element);
      const text = element.attributes.class;
      if (text === undefined) return;
      for (const name of wantedOf(text, element)) {
        const list = index.get(name);
        if (list === undefined) index.set(name, [element]);
        else list.push(element);
      }
    });
    return index;
  };
}

/** Test: element has any of these classes. */
export function byClass(...names: string[]): Test {
  return (element) => element.attributes.class !== undefined && names.some((name) => hasClass(element, name));
}

/** Test: element has any of these names. */
export function byName(...names: string[]): Test {
  return (element) => names.includes(element.name);
}

/** Test: who is quoted, below or above the words of a quotation: a name, no part of the text. */
export const isQuotedName: Test = (element) =>
  element.name === 'cite' && closest(element, byName('blockquote')) !== null;

export function both(...tests: Test[]): Test {
  return (element) => tests.every((test) => test(element));
}

/** Attribute of an element, trimmed; null when missing or empty. */
export function attribute(element: Element | null, name: string): string | null {
  const value = element?.attributes[name]?.trim();
  return value === undefined || value === '' ? null : value;
}
