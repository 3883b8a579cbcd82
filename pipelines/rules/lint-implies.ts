import { type Form, formKey, type Term, termImplies } from './lint-forms.js';

/**
 * True when `b` surely holds on every text (and within every stretch of it) on which `a` holds. Sound, not complete: false says only that
 * it could not be shown. A test holds it against random texts.
 */
export function implies(a: Form, b: Form): boolean {
  if (formKey(a) === formKey(b)) return true;
  if (a.op === 'or') return a.parts.every((part) => implies(part, b));
  if (b.op === 'and') return b.parts.every((part) => implies(a, part));
  if (b.op === 'or' && b.parts.some((part) => implies(a, part))) return true;
  if (b.op === 'not') return excludes(a, b.inner);
  switch (a.op) {
    case 'and':
      return a.parts.some((part) => implies(part, b));
    case 'seq':
      return b.op === 'sentence' ? implies(a, b.inner) : places(a.terms, b).length > 0;
    case 'near':
      if (b.op === 'sentence' && implies(a, b.inner)) return true;
      if (b.op === 'near' && spansNear(a, b)) return true;
      return implies(a.left, b) || implies(a.right, b);
    case 'neg':
      if (b.op === 'sentence' && implies(a, b.inner)) return true;
      return spans(a, b) || implies(a.inner, b);
    case 'sentence':
      if (b.op === 'sentence' && implies(a.inner, b.inner)) return true;
      return implies(wanted(a.inner), b);
    case 'opaque':
      return a.weaker !== null && implies(a.weaker, b);
    case 'not':
      return false;
  }
}

/** True when `a` and `b` surely never hold together. */
export function excludes(a: Form, b: Form): boolean {
  if (b.op === 'or') return b.parts.every((part) => excludes(a, part));
  switch (a.op) {
    case 'or':
      return a.parts.every((part) => excludes(part, b));
    case 'not':
      return implies(b, a.inner);
    case 'and':
      if (a.parts.some((part) => excludes(part, b))) return true;
      break;
    case 'sentence':
      // A word absent from one sentence may stand in another: nothing follows for the text.
      break;
    case 'opaque':
      if (a.weaker !== null && excludes(a.weaker, b)) return true;
      break;
    default:
  }
  if (b.op === 'and') return b.parts.some((part) => excludes(a, part));
  return b.op === 'not' && implies(a, b.inner);
}

/** True when the form surely holds on no text. */
export function isNever(form: Form): boolean {
  switch (form.op) {
    case 'seq':
      return form.terms.length === 0 || form.terms.some((term) => term.kind === 'number' && term.from > term.to);
    case 'near':
      return isNever(form.left) || isNever(form.right);
    case 'neg':
    case 'sentence':
      return isNever(form.inner);
    case 'or':
      return form.parts.every(isNever);
    case 'and':
      return form.parts.some(
        (part, index) =>
          isNever(part) ||
          (part.op === 'not' && implies({ op: 'and', parts: form.parts.filter((_, i) => i !== index) }, part.inner)),
      );
    case 'opaque':
      return form.weaker !== null && isNever(form.weaker);
    case 'not':
      return false;
  }
}

const truth: Form = { op: 'and', parts: [] };

/** The form without its exclusions: what must be there. Holds wherever the form does. */
export function wanted(form: Form): Form {
  switch (form.op) {
    case 'not':
      return truth;
    case 'and':
      return { op: 'and', parts: form.parts.filter((part) => part.op !== 'not').map(wanted) };
    case 'or':
      return { op: 'or', parts: form.parts.map(wanted) };
    case 'sentence':
      return { op: 'sentence', inner: wanted(form.inner) };
    default:
      return form;
  }
}

/** True when each place where `a` holds is a place, from the same first to the same last word, where `b` holds. */
function spans(a: Form, b: Form): boolean {
  if (formKey(a) === formKey(b)) return true;
  if (a.op === 'or') return a.parts.every((part) => spans(part, b));
  if (b.op === 'or') return b.parts.some((part) => spans(a, part));
  if (a.op === 'seq' && b.op === 'seq')
    return (
      a.terms.length === b.terms.length && a.terms.every((term, index) => termImplies(term, b.terms[index] as Term))
    );
  if (a.op === 'neg' && b.op === 'neg') return spans(a.inner, b.inner);
  if (a.op === 'near' && b.op === 'near') return spansNear(a, b);
  return false;
}

function spansNear(a: Extract<Form, { op: 'near' }>, b: Extract<Form, { op: 'near' }>): boolean {
  if (b.distance < a.distance || (b.ordered && !a.ordered)) return false;
  if (spans(a.left, b.left) && spans(a.right, b.right)) return true;
  return !b.ordered && spans(a.left, b.right) && spans(a.right, b.left);
}

type Place = readonly [from: number, to: number];

/** Where within words that stand side by side the form surely holds. */
function places(terms: readonly Term[], form: Form): Place[] {
  switch (form.op) {
    case 'seq': {
      const length = form.terms.length;
      const found: Place[] = [];
      for (let from = 0; length > 0 && from + length <= terms.length; from++)
        if (form.terms.every((term, offset) => termImplies(terms[from + offset] as Term, term)))
          found.push([from, from + length - 1]);
      return found;
    }
    case 'or':
      return form.parts.flatMap((part) => places(terms, part));
    case 'near': {
      // A number may be several words long, so distances across one are not known.
      if (terms.some(({ kind }) => kind === 'number' || kind === 'own')) return [];
      const right = places(terms, form.right);
      return places(terms, form.left).flatMap(([from, to]) =>
        right.flatMap(([otherFrom, otherTo]): Place[] => {
          const after = otherFrom > to && otherFrom - to <= form.distance;
          const before = !form.ordered && from > otherTo && from - otherTo <= form.distance;
          return after || before ? [[Math.min(from, otherFrom), Math.max(to, otherTo)]] : [];
        }),
      );
    }
    default:
      return [];
  }
}
