import { z } from 'zod';
import type { Query } from './ast.js';
import { type LintCode, lintCodes } from './lint-codes.js';

const example = z.string().trim().min(1, 'an example is empty: write an invented text');
const exclusion = z.string().min(1, 'write the query or leave «except» out');
const date = z.iso.date('write a date as YYYY-MM-DD');
const filled = 'name at least one or leave the filter out';
const territoryIds = z.array(z.string('write the id in quotes').min(1, 'an id is empty')).min(1, filled);
const sourceNames = z
  .array(z.string().regex(/^[a-z][a-z0-9-]*$/, 'use lower-case Latin letters, digits and hyphens'))
  .min(1, filled);

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
  /** The rule does not fire on a text where this query, or one of these, holds. */
  except: z.union([exclusion, z.array(exclusion).min(1, 'write a query or leave «except» out')]).optional(),
  /** Only for posts of sources at home in these territories or below them; ids of config/places. */
  territories: territoryIds.optional(),
  /** Only for posts of these sources: ids of config/sources or names of kinds. */
  sources: sourceNames.optional(),
  /** First and last day on which a post may be published, UTC. */
  validFrom: date.optional(),
  validTo: date.optional(),
  /** Who answers for the rule: a department or a mailbox, never a private person. */
  owner: z.string().trim().min(1, 'name who answers for the rule or leave «owner» out').optional(),
  /** Invented texts on which the rule must fire. */
  match: z.array(example).min(1, 'give at least one text on which the rule must fire'),
  /** Invented texts on which it must not fire. */
  noMatch: z.array(example).min(1, 'give at least one text on which the rule must not fire'),
  /** Findings of `rules lint` that were seen and are wanted, by code. */
  lint: z.array(z.enum(lintCodes, `use codes of docs/tuning.md: ${lintCodes.join(', ')}`)).optional(),
});
export type RuleEntry = z.infer<typeof ruleEntrySchema>;

/** Which posts a rule is for; what is left out does not matter. */
export interface RuleFilter {
  territories?: readonly string[];
  sources?: readonly string[];
  validFrom?: string;
  validTo?: string;
}

/** The filter alone, without what is left out. */
export function filterOf({ territories, sources, validFrom, validTo }: RuleFilter): RuleFilter {
  return {
    ...(territories === undefined ? {} : { territories }),
    ...(sources === undefined ? {} : { sources }),
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
  };
}

/** A rule that loaded: parsed, with its examples proven. */
export interface Rule extends RuleFilter {
  id: string;
  target: string;
  weight: number;
  query: Query;
  except: Query | null;
  owner?: string;
  /** The text as written; several exclusions joined with «|». */
  source: { query: string; except: string | null };
  match: readonly string[];
  noMatch: readonly string[];
  /** Findings of the linter that are waived. */
  lint?: readonly LintCode[];
  /** Content hash of what the rule does: id, target, weight, filters, queries and the word lists in them. */
  revision: string;
  /** Pack and line, for messages. */
  file: string;
  line: number;
}

/** Targets beside groups and topics. */
export const specialTargets = ['incident', 'not-incident', 'urgent'] as const;

/** What is known of a post beside its text; what is not known lets every filter pass. */
export interface RuleContext {
  sourceId?: string;
  sourceKind?: string;
  /** Home territory of the source and its ancestors. */
  territories?: readonly string[];
  /** Instant in UTC, ISO; null when the page does not say. */
  publishedAt?: string | null;
}

/** Whether a rule is for such a post. Dates are days in UTC of the post's publication, both ends included; no clock is read. */
export function isFor(filter: RuleFilter, context: RuleContext): boolean {
  const { sourceId, sourceKind, territories, publishedAt } = context;
  if (filter.sources && (sourceId !== undefined || sourceKind !== undefined)) {
    const isKnown = [sourceId, sourceKind].some((name) => name !== undefined && filter.sources?.includes(name));
    if (!isKnown) return false;
  }
  if (filter.territories && territories && !filter.territories.some((id) => territories.includes(id))) return false;
  if (publishedAt === undefined || publishedAt === null) return true;
  const day = publishedAt.slice(0, 10);
  return (
    !(filter.validFrom !== undefined && day < filter.validFrom) &&
    !(filter.validTo !== undefined && day > filter.validTo)
  );
}
