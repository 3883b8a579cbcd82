import { analyse } from '../text/analyse.js';
import { fold } from '../text/fold.js';
import type { Query } from './ast.js';
import type { LintCode, LintFinding, LintSeverity } from './lint-codes.js';
import { type Form, formOf, meets, type Term, wantedTerms } from './lint-forms.js';
import { excludes, implies, isNever } from './lint-implies.js';
import { innerQueries, showQuery, walkQuery } from './lint-show.js';
import { foreignWords, isFormEverywhere, isStemEverywhere } from './lint-words.js';
import { requiredLiterals } from './regex-literals.js';
import type { Rule } from './rule.js';
import { ruleTokens } from './terms.js';

/** NEAR beyond this many words joins what does not belong together. */
export const widestNear = 10;
/** Letters of a beginning; shorter ones meet too many other words. */
export const shortestPrefix = 4;
/** Words in the alternatives of one rule; more are slow to read and to keep right. */
export const mostAlternatives = 150;

/** `items`: what of its kind is concerned; findings that say the same are told together. */
type Report = (code: LintCode, severity: LintSeverity, message: string, remedy: string, item?: string) => void;

/** Items of a kind that are named; the others are counted. */
const shownOfAKind = 6;

/** What one rule shows by itself, whatever the texts are. `today`: ISO date. */
export function lintRule(rule: Rule, today: string): LintFinding[] {
  const found = new Map<string, { finding: LintFinding; items: Set<string> }>();
  const report: Report = (code, severity, message, remedy, item) => {
    const { id: ruleId, file, line } = rule;
    const known = found.get(code + message);
    const finding = { code, severity, ruleId, file, line, message, remedy, basis: 'structure' } as const;
    if (!known) found.set(code + message, { finding, items: new Set(item === undefined ? [] : [item]) });
    else if (item !== undefined) known.items.add(item);
  };
  const query = formOf(rule.query);
  const except = rule.except ? formOf(rule.except) : null;
  findLife(rule, query, except, today, report);
  findShape(rule, report);
  findBreadth(rule, report);
  findExamples(rule, query, report);
  return [...found.values()].map(({ finding, items }) => {
    if (items.size === 0) return finding;
    const more = items.size > shownOfAKind ? `, and ${items.size - shownOfAKind} more` : '';
    return { ...finding, message: `${finding.message}: ${[...items].slice(0, shownOfAKind).join(', ')}${more}` };
  });
}

function findLife(rule: Rule, query: Form, except: Form | null, today: string, report: Report): void {
  const { validTo } = rule;
  if (validTo !== undefined && validTo < today)
    report('dead', 'error', `the rule ended on ${validTo}`, 'delete the rule or move «validTo»');
  if (isNever(query)) {
    report(
      'dead',
      'error',
      `the query «${showQuery(rule.query)}» contradicts itself and holds on no text`,
      'take out the word that is both demanded and excluded',
    );
    return;
  }
  if (except && implies(query, except)) {
    report(
      'dead',
      'error',
      `the except «${showQuery(rule.except as Query)}» holds wherever the query does, so the rule never fires`,
      'narrow «except»',
    );
    return;
  }
  const alternatives = partsOf(rule.query);
  if (alternatives.length > 1)
    for (const part of alternatives) {
      const form = formOf(part);
      const place = placeOf(part);
      if (isNever(form))
        report(
          'dead-part',
          'warning',
          'alternatives that can never hold',
          'delete them',
          `«${showQuery(part)}» (${place})`,
        );
      else if (except && implies(form, except))
        report(
          'shadowed',
          'warning',
          'alternatives that the rule’s own except always cancels',
          'delete them or narrow «except»',
          `«${showQuery(part)}» (${place})`,
        );
    }
  if (except)
    for (const part of partsOf(rule.except as Query))
      if (excludes(query, formOf(part)))
        report(
          'dead-part',
          'warning',
          'exceptions that can never hold where the query does',
          'delete them',
          `«${showQuery(part)}» (except ${placeOf(part)})`,
        );
}

/** The alternatives of a query, those of inner groups included, but not the items of lists. */
function partsOf(query: Query): readonly Query[] {
  return query.kind === 'or' ? query.parts.flatMap(partsOf) : [query];
}

function placeOf(query: Query): string {
  return `${query.at.line}:${query.at.column}`;
}

