import { STEM_EXCEPTIONS } from '../text/stem-exceptions.js';
import type { Token } from '../text/tokens.js';
import { type Atom, anyNumber, type Query } from './ast.js';
import { wordParts } from './terms.js';

/** What one word of a query asks of a word of the text. */
export type Term =
  | { kind: 'stem'; key: string }
  | { kind: 'form'; key: string; stem: string }
  | { kind: 'prefix'; key: string }
  | { kind: 'number'; key: string; from: number; to: number }
  /** Only equal to itself: a word with a typing error, a number with its unit. `stem` surely satisfies it, when it has one. */
  | { kind: 'own'; key: string; stem: string | null };

/** A query as the matcher reads it: without list names and spelling, so that two ways of writing the same are equal. */
export type Form =
  /** Words side by side; one word is a sequence of one. */
  | { op: 'seq'; terms: readonly Term[] }
  | { op: 'near'; ordered: boolean; distance: number; left: Form; right: Form }
  | { op: 'neg'; inner: Form }
  | { op: 'sentence'; inner: Form }
  | { op: 'and'; parts: readonly Form[] }
  | { op: 'or'; parts: readonly Form[] }
  | { op: 'not'; inner: Form }
  /** Something only equal to itself; `weaker` holds wherever it does. */
  | { op: 'opaque'; key: string; weaker: Form | null };

const listForms = new WeakMap<Query, Form>();

/** The query as a form. Words take the same way through the text engine as texts do. */
export function formOf(query: Query): Form {
  switch (query.kind) {
    case 'word':
    case 'exact':
    case 'prefix':
    case 'number':
    case 'typo':
    case 'quantity':
      return { op: 'seq', terms: termsOf(query) };
    case 'phrase':
      return { op: 'seq', terms: query.items.flatMap(termsOf) };
    case 'near':
      return {
        op: 'near',
        ordered: query.ordered,
        distance: query.distance,
        left: formOf(query.left),
        right: formOf(query.right),
      };
    case 'notNear': {
      const [left, right] = [formOf(query.left), formOf(query.right)];
      const key = `${query.ordered ? 'not-onear' : 'not-near'}/${query.distance}(${formKey(left)},${formKey(right)})`;
      return { op: 'opaque', key, weaker: left };
    }
    case 'regex':
      return { op: 'opaque', key: `re2:/${query.source}/`, weaker: null };
    case 'neg':
      return { op: 'neg', inner: formOf(query.inner) };
    case 'sentence':
      return { op: 'sentence', inner: formOf(query.inner) };
    case 'list': {
      const known = listForms.get(query.inner);
      if (known) return known;
      const form = formOf(query.inner);
      listForms.set(query.inner, form);
      return form;
    }
    case 'and':
      return joined('and', query.parts.map(formOf));
    case 'or':
      return joined('or', query.parts.map(formOf));
    case 'not':
      return { op: 'not', inner: formOf(query.inner) };
  }
}

function joined(op: 'and' | 'or', parts: readonly Form[]): Form {
  const flat = parts.flatMap((part) => (part.op === op ? part.parts : [part]));
  const [only] = flat;
  return flat.length === 1 && only ? only : { op, parts: flat };
}

function termsOf(atom: Atom): Term[] {
  switch (atom.kind) {
    case 'number':
      return [{ kind: 'number', key: `${atom.from}..${atom.to}`, from: atom.from, to: atom.to }];
    case 'prefix':
      return wordParts(atom.prefix).map((part, index, all) =>
        index === all.length - 1 ? { kind: 'prefix', key: part.text } : formTerm(part),
      );
    case 'quantity':
      return [{ kind: 'own', key: `#${atom.from}..${atom.to}:${atom.unit}`, stem: null }];
    case 'typo':
      return wordParts(atom.word).map((part) => ({ kind: 'own', key: `~${part.stem}`, stem: part.stem }));
    case 'exact':
      return wordParts(atom.word).map(formTerm);
    case 'word':
      return wordParts(atom.word).map((part) => ({ kind: 'stem', key: part.stem }));
  }
}

