import { analyse } from '../../pipelines/text/analyse.js';
import type { ExecutorSuggester, ExecutorSuggestion } from '../../src/core/executor-suggestion.js';
import { decodeHalf, vectorWidth } from '../../src/core/float16.js';
import type { ExecutorsModel } from './file.js';
import { formOf } from './form.js';
import { createPartScorer } from './score.js';

const mostRanked = 5;
const mostWords = 5;

/**
 * A trained model of executors, ready to be asked. Pure.
 * @param encoder revision of the encoder that runs; null where rules decide alone. With another than that of the training, the part that needs
 *   none answers.
 */
export function createSuggester(model: ExecutorsModel, encoder: string | null): ExecutorSuggester {
  const { bodies, thin } = model;
  const part =
    model.encoder !== null && encoder !== null && encoder === model.encoderRevision ? model.encoder : model.plain;
  const scorer = createPartScorer(part, bodies, thin);
  return {
    revision: model.revision,
    homeRegion: model.homeRegion,
    usesEncoder: part.usesEncoder,
    suggest({ text, raw, verdict, place, pooled }): ExecutorSuggestion {
      const analysis = analyse(text);
      const subject = {
        analysis,
        verdict,
        place,
        form: raw === null ? null : formOf(raw),
        pooled: pooled === null ? null : decodeHalf(pooled, vectorWidth),
      };
      const ranked = scorer
        .probabilities(subject)
        .map((probability, body) => ({ body, probability }))
        .toSorted((a, b) => b.probability - a.probability || a.body - b.body)
        .slice(0, mostRanked);
      const best = ranked[0] as (typeof ranked)[number];
      return {
        executorName: best.probability >= part.sureness.from ? (bodies.names[best.body] as string) : null,
        sureFrom: part.sureness.from,
        ranked: ranked.map(({ body, probability }) => ({
          executorName: bodies.names[body] as string,
          probability: Math.round(probability * 10_000) / 10_000,
        })),
        words: scorer
          .partsOf(subject, best.body)
          .slice(0, mostWords)
          .flatMap(({ token, weight }) => {
            const found = analysis.tokens[token];
            if (found === undefined) return [];
            const { start, end } = found;
            return [{ text: text.slice(start, end), start, end, weight: Math.round(weight * 10_000) / 10_000 }];
          }),
        revision: model.revision,
      };
    },
  };
}