function findShape(rule: Rule, report: Report): void {
  for (const [field, whole] of [['query', rule.query] as const, ['except', rule.except] as const]) {
    if (!whole) continue;
    walkQuery(whole, (query) => {
      const place = `${field} ${placeOf(query)}`;
      if (query.kind === 'list') return false;
      if (query.kind === 'near' && query.distance > widestNear)
        report(
          'near-wide',
          'warning',
          'words so far apart need not belong together',
          `use NEAR/${widestNear} or less, or SENT(…)`,
          `NEAR/${query.distance} (${place})`,
        );
      if (query.kind === 'prefix' && query.prefix.length < shortestPrefix)
        report(
          'short-prefix',
          'warning',
          `beginnings of fewer than ${shortestPrefix} letters meet many other words`,
          'write more letters, or the forms themselves',
          `«${query.prefix}*» (${place})`,
        );
      if (query.kind === 'word') {
        const foreign = foreignWords(fold(query.word));
        if (foreign.length > 0)
          report(
            'stem-merge',
            'warning',
            'words whose stem meets other frequent words',
            'write the forms that are meant («=скорая»), or a longer beginning («режим*»), or exclude the others',
            `«${query.word}» (${place}) also meets ${foreign.map((word) => `«${word}»`).join(' ')}`,
          );
      }
      if (query.kind === 'or') findRedundant(query, field, report);
      return true;
    });
  }
}

function findRedundant(query: Extract<Query, { kind: 'or' }>, field: string, report: Report): void {
  const forms = query.parts.map(formOf);
  forms.forEach((form, index) => {
    const wider = forms.findIndex(
      (other, place) => place !== index && implies(form, other) && (place < index || !implies(other, form)),
    );
    if (wider === -1) return;
    const [part, by] = [query.parts[index] as Query, query.parts[wider] as Query];
    report(
      'redundant',
      'warning',
      'alternatives that another beside them covers',
      'delete them',
      `«${showQuery(part, 40)}» (${field} ${placeOf(part)}) by «${showQuery(by, 40)}»`,
    );
  });
}

function findBreadth(rule: Rule, report: Report): void {
  for (const part of partsOf(rule.query)) {
    const form = formOf(part);
    const lone = form.op === 'seq' && form.terms.length === 1 ? form.terms[0] : undefined;
    if (lone && isCommon(lone))
      report(
        'too-broad',
        'warning',
        'single words make the rule fire that nearly every longer text has, or another word of their stem',
        'ask for another word beside them (NEAR), or write the form that is meant',
        `«${showQuery(part)}» (${placeOf(part)})`,
      );
    else if (part.kind === 'regex' && requiredLiterals(part.source) === null)
      report(
        'costly',
        'warning',
        'regular expressions without a fixed piece of three letters are tried on every text',
        'ask for a word beside them, or give them a fixed piece',
        `«${showQuery(part, 40)}» (${placeOf(part)})`,
      );
    else if (form.op !== 'opaque' && isCommonOnly(form))
      report(
        'costly',
        'warning',
        'alternatives ask only for words that nearly every text has, so the rule is tried on nearly every text',
        'add a rarer word that must be there',
        `«${showQuery(part)}» (${placeOf(part)})`,
      );
  }
  let words = 0;
  walkQuery(rule.query, (inner) => {
    if (innerQueries(inner).length === 0) words++;
    return inner.kind !== 'list';
  });
  if (words > mostAlternatives)
    report(
      'costly',
      'warning',
      `the query has ${words} words of its own`,
      'move families of words into lists (@name) or split the rule',
    );
}

function isCommon(term: Term): boolean {
  if (term.kind === 'stem') return isStemEverywhere(term.key);
  return term.kind === 'form' && isFormEverywhere(term.key);
}

/** True when no word is demanded that is at all rare. */
function isCommonOnly(form: Form): boolean {
  switch (form.op) {
    case 'seq':
      return form.terms.length > 0 && form.terms.every(isCommon);
    case 'near':
      return isCommonOnly(form.left) && isCommonOnly(form.right);
    case 'neg':
    case 'sentence':
      return isCommonOnly(form.inner);
    case 'and':
      return form.parts.every((part) => part.op === 'not' || isCommonOnly(part));
    case 'or':
      return form.parts.some(isCommonOnly);
    case 'opaque':
      return form.weaker === null || isCommonOnly(form.weaker);
    case 'not':
      return false;
  }
}

function findExamples(rule: Rule, query: Form, report: Report): void {
  const terms = wantedTerms(query);
  // Each word alone makes the rule fire: no text that shares one can be silent.
  if (!rule.except && terms.every((term) => implies({ op: 'seq', terms: [term] }, query))) return;
  if (rule.noMatch.some((text) => ruleTokens(analyse(text)).some((token) => terms.some((term) => meets(token, term)))))
    return;
  report(
    'weak-examples',
    'warning',
    'no noMatch example shares a word with the query, so the examples do not show where the rule ends',
    'add a text that has the words of the query in another sense',
  );
}