function formTerm(part: { text: string; stem: string }): Term {
  return { kind: 'form', key: part.text, stem: part.stem };
}

const formsOfExceptions = new Map<string, string[]>();
for (const [form, stem] of STEM_EXCEPTIONS) {
  const forms = formsOfExceptions.get(stem);
  if (forms) forms.push(form);
  else formsOfExceptions.set(stem, [form]);
}

/** True when every word of a text that satisfies `a` satisfies `b`. */
export function termImplies(a: Term, b: Term): boolean {
  if (a.kind === b.kind && a.key === b.key) return true;
  switch (b.kind) {
    case 'stem':
      return a.kind === 'form' && a.stem === b.key;
    case 'prefix':
      if (a.kind === 'stem') return stemBegins(a.key, b.key);
      return (a.kind === 'form' || a.kind === 'prefix') && a.key.startsWith(b.key);
    case 'number': {
      // A bare «#» takes figures only, a range also numbers in words.
      if (a.kind === 'number') return a.from >= b.from && a.to <= b.to && b.to !== anyNumber.to;
      const value = a.kind === 'form' && /^\d{1,15}$/.test(a.key) ? Number(a.key) : null;
      return value !== null && value >= b.from && value <= b.to;
    }
    case 'own':
      return b.stem !== null && ((a.kind === 'stem' && a.key === b.stem) || (a.kind === 'form' && a.stem === b.stem));
    case 'form':
      return false;
  }
}

/** Whether all words of a stem begin so: the stemmer only cuts endings off, save for the table of exceptions. */
function stemBegins(stem: string, prefix: string): boolean {
  // Of a hyphenated word every part lost its ending: only the first part's stem stands at the beginning of the word.
  const [head = ''] = stem.split('-');
  return head.startsWith(prefix) && (formsOfExceptions.get(stem) ?? []).every((form) => form.startsWith(prefix));
}

const keys = new WeakMap<Form, string>();

/** Equal for forms that hold on the same texts by the way they are written; the order of alternatives and conditions does not matter. */
export function formKey(form: Form): string {
  const known = keys.get(form);
  if (known !== undefined) return known;
  const key = makeKey(form);
  keys.set(form, key);
  return key;
}

function makeKey(form: Form): string {
  switch (form.op) {
    case 'seq':
      return `"${form.terms.map((term) => `${term.kind[0]}:${term.key}`).join(' ')}"`;
    case 'near': {
      const sides = [formKey(form.left), formKey(form.right)];
      if (!form.ordered) sides.sort();
      return `${form.ordered ? 'onear' : 'near'}/${form.distance}(${sides.join(',')})`;
    }
    case 'and':
    case 'or':
      return `${form.op}(${[...new Set(form.parts.map(formKey))].sort().join(',')})`;
    case 'opaque':
      return form.key;
    default:
      return `${form.op}(${formKey(form.inner)})`;
  }
}

/** All words that a form asks for, exclusions left out. */
export function wantedTerms(form: Form): Term[] {
  switch (form.op) {
    case 'seq':
      return [...form.terms];
    case 'near':
      return [...wantedTerms(form.left), ...wantedTerms(form.right)];
    case 'and':
    case 'or':
      return form.parts.flatMap(wantedTerms);
    case 'neg':
    case 'sentence':
      return wantedTerms(form.inner);
    case 'opaque':
      return form.weaker ? wantedTerms(form.weaker) : [];
    case 'not':
      return [];
  }
}

/** Whether a word of a text is one that the term asks for. */
export function meets(token: Token, term: Term): boolean {
  return [token, ...(token.parts ?? [])].some(({ text, stem }) => {
    if (term.kind === 'stem') return stem === term.key;
    if (term.kind === 'form') return text === term.key;
    if (term.kind === 'prefix') return text.startsWith(term.key);
    if (term.kind === 'own') return stem === term.stem;
    const value = /^\d{1,15}$/.test(stem) ? Number(stem) : null;
    return value !== null && value >= term.from && value <= term.to;
  });
}
