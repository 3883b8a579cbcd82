import { analyse } from '../text/analyse.js';
import type { Analysis } from '../text/tokens.js';
import type { Query } from './ast.js';
import type { LintFinding } from './lint-codes.js';
import { compileRules, type Matcher } from './matcher.js';
import type { Rule } from './rule.js';

/** One text of the history. */
export interface HistoryText {
  id: string;
  analysis: Analysis;
  /** Whether a person said that it is an incident; null when nobody did. */
  incident: boolean | null;
  /** The group or topic that a person gave it; null when nobody did. */
  topic: string | null;
}

export interface HistoryBounds {
  /** Share of background texts above which a rule is too broad. */
  broad: number;
  /** Fewest hits from which hit sets say something. */
  leastHits: number;
  /** Fewest texts from which silence says something. */
  leastTexts: number;
}
export const historyBounds: HistoryBounds = { broad: 0.02, leastHits: 10, leastTexts: 1000 };

interface Tally {
  hits: number;
  background: number;
  /** How often each other rule of the same target fired with this one. */
  together: Map<string, number>;
  /** Known positives that only the exclusions silenced. */
  killed: { id: string; text: string; caught: boolean }[];
  killedCount: number;
}

/**
 * Looks at rules over texts: feed it with `add`, then ask for `findings`. Memory does not grow with the number of texts.
 */
export class RuleHistory {
  readonly #rules: readonly Rule[];
  readonly #byId: ReadonlyMap<string, Rule>;
  readonly #matcher: Matcher;
  /** The same rules without their exclusions, those that have any. */
  readonly #open: Matcher;
  readonly #tallies: ReadonlyMap<string, Tally>;
  #texts = 0;
  #background = 0;

  constructor(rules: readonly Rule[]) {
    this.#rules = rules;
    this.#byId = new Map(rules.map((rule) => [rule.id, rule]));
    this.#matcher = compileRules(rules);
    this.#open = compileRules(openRules(rules));
    this.#tallies = new Map(
      rules.map(({ id }) => [id, { hits: 0, background: 0, together: new Map(), killed: [], killedCount: 0 }]),
    );
  }

  /** Number of texts seen. */
  get size(): number {
    return this.#texts;
  }

  add(text: HistoryText): void {
    const { analysis, incident, topic } = text;
    const isLabelled = incident !== null || topic !== null;
    // Of labelled texts only those that are no complaints are background: complaints are what the rules are to hit.
    const isBackground = incident === false || !isLabelled;
    this.#texts++;
    if (isBackground) this.#background++;
    const fired = this.#matcher.firing(analysis).map((ruleId) => this.#byId.get(ruleId) as Rule);
    for (const rule of fired) {
      const tally = this.#tallies.get(rule.id) as Tally;
      tally.hits++;
      if (isBackground) tally.background++;
      for (const other of fired)
        if (other !== rule && other.target === rule.target)
          tally.together.set(other.id, (tally.together.get(other.id) ?? 0) + 1);
    }
    if (isLabelled && incident !== false) this.#addKilled(text.id, analysis, topic, fired);
  }

  #addKilled(id: string, analysis: Analysis, topic: string | null, fired: readonly Rule[]): void {
    for (const { ruleId } of this.#open.match(analysis)) {
      const rule = this.#byId.get(ruleId) as Rule;
      if (fired.includes(rule) || rule.weight < 0 || !isOfTarget(rule.target, topic)) continue;
      const tally = this.#tallies.get(ruleId) as Tally;
      tally.killedCount++;
      if (tally.killed.length < 3)
        tally.killed.push({ id, text: analysis.text, caught: fired.some((other) => other.target === rule.target) });
    }
  }

  /** @param only the rules to speak of; all by default */
  findings(bounds: HistoryBounds = historyBounds, only: readonly Rule[] = this.#rules): LintFinding[] {
    return only.flatMap((rule) => {
      const tally = this.#tallies.get(rule.id);
      return tally ? this.#findingsOf(rule, tally, bounds) : [];
    });
  }

  #findingsOf(rule: Rule, tally: Tally, bounds: HistoryBounds): LintFinding[] {
    const findings: LintFinding[] = [];
    const report = (code: LintFinding['code'], message: string, remedy: string): void => {
      const { id: ruleId, file, line } = rule;
      findings.push({ code, severity: 'warning', ruleId, file, line, message, remedy, basis: 'history' });
    };
    if (tally.hits === 0 && this.#texts >= bounds.leastTexts)
      report('dead', `fired on none of ${this.#texts} texts`, 'try it with «rules try», then widen or delete it');
    const share = this.#background === 0 ? 0 : tally.background / this.#background;
    // Rules that speak against are there to hit what is no complaint.
    const speaksFor = rule.target !== 'not-incident' && rule.weight > 0;
    if (speaksFor && tally.background >= bounds.leastHits && share > bounds.broad)
      report(
        'too-broad',
        `fires on ${percent(share)} of ${this.#background} background texts (bound ${percent(bounds.broad)})`,
        'ask for another word beside (NEAR), exclude the common sense, or lower its weight and waive this',
      );
    if (tally.hits >= bounds.leastHits)
      for (const [id, count] of tally.together) {
        const other = this.#byId.get(id) as Rule;
        if (count < tally.hits || rule.weight > 0 !== other.weight > 0) continue;
        if (Math.abs(other.weight) < Math.abs(rule.weight)) continue;
        const equal = this.#tallies.get(id)?.hits === tally.hits;
        if (equal && Math.abs(other.weight) === Math.abs(rule.weight) && id > rule.id) continue;
        report(
          'subsumed',
          `on all ${tally.hits} texts that it hit, «${id}» (${other.file}:${other.line}) fired too, with the weight ${other.weight}`,
          'delete this rule, or say what it is to catch beyond the other',
        );
        break;
      }
    const [example] = tally.killed;
    if (example)
      report(
        'kills-positive',
        `its exclusions silence ${tally.killedCount} labelled text(s) of its own topic, e.g. ${example.id} «${cut(example.text)}»${example.caught ? ', which another rule of the target catches' : ''}`,
        'narrow the exclusion, e.g. by NEAR',
      );
    return findings;
  }
}

