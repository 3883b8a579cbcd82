import type { TextModel } from '../../models/classifier.js';
import { createRuleClassifier, type RuleClassifier } from '../../pipelines/rules/classifier.js';
import { analysisOf } from '../../pipelines/text/read.js';
import { textRevision } from '../../pipelines/text/version.js';
import { AppError } from '../core/errors.js';
import { decodeHalf, vectorWidth } from '../core/float16.js';
import type { Locator, RuleSetStore } from '../core/ports.js';
import type { Post } from '../core/post.js';
import type { DecidedBy } from '../core/rule-set.js';
import type { Taxonomy } from '../core/taxonomy.js';
import { completeVerdict, type Verdict } from '../core/verdict.js';
import { countOf, isExplained } from './model-classifier.js';
import { modelEvidence } from './model-evidence.js';
import type { ModelSource } from './model-source.js';
import { parsePackTexts } from './rule-files.js';

/** What decided, to be had again. */
export interface ReplayParts {
  /** @throws AppError E_INPUT_INVALID when those rules cannot be had */
  rulesOf(decidedBy: DecidedBy): Promise<RuleClassifier>;
  /** Null where rules decide alone. */
  model: { model: Pick<TextModel, 'score' | 'partsOf' | 'revisions'>; source: Pick<ModelSource, 'byRevision'> } | null;
}

/**
 * The verdict that follows from a stored post: from its text, the encoder's mean state that it keeps, and the rules and the model set that
 * it names. Equal to the stored one byte for byte, evidence included; what single words had in the transformer is no part of what is kept
 * and is taken from the record, everything else is made anew. The encoder is not needed.
 * @throws AppError E_INPUT_INVALID when the post has no verdict, or what decided cannot be had any more
 */
export async function replayVerdict(
  post: Pick<
    Post,
    'id' | 'text' | 'sourceId' | 'sourceKind' | 'territory' | 'publishedAt' | 'verdict' | 'decidedBy' | 'model'
  >,
  parts: ReplayParts,
): Promise<Verdict> {
  const { id, decidedBy, verdict: stored } = post;
  if (decidedBy === null || stored === null) throw cannot(id, 'it has no verdict');
  if (decidedBy.text !== textRevision)
    throw cannot(id, `revision ${decidedBy.text} of the text engine read it, and this program has ${textRevision}`);
  const rules = await parts.rulesOf(decidedBy);
  const analysis = analysisOf(post.text);
  const { sourceId, sourceKind, territory, publishedAt } = post;
  const ruled = rules.judge(analysis, { sourceId, sourceKind, territory, publishedAt });
  if (post.model === null) return completeVerdict(ruled);
  const { revision, pooled } = post.model;
  const set = (await parts.model?.source.byRevision(revision)) ?? null;
  if (set === null || parts.model === null) throw cannot(id, `the model set ${revision} is not to be had`);
  const { model } = parts.model;
  const reading = {
    pooled: decodeHalf(pooled, vectorWidth),
    linear: model.score(analysis),
    rules: ruled,
    words: countOf(analysis),
  };
  const decided = set.decide(reading);
  const { group } = decided;
  const evidence = isExplained(decided)
    ? modelEvidence({
        analysis,
        model,
        set,
        group,
        words: stored.evidence.filter(({ engine }) => engine === 'transformer'),
      })
    : [];
  return completeVerdict({ ...decided, evidence: [...ruled.evidence, ...evidence] });
}

/** Whether a verdict is the stored one, byte for byte; topics count where the stored one lists any, as those of earlier versions do not. */
export function isSameVerdict(stored: Verdict, made: Verdict): boolean {
  const known = completeVerdict(stored);
  const compared = known.topics.length === 0 ? { ...made, topics: [] } : made;
  return JSON.stringify(known) === JSON.stringify(completeVerdict(compared));
}

/** Rules by what a post says of them: the files of config/rules, or a deployed version. Each is compiled once. */
export function rulesOfPosts(options: {
  files: RuleClassifier;
  ruleSets: Pick<RuleSetStore, 'get'>;
  taxonomy: Taxonomy;
  locator: Pick<Locator, 'territory' | 'lineage'>;
}): ReplayParts['rulesOf'] {
  const { files, ruleSets, taxonomy, locator } = options;
  const compiled = new Map<number, RuleClassifier | null>();
  const compile = async (version: number): Promise<RuleClassifier | null> => {
    const set = await ruleSets.get(version);
    if (set === null) return null;
    return createRuleClassifier({ files: parsePackTexts(set.files).files, taxonomy, locator });
  };
  return async ({ ruleSet, rules }) => {
    if (ruleSet !== null && !compiled.has(ruleSet)) compiled.set(ruleSet, await compile(ruleSet));
    const found = ruleSet === null ? files : (compiled.get(ruleSet) ?? null);
    if (found !== null && found.classifier.revisions.rules === rules) return found;
    const name = ruleSet === null ? 'the files of config/rules' : `version ${ruleSet}`;
    throw new AppError(
      'E_INPUT_INVALID',
      `rules ${rules} (${name}) decided, and they are not to be had: the verdict cannot be made again here`,
    );
  };
}

function cannot(id: string, why: string): AppError {
  return new AppError('E_INPUT_INVALID', `the verdict on post ${id} cannot be made again: ${why}`);
}
