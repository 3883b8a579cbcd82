/**
 * Reads HTML into the same events as htmlparser2, in a fifth of its time: it jumps from mark to mark by `indexOf` where a tokenizer
 * looks at each character. What it is not sure of (see `scanHtml`) it leaves to htmlparser2. Which tags close which is htmlparser2's own
 * table; test/unit/crawlers/html-scanner.test.ts holds both against each other.
 */
import { decodeText, decodeValue } from './entities.js';

export interface HtmlEvents {
  open(name: string, attributes: Record<string, string>): void;
  text(text: string): void;
  close(): void;
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));
const VOID = words(
  'area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr',
);
const FORM_PARTS = words('input option optgroup select button datalist textarea');
const HEADINGS = words('h1 h2 h3 h4 h5 h6 p');
const PARAGRAPH = words('p');
/** Elements that end when another one begins. */
const CLOSED_BY = new Map<string, ReadonlySet<string>>([
  ['tr', words('tr th td')],
  ['th', words('th')],
  ['td', words('thead th td')],
  ['body', words('head link script')],
  ['a', words('a')],
  ['li', words('li')],
  ['option', words('option')],
  ['optgroup', words('optgroup option')],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((name) => [name, HEADINGS] as const),
  ...['select', 'input', 'output', 'button', 'datalist', 'textarea'].map((name) => [name, FORM_PARTS] as const),
  ...['dd', 'dt'].map((name) => [name, words('dd dt')] as const),
  ...['rt', 'rp'].map((name) => [name, words('rt rp')] as const),
  ...['tbody', 'tfoot'].map((name) => [name, words('thead tbody')] as const),
  ...'p address article aside blockquote details div dl fieldset figcaption figure footer form header hr main nav ol pre section table ul'
    .split(' ')
    .map((name) => [name, PARAGRAPH] as const),
]);
/** Elements whose inside is text up to their own closing tag; true: character references count there. */
const RAW = new Map([
  ['script', false],
  ['style', false],
  ['title', true],
  ['textarea', true],
  ['iframe', false],
  ['noembed', false],
  ['noframes', false],
  ['xmp', false],
]);
/** Elements of SVG and MathML inside which HTML begins again. */
const BACK_TO_HTML = words('mi mo mn ms mtext annotation-xml foreignObject desc title');

const GT = 62;
const SLASH = 47;
const EQUALS = 61;
const isSpace = (c: number) => c === 32 || c === 10 || c === 9 || c === 12 || c === 13;
const isLetter = (c: number) => (c >= 97 && c <= 122) || (c >= 65 && c <= 90);

/** Open elements with htmlparser2's rules for tags that are implied, void or foreign. */
class OpenElements {
  readonly #events: HtmlEvents;
  readonly #names: string[] = [];
  /** Innermost last: whether the elements there are foreign (SVG, MathML). */
  readonly #foreign: ('svg' | 'math' | null)[] = [null];

  constructor(events: HtmlEvents) {
    this.#events = events;
  }

  get isForeign(): boolean {
    return this.#foreign.at(-1) !== null;
  }

  #nameOf(written: string): string {
    const name = written.toLowerCase();
    if (name === 'image' && !this.isForeign) return 'img';
    if (name !== 'foreignobject') return name;
    const isSvg = this.#foreign.at(-1) === 'svg';
    return isSvg || (this.#foreign.length > 1 && this.#names.includes('foreignObject')) ? 'foreignObject' : name;
  }