/**
 * Examples of all rules of a target are known positives of it: finds exclusions that silence one. An own example that is silenced is an
 * error, since the rule does not load with it.
 */
export function lintExclusions(rules: readonly Rule[]): LintFinding[] {
  const open = openRules(rules);
  if (open.length === 0) return [];
  const [openMatcher, matcher] = [compileRules(open), compileRules(rules)];
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const findings: LintFinding[] = [];
  for (const origin of rules) {
    if (origin.weight < 0) continue;
    for (const text of origin.match) {
      const analysis = analyse(text);
      const fired = new Set(matcher.firing(analysis));
      for (const { ruleId } of openMatcher.match(analysis)) {
        const rule = byId.get(ruleId) as Rule;
        if (fired.has(ruleId) || rule.target !== origin.target || rule.weight < 0) continue;
        const isOwn = rule === origin;
        // Rules of a target share the work: an exclusion is worth a word only where it takes the strongest evidence away.
        const left = rules.reduce(
          (sum, { id, target, weight }) => (target === rule.target && fired.has(id) ? sum + weight : sum),
          0,
        );
        if (!isOwn && left >= rule.weight) continue;
        findings.push({
          code: 'kills-positive',
          severity: isOwn ? 'error' : 'warning',
          ruleId,
          file: rule.file,
          line: rule.line,
          message: isOwn
            ? `its own exclusion silences its match example «${cut(text)}»`
            : `its exclusion silences «${cut(text)}», a match example of «${origin.id}», and the text keeps only ${left} of its weight of ${rule.weight}`,
          remedy: 'narrow the exclusion, e.g. by NEAR, or correct the example',
          basis: 'structure',
        });
      }
    }
  }
  return findings;
}

/** The rules that have exclusions, without them. */
function openRules(rules: readonly Rule[]): { id: string; query: Query; except: null }[] {
  return rules.flatMap((rule) => {
    const query = withoutExclusions(rule.query);
    return query === rule.query && rule.except === null ? [] : [{ id: rule.id, query, except: null }];
  });
}

/** The query without «-» and NOT; the same object when it has none. */
function withoutExclusions(query: Query): Query {
  switch (query.kind) {
    case 'and': {
      const parts = query.parts.filter((part) => part.kind !== 'not').map(withoutExclusions);
      if (parts.length === query.parts.length && parts.every((part, index) => part === query.parts[index]))
        return query;
      const [only] = parts;
      return parts.length === 1 && only ? only : { ...query, parts };
    }
    case 'or': {
      const parts = query.parts.map(withoutExclusions);
      return parts.every((part, index) => part === query.parts[index]) ? query : { ...query, parts };
    }
    case 'sentence': {
      const inner = withoutExclusions(query.inner);
      return inner === query.inner ? query : { ...query, inner };
    }
    case 'notNear':
      return withoutExclusions(query.left);
    default:
      return query;
  }
}

/** Whether a label is what rules of the target are to find. */
function isOfTarget(target: string, topic: string | null): boolean {
  if (topic === null || target === 'not-incident' || target === 'urgent' || target === 'incident') return false;
  // A text of a group is no sure positive of one of the group's topics.
  return topic === target || topic.startsWith(`${target}.`);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
