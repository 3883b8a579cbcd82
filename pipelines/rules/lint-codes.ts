/** What `rules lint` can find. The names stand in reports and in the waivers (`lint:`) of rules; docs/tuning.md shows an example of each. */
export const lintCodes = [
  'invalid',
  'dead',
  'dead-part',
  'subsumed',
  'shadowed',
  'duplicate',
  'redundant',
  'too-broad',
  'costly',
  'kills-positive',
  'near-wide',
  'short-prefix',
  'stem-merge',
  'weak-examples',
  'unused-list',
  'unknown-context',
  'unused-waiver',
] as const;
export type LintCode = (typeof lintCodes)[number];

export type LintSeverity = 'error' | 'warning';

export interface LintFinding {
  code: LintCode;
  severity: LintSeverity;
  /** The rule concerned; null for lists and entries that could not be read. */
  ruleId: string | null;
  file: string;
  line: number | null;
  /** What is the matter, one sentence. */
  message: string;
  /** What to do about it. */
  remedy: string;
  /** `structure`: follows from the rules alone and holds for every text; `history`: seen on the texts that were looked at. */
  basis: 'structure' | 'history';
}

/** Codes that only the rules decide: a waiver of one of these that waives nothing is surely idle, with history or without. */
const historyCodes: ReadonlySet<LintCode> = new Set(['dead', 'subsumed', 'too-broad', 'costly', 'kills-positive']);

export function needsHistory(code: LintCode): boolean {
  return historyCodes.has(code);
}