  /** Returns the element's name, or null when it does not count: a form inside a form. */
  begin(written: string): string | null {
    const name = this.#nameOf(written);
    if (name === 'form' && this.#names.includes('form')) return null;
    const closed = CLOSED_BY.get(name);
    if (closed !== undefined) while (closed.has(this.#names.at(-1) ?? '')) this.#pop();
    if (!VOID.has(name)) {
      this.#names.push(name);
      if (name === 'svg' || name === 'math') this.#foreign.push(name);
      else if (BACK_TO_HTML.has(name)) this.#foreign.push(null);
    }
    return name;
  }

  /** Announces the element that `begin` named. */
  enter(name: string, attributes: Record<string, string>, isSelfClosing: boolean): void {
    this.#events.open(name, attributes);
    if (VOID.has(name)) this.#events.close();
    if (isSelfClosing && this.isForeign && this.#names.at(-1) === name) this.#pop();
  }

  end(written: string): void {
    const name = this.#nameOf(written);
    if (name === 'br') {
      this.#events.open('br', {});
      this.#events.close();
    }
    if (VOID.has(name)) return;
    const at = this.#names.lastIndexOf(name);
    if (at !== -1) {
      while (this.#names.length > at) this.#pop();
    } else if (name === 'p') {
      this.begin('p');
      this.enter('p', {}, false);
      if (this.#names.at(-1) === 'p') this.#pop();
    }
  }

  endAll(): void {
    for (const _ of this.#names) this.#events.close();
  }

  #pop(): void {
    const name = this.#names.pop() ?? '';
    if (name === 'svg' || name === 'math' || BACK_TO_HTML.has(name)) this.#foreign.pop();
    this.#events.close();
  }
}

/** What stands behind a start tag's name; one object for a page, filled anew for each tag. */
interface TagRest {
  attributes: Record<string, string>;
  isSelfClosing: boolean;
}

/** Reads a start tag behind its name (the first attribute of a name counts). Returns where its `>` stands; -1: unsure. */
function readRest(body: string, from: number, rest: TagRest): number {
  const found: Record<string, string> = {};
  rest.attributes = found;
  let at = from;
  for (;;) {
    let c = body.charCodeAt(at);
    rest.isSelfClosing = false;
    for (; isSpace(c) || c === SLASH; c = body.charCodeAt(++at)) if (c === SLASH) rest.isSelfClosing = true;
    if (c === GT) return at;
    if (Number.isNaN(c)) return -1;
    const nameAt = at++;
    for (c = body.charCodeAt(at); c !== EQUALS && c !== GT && c !== SLASH && !isSpace(c); c = body.charCodeAt(++at))
      if (Number.isNaN(c)) return -1;
    const name = body.slice(nameAt, at).toLowerCase();
    while (isSpace(c)) c = body.charCodeAt(++at);
    let value = '';
    if (c === EQUALS) {
      c = body.charCodeAt(++at);
      while (isSpace(c)) c = body.charCodeAt(++at);
      let end: number;
      if (c === 34 || c === 39) {
        at++;
        end = body.indexOf(c === 34 ? '"' : "'", at);
        if (end === -1) return -1;
        value = body.slice(at, end);
        at = end + 1;
      } else {
        for (end = at; c !== GT && !isSpace(c); c = body.charCodeAt(++end)) if (Number.isNaN(c)) return -1;
        value = body.slice(at, end);
        at = end;
      }
    }
    if (!Object.hasOwn(found, name)) found[name] = decodeValue(value);
  }
}

/** End of what begins with `<!` or `<?` at `at`, behind its `>`; -1: unsure. */
function skipDeclaration(body: string, at: number): number {
  if (body.charCodeAt(at + 1) === 33 && body.charCodeAt(at + 2) === 91 /* <![ */) return -1;
  if (!body.startsWith('<!--', at)) {
    const end = body.indexOf('>', at + 2);
    return end === -1 ? -1 : end + 1;
  }
  const end = body.indexOf('-->', at + 4);
  if (end === -1 || body.startsWith('>', at + 4) || body.startsWith('->', at + 4)) return -1;
  return body.slice(at, end).includes('--!>') ? -1 : end + 3;
}

/**
 * Tells `events` what is on the page. Returns false when the page has something that browsers mend in ways not known here (a tag or
 * comment without end, CDATA, an odd closing tag, plaintext): events told so far are void then. Linear in the page's length.
 */
export function scanHtml(body: string, events: HtmlEvents): boolean {
  const elements = new OpenElements(events);
  let at = 0;
  let textAt = 0;
  const rest: TagRest = { attributes: {}, isSelfClosing: false };
  for (;;) {
    const open = body.indexOf('<', at);
    if (open === -1) break;
    const next = body.charCodeAt(open + 1);
    const isTag = isLetter(next);
    if (!isTag && next !== SLASH && next !== 33 && next !== 63) {
      at = open + 1; // a plain «less than»
      continue;
    }
    if (open > textAt) events.text(decodeText(body.slice(textAt, open)));
    if (isTag) {
      at = open + 2;
      for (let c = body.charCodeAt(at); c !== GT && c !== SLASH && !isSpace(c); c = body.charCodeAt(++at))
        if (Number.isNaN(c)) return false;
      const written = body.slice(open + 1, at);
      const mayBeRaw = !elements.isForeign;
      const name = elements.begin(written);
      const end = readRest(body, at, rest);
      if (end === -1 || name === 'plaintext') return false;
      at = end + 1;
      if (name === null) {
        textAt = at;
        continue;
      }
      elements.enter(name, rest.attributes, rest.isSelfClosing);
      const hasReferences = mayBeRaw ? RAW.get(name) : undefined;
      if (hasReferences !== undefined) {
        const closing = new RegExp(`</${name}(?=[ \\n\\t\\f\\r/>])`, 'gi');
        closing.lastIndex = at;
        const found = closing.exec(body);
        if (found === null) return false;
        const inside = body.slice(at, found.index);
        if (inside !== '')
          events.text(hasReferences ? decodeText(inside, name === 'title' ? name : 'textarea') : inside);
        at = found.index;
      }
    } else if (next === SLASH) {
      if (!isLetter(body.charCodeAt(open + 2))) return false;
      at = open + 3;
      for (let c = body.charCodeAt(at); c !== GT && c !== SLASH && !isSpace(c); c = body.charCodeAt(++at))
        if (Number.isNaN(c)) return false;
      elements.end(body.slice(open + 2, at));
      at = body.indexOf('>', at) + 1;
      if (at === 0) return false;
    } else {
      at = skipDeclaration(body, open);
      if (at === -1) return false;
    }
    textAt = at;
  }
  if (textAt < body.length) events.text(decodeText(body.slice(textAt)));
  elements.endAll();
  return true;
}
