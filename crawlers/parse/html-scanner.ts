/**
 * Reads HTML into the same events as htmlparser2, in a fifth of its time: it jumps from mark to mark by `indexOf` where a tokenizer
 * looks at each character. What it is not sure of (see `scanHtml`) it leaves to htmlparser2. Which tags close which is htmlparser2's own
 * table; test/unit/crawlers/html-scanner.test.ts holds both against each other.
 */
import { decodeText, decodeValue } from './entities.js';
import { ownString } from './own-string.js';

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

/** All that the rules above say of one name. */
interface Tag {
  readonly name: string;
  readonly isVoid: boolean;
  readonly closes: ReadonlySet<string> | null;
  /** What elements inside are: foreign, HTML again (null), or as outside (undefined). */
  readonly inside: 'svg' | 'math' | null | undefined;
}

function makeTag(name: string): Tag {
  const foreign = name === 'svg' || name === 'math' ? name : undefined;
  return {
    name,
    isVoid: VOID.has(name),
    closes: CLOSED_BY.get(name) ?? null,
    inside: BACK_TO_HTML.has(name) ? null : foreign,
  };
}

/** Names repeat: what is known of each as written is made once. Bounded, since a hostile page may have a new one in each tag. */
const MAX_KNOWN = 2_000;
function remember<T>(make: (written: string) => T): (written: string) => T {
  const known = new Map<string, T>();
  return (written) => {
    let value = known.get(written);
    if (value === undefined) {
      const isKept = written.length <= 40 && known.size < MAX_KNOWN;
      const own = isKept ? ownString(written) : written;
      value = make(own);
      if (isKept) known.set(own, value);
    }
    return value;
  };
}
const tagOf = remember((written) => makeTag(written.toLowerCase()));
/** One string for all attributes of a name also spares V8 from looking each up in its own table. */
const attributeNameOf = remember((written) => written.toLowerCase());
const IMG = makeTag('img');
const FOREIGN_OBJECT = makeTag('foreignObject');

/** Open elements with htmlparser2's rules for tags that are implied, void or foreign. */
class OpenElements {
  private readonly events: HtmlEvents;
  private readonly open: Tag[] = [];
  /** Innermost last: whether the elements there are foreign (SVG, MathML). */
  private readonly foreign: ('svg' | 'math' | null)[] = [null];
  isForeign = false;

  constructor(events: HtmlEvents) {
    this.events = events;
  }

  private resolve(written: string): Tag {
    const tag = tagOf(written);
    if (tag.name === 'image' && !this.isForeign) return IMG;
    if (tag.name !== 'foreignobject') return tag;
    const isSvg = this.foreign.at(-1) === 'svg';
    return isSvg || (this.foreign.length > 1 && this.has('foreignObject')) ? FOREIGN_OBJECT : tag;
  }

  private has(name: string): boolean {
    return this.open.some((tag) => tag.name === name);
  }

  /** Returns the element's tag, or null when it does not count: a form inside a form. */
  begin(written: string): Tag | null {
    const tag = this.resolve(written);
    if (tag.name === 'form' && this.has('form')) return null;
    const { closes, inside } = tag;
    if (closes !== null) while (closes.has(this.open.at(-1)?.name ?? '')) this.pop();
    if (!tag.isVoid) {
      this.open.push(tag);
      if (inside !== undefined) {
        this.foreign.push(inside);
        this.isForeign = inside !== null;
      }
    }
    return tag;
  }

  /** Announces the element that `begin` named. */
  enter(tag: Tag, attributes: Record<string, string>, isSelfClosing: boolean): void {
    this.events.open(tag.name, attributes);
    if (tag.isVoid) this.events.close();
    if (isSelfClosing && this.isForeign && this.open.at(-1)?.name === tag.name) this.pop();
  }

  end(written: string): void {
    const tag = this.resolve(written);
    const { name } = tag;
    if (name === 'br') {
      this.events.open('br', {});
      this.events.close();
    }
    if (tag.isVoid) return;
    let at = this.open.length - 1;
    while (at >= 0 && this.open[at]?.name !== name) at--;
    if (at !== -1) {
      while (this.open.length > at) this.pop();
    } else if (name === 'p') {
      this.begin('p');
      this.enter(tag, {}, false);
      if (this.open.at(-1)?.name === 'p') this.pop();
    }
  }

  endAll(): void {
    for (const _ of this.open) this.events.close();
  }

  private pop(): void {
    const tag = this.open.pop();
    if (tag !== undefined && tag.inside !== undefined) {
      this.foreign.pop();
      this.isForeign = this.foreign.at(-1) !== null;
    }
    this.events.close();
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
    const name = attributeNameOf(body.slice(nameAt, at));
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
      const tag = elements.begin(written);
      const end = readRest(body, at, rest);
      if (end === -1 || tag?.name === 'plaintext') return false;
      at = end + 1;
      if (tag === null) {
        textAt = at;
        continue;
      }
      elements.enter(tag, rest.attributes, rest.isSelfClosing);
      const { name } = tag;
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
