import { lint } from '../../../../../pipelines/rules/lint.js';
import type { LintFinding } from '../../../../../pipelines/rules/lint-codes.js';
import { type HistoryBounds, historyBounds, RuleHistory } from '../../../../../pipelines/rules/lint-history.js';
import { readRules } from '../../../../../pipelines/rules/load.js';
import { analyse } from '../../../../../pipelines/text/analyse.js';
import { shippedTaxonomy, yamlFile } from '../yaml-file.js';

const taxonomy = shippedTaxonomy();

export interface Entry {
  id?: string;
  target?: string;
  weight?: number;
  query: string;
  except?: string;
  match?: string[];
  noMatch?: string[];
  lint?: string[];
  validTo?: string;
  sources?: string[];
  territories?: string[];
}

/** A labelled text of the history. */
export interface Seen {
  text: string;
  incident?: boolean;
  topic?: string;
}

export interface LintKitOptions {
  lists?: Record<string, string[]>;
  seen?: readonly Seen[];
  bounds?: Partial<HistoryBounds>;
  context?: { sources: ReadonlySet<string>; isTerritory: (id: string) => boolean };
}

/** Lints a pack of these entries; what is left out of an entry is filled with something that gives no finding. */
export function lintEntries(entries: readonly Entry[], options: LintKitOptions = {}): LintFinding[] {
  const listWords = Object.values(options.lists ?? {}).flat();
  const rules = entries.map((entry, index) => ({
    id: `rule.r${index + 1}`,
    target: 'roads',
    weight: 3,
    match: ['Пример'],
    noMatch: [`Другое: ${[entry.query, ...listWords].join(' ').replaceAll(/[^\p{L}\s]/gu, ' ')}`],
    ...entry,
  }));
  const data = { rules, ...(options.lists ? { lists: options.lists } : {}) };
  const files = [yamlFile('config/rules/test.yaml', JSON.stringify(data, null, 1))];
  const read = readRules(files, taxonomy);
  const tally = new RuleHistory(read.rules);
  options.seen?.forEach(({ text, incident, topic }, index) => {
    tally.add({ id: `t${index}`, analysis: analyse(text), incident: incident ?? null, topic: topic ?? null });
  });
  const bounds = { ...historyBounds, ...options.bounds };
  return lint({
    files,
    ...read,
    today: '2026-05-10',
    context: options.context ?? null,
    history: options.seen ? { tally, bounds } : null,
  }).findings;
}

/** «code severity» of all findings. */
export function codesOf(findings: readonly LintFinding[]): string[] {
  return findings.map(({ code, severity }) => `${code} ${severity}`);
}
