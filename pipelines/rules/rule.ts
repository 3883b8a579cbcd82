import { z } from 'zod';
import type { Query } from './ast.js';
import { type LintCode, lintCodes } from './lint-codes.js';

const example = z.string().trim().min(1, 'an example is empty: write an invented text');

/** One entry under `rules:` of a pack in config/rules/. */
export const ruleEntrySchema = z.strictObject({
  /** Unique over all packs; stands in the evidence of stored verdicts. */
  id: z.string().regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/, 'use lower-case Latin words joined by «.» or «-»'),
  /** A group code, a topic id, «incident», «not-incident» or «urgent». */
  target: z.string().min(1),
  /** Strength: 1 a hint, 2 likely, 3 decisive; negative for a group or topic: speaks against it. */
  weight: z
    .number()
    .min(-10, 'use -10 to 10')
    .max(10, 'use -10 to 10')
    .refine((weight) => weight !== 0, 'a weight of 0 has no effect: remove the rule or weigh it'),
  query: z.string().min(1, 'write the query'),
  /** The rule does not fire on a text where this query holds. */
  except: z.string().min(1, 'write the query or leave «except» out').optional(),
  /** Invented texts on which the rule must fire. */
  match: z.array(example).min(1, 'give at least one text on which the rule must fire'),
  /** Invented texts on which it must not fire. */
  noMatch: z.array(example).min(1, 'give at least one text on which the rule must not fire'),
  /** Findings of `rules lint` that were seen and are wanted, by code. */
  lint: z.array(z.enum(lintCodes, `use codes of docs/tuning.md: ${lintCodes.join(', ')}`)).optional(),
});
export type RuleEntry = z.infer<typeof ruleEntrySchema>;

/** A rule that loaded: parsed, with its examples proven. */
export interface Rule {
  id: string;
  target: string;
  weight: number;
  query: Query;
  except: Query | null;
  match: readonly string[];
  noMatch: readonly string[];
  /** Findings of the linter that are waived. */
  lint?: readonly LintCode[];
  /** Content hash of what the rule does: id, target, weight, queries and the word lists in them. */
  revision: string;
  /** Pack and line, for messages. */
  file: string;
  line: number;
}

/** Targets beside groups and topics. */
export const specialTargets = ['incident', 'not-incident', 'urgent'] as const;
