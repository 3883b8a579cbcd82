import type { JudgingSet, PartTarget, ScorePart, TextModel, WordState } from '../../models/classifier.js';
import type { Analysis } from '../../pipelines/text/tokens.js';
import type { Evidence, GroupCode, Span } from '../core/verdict.js';

/** Features shown for each target: more are no explanation any more. */
const shownParts = 8;
/** Smaller parts say nothing to a person. */
const leastPart = 0.01;

export interface ModelEvidenceInput {
  analysis: Analysis;
  model: Pick<TextModel, 'partsOf' | 'revisions'>;
  set: JudgingSet;
  group: GroupCode | null;
  /** The words' parts in the encoder's mean, or, to repeat a verdict from its record, what it says of the transformer. */
  words: readonly WordState[] | readonly Evidence[];
}

/** The words that moved the model most, for «incident» and for the group, of transformer and n-grams together. Pure. */
export function modelEvidence(input: ModelEvidenceInput): Evidence[] {
  const targets: PartTarget[] = input.group === null ? ['incident'] : ['incident', input.group];
  return targets.flatMap((target) =>
    [...transformerParts(input, target), ...ngramParts(input, target)]
      .filter(({ weight }) => Math.abs(weight) >= leastPart)
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || compare(a.engine, b.engine) || compare(a.id, b.id))
      .slice(0, shownParts),
  );
}

function transformerParts({ analysis, set, words }: ModelEvidenceInput, target: PartTarget): Evidence[] {
  if (isRecorded(words)) return words.filter((part) => part.engine === 'transformer' && part.target === target);
  const parts = set.partsOf(words, target);
  return gathered(analysis, parts, { engine: 'transformer', revision: set.revision, target });
}

function ngramParts({ analysis, model, set }: ModelEvidenceInput, target: PartTarget): Evidence[] {
  const scale = set.ngramScale(target);
  const parts = model.partsOf(analysis, target).map((part) => ({ ...part, weight: part.weight * scale }));
  return gathered(analysis, parts, { engine: 'ngrams', revision: model.revisions.linear, target });
}

/** One entry for a word, or a pair of words, with all the places where it stands. */
function gathered(
  analysis: Analysis,
  parts: readonly ScorePart[],
  common: Pick<Evidence, 'engine' | 'revision' | 'target'>,
): Evidence[] {
  const sums = new Map<string, { weight: number; words: Span[] }>();
  for (const { tokens, weight } of parts) {
    const feature = tokens.map((token) => analysis.tokens[token]?.text ?? '').join(' ');
    const sum = sums.get(feature) ?? { weight: 0, words: [] };
    sums.set(feature, sum);
    sum.weight += weight;
    const span = spanOf(analysis, tokens);
    if (span !== null && !sum.words.some(({ start }) => start === span.start)) sum.words.push(span);
  }
  const { engine, revision, target } = common;
  return [...sums].map(([id, { weight, words }]) => {
    // Adding zero makes a zero of a negative zero, which JSON could not keep.
    return { engine, id, revision, target, weight: Math.round(weight * 1_000) / 1_000 + 0, words };
  });
}

/** The stretch of the text from the first to the last of the tokens. */
function spanOf({ text, tokens }: Analysis, indices: readonly number[]): Span | null {
  const first = tokens[indices[0] ?? -1];
  const last = tokens[indices.at(-1) ?? -1];
  if (first === undefined || last === undefined) return null;
  return { text: text.slice(first.start, last.end), start: first.start, end: last.end };
}

function isRecorded(words: readonly WordState[] | readonly Evidence[]): words is readonly Evidence[] {
  const [first] = words;
  return first !== undefined && 'engine' in first;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
