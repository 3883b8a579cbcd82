import type { Label } from '../../pipelines/rules/evaluation.js';
import { compileRules } from '../../pipelines/rules/matcher.js';
import {
  leastLabelled,
  type Suggestions,
  suggest,
  type TermCandidate,
  type TopicText,
} from '../../pipelines/rules/suggest.js';
import { type Share, wilson } from '../../pipelines/rules/suggest-odds.js';
import { termsOf } from '../../pipelines/rules/suggest-terms.js';
import { analysisOf } from '../../pipelines/text/read.js';
import type { Analysis } from '../../pipelines/text/tokens.js';
import { AppError } from '../core/errors.js';
import type { LabelledText } from './rules-labelled.js';
import { askNatural } from './rules-second-opinion.js';
import type { Workbench } from './rules-workbench.js';

export interface TopicCandidate extends TermCandidate {
  /** Of single words: TF-IDF in the topic's texts, a text's mean. */
  tfidf: number | null;
  /** Without labels: share of the new texts that naive Bayes takes for the topic; null with labels, or when there are too few. */
  bayes: Share | null;
}
export interface TopicSuggestions extends Omit<Suggestions, 'terms'> {
  target: string;
  /** Rules that speak for it. */
  rules: number;
  terms: TopicCandidate[];
}

/** Texts of the rest that TF-IDF and Bayes see, and new texts a candidate that Bayes is asked about. */
const sampleSize = 400;
/** Weight from which the rules of a topic catch a text: a hint alone does not. */
const catchingWeight = 2;
/** Texts that are not read twice; some 100 MB. */
const mostCached = 20_000;

/**
 * Terms and exclusions for a group or topic. `texts` is walked twice.
 * @throws AppError E_INPUT_INVALID for a target that the taxonomy does not have.
 */
export async function suggestTerms(
  workbench: Workbench,
  target: string,
  texts: () => AsyncIterable<LabelledText>,
  options: { limit: number; leastWon?: number },
): Promise<TopicSuggestions> {
  const groups = workbench.taxonomy.groups;
  const known = groups.flatMap(({ code, topics }) => [code as string, ...topics.map(({ id }) => id)]);
  if (!known.includes(target)) {
    const [group] = target.split('.');
    const near = known.filter((one) => one.startsWith(`${group}.`));
    const choice = near.length > 0 ? near : groups.map(({ code }) => code);
    throw new AppError('E_INPUT_INVALID', `there is no group or topic «${target}»: use one of ${choice.join(', ')}`);
  }
  const rules = workbench.rules.filter((rule) => rule.weight > 0 && isOf(rule.target, target));
  const matcher = compileRules(rules);
  const weights = new Map(rules.map(({ id, weight }) => [id, weight]));
  const sample: { topic: Analysis[]; caught: Analysis[]; rest: Analysis[] } = { topic: [], caught: [], rest: [] };
  const cache: TopicText[] = [];
  let walks = 0;
  let isCached = true;
  async function* walk(): AsyncGenerator<TopicText> {
    const isFirst = walks++ === 0;
    if (!isFirst && isCached) {
      yield* cache;
      return;
    }
    for await (const { text, label } of texts()) {
      const side = sideOf(label, target);
      if (side === null) continue;
      const analysis = analysisOf(text);
      const weight = matcher.firing(analysis).reduce((sum, ruleId) => sum + (weights.get(ruleId) ?? 0), 0);
      const caught = weight >= catchingWeight;
      if (isFirst) {
        if (side === 'topic' && sample.topic.length < sampleSize) sample.topic.push(analysis);
        if (caught && sample.caught.length < sampleSize) sample.caught.push(analysis);
        if (side !== 'topic' && !caught && sample.rest.length < sampleSize) sample.rest.push(analysis);
      }
      const read = { analysis, label: side, caught };
      if (cache.length < mostCached) cache.push(read);
      else isCached = false;
      yield read;
    }
  }
  const found = await suggest(walk, options);
  const own = found.by === 'labels' ? sample.topic : sample.caught;
  const second = found.terms.length === 0 ? null : await askNatural(own, sample.rest);
  const terms = found.terms.map((term): TopicCandidate => {
    const [stem] = term.stems;
    const tfidf = second && term.kind === 'word' && stem !== undefined ? second.tfidf(stem) : null;
    return {
      ...term,
      tfidf,
      bayes: found.by === 'rules' && second ? askBayes(term, sample.rest, second.isTopic) : null,
    };
  });
  return { ...found, target, rules: rules.length, terms };
}

function askBayes(term: TermCandidate, rest: readonly Analysis[], isTopic: (text: Analysis) => boolean): Share | null {
  const key = `${term.kind} ${term.stems.join(' ')}`;
  const having = rest.filter((analysis) => termsOf(analysis).has(key));
  return having.length < leastLabelled ? null : wilson(having.filter(isTopic).length, having.length);
}

function isOf(target: string, wanted: string): boolean {
  return target === wanted || target.startsWith(`${wanted}.`);
}

/** What a label says of the topic; null when it may be of the topic or not, so that the text tells nothing. */
function sideOf({ incident, group, topic }: Label, target: string): TopicText['label'] | null {
  if (incident === false) return 'other';
  if (topic !== null) return isOf(topic, target) ? 'topic' : 'other';
  if (group === null) return incident === null ? 'unknown' : null;
  if (group === target) return 'topic';
  return target.startsWith(`${group}.`) ? null : 'other';
}
