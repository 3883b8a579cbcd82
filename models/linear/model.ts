import type { Analysis, Token } from '../../pipelines/text/tokens.js';
import { groupCodes } from '../../src/core/verdict.js';
import { blockScale, type Features, ngramFeatures, pairHash, wordFeatures } from './features.js';
import { linearOutputs, readLinear } from './file.js';

export interface LinearScores {
  /** Logit of «incident». */
  incident: number;
  /** Logits in the order of `groupCodes`. */
  groups: Float64Array;
}

/** What one or two words bring to a logit. */
export interface LinearPart {
  /** Indices in `analysis.tokens`: one word, or two neighbours. */
  tokens: readonly number[];
  weight: number;
}

export interface LinearModel {
  readonly revision: string;
  /** Logits of a text whose features are made already; the same bits as `scoreText`. */
  score(features: Features): LinearScores;
  /** Logits of a text. */
  scoreText(analysis: Analysis): LinearScores;
  /** Only the logit of «incident»: a few microseconds, since what each word brings is remembered. The same bits as `scoreText`. */
  gateScore(analysis: Analysis): number;
  /** What each word and pair brings to a target («incident» or a group's code), in the order of the text; they add up to logit − bias. */
  contributions(analysis: Analysis, target: string): LinearPart[];
  /** Logit of a target for an empty text. */
  bias(target: string): number;
}

const REMEMBERED_WORDS = 50_000;

interface KnownWord {
  readonly stem: number;
  readonly runs: number;
  /** Weights of the stem and of all runs for «incident». */
  readonly ofStem: number;
  readonly ofRuns: number;
}

/** Opens `linear.bin`. Throws AppError E_INPUT_INVALID when the bytes are no such file. */
export function openLinear(bytes: Uint8Array): LinearModel {
  const { revision, bits, bias, scale, weights } = readLinear(bytes);
  const mask = 2 ** bits - 1;
  let known = new Map<string, KnownWord>();

  const total = (output: number, features: Features): number => {
    const column = weights[output] as Int8Array;
    let stems = 0;
    for (const hash of features.stem) stems += column[hash & mask] as number;
    let pairs = 0;
    for (const hash of features.pair) pairs += column[hash & mask] as number;
    let runs = 0;
    for (const hash of features.run) runs += column[hash & mask] as number;
    return combined(output, stems, features.stem.length, pairs, features.pair.length, runs, features.run.length);
  };
  // Sums of whole numbers are exact in any order: the quick way and the long way cannot differ.
  const combined = (
    output: number,
    stems: number,
    stemCount: number,
    pairs: number,
    pairCount: number,
    runs: number,
    runCount: number,
  ): number =>
    (bias[output] as number) +
    (scale[output] as number) *
      (stems * blockScale(stemCount) + pairs * blockScale(pairCount) + runs * blockScale(runCount));

  const knownWord = (token: Token): KnownWord => {
    const key = token.kind === 'word' ? token.text : `${token.kind} ${token.text}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const { stem, runs } = wordFeatures(token);
    const column = weights[0] as Int8Array;
    let ofRuns = 0;
    for (const hash of runs) ofRuns += column[hash & mask] as number;
    const made = { stem, runs: runs.length, ofStem: column[stem & mask] as number, ofRuns };
    if (known.size >= REMEMBERED_WORDS) known = new Map();
    // A copy: a slice would keep the whole text alive.
    known.set(key.length < 13 ? key : Buffer.from(key, 'utf16le').toString('utf16le'), made);
    return made;
  };

  const score = (features: Features): LinearScores => {
    const groups = new Float64Array(groupCodes.length);
    for (let index = 0; index < groups.length; index += 1) groups[index] = total(index + 1, features);
    return { incident: total(0, features), groups };
  };

  return {
    revision,
    score,
    scoreText: (analysis) => score(ngramFeatures(analysis)),
    gateScore({ tokens }) {
      const column = weights[0] as Int8Array;
      let stems = 0;
      let pairs = 0;
      let pairCount = 0;
      let runs = 0;
      let runCount = 0;
      let last = 0;
      let sentence = -1;
      for (const token of tokens) {
        const word = knownWord(token);
        stems += word.ofStem;
        runs += word.ofRuns;
        runCount += word.runs;
        if (token.sentence === sentence) {
          pairs += column[pairHash(last, word.stem) & mask] as number;
          pairCount += 1;
        }
        sentence = token.sentence;
        last = word.stem;
      }
      return combined(0, stems, tokens.length, pairs, pairCount, runs, runCount);
    },
    contributions(analysis, target) {
      const output = outputOf(target);
      const column = weights[output] as Int8Array;
      const unit = scale[output] as number;
      const features = ngramFeatures(analysis);
      const own = new Float64Array(analysis.tokens.length);
      const add = (hashes: Int32Array, tokens: Int32Array): void => {
        const each = unit * blockScale(hashes.length);
        hashes.forEach((hash, index) => {
          const token = tokens[index] as number;
          own[token] = (own[token] as number) + each * (column[hash & mask] as number);
        });
      };
      add(features.stem, features.stemToken);
      add(features.run, features.runToken);
      const parts: LinearPart[] = Array.from(own, (weight, token) => ({ tokens: [token], weight }));
      const eachPair = unit * blockScale(features.pair.length);
      features.pair.forEach((hash, index) => {
        const second = features.pairToken[index] as number;
        parts.push({ tokens: [second - 1, second], weight: eachPair * (column[hash & mask] as number) });
      });
      return parts.filter(({ weight }) => weight !== 0);
    },
    bias: (target) => bias[outputOf(target)] as number,
  };
}

function outputOf(target: string): number {
  const output = target === 'incident' ? 0 : 1 + (groupCodes as readonly string[]).indexOf(target);
  if (output < 0 || output >= linearOutputs || (output === 0 && target !== 'incident'))
    throw new RangeError(`the n-gram model has no target «${target}»`);
  return output;
}
