import { ownWords } from '../../pipelines/text/own-words.js';
import { cleanAndMask } from '../../pipelines/text/read.js';
import type { Route } from '../core/executor.js';
import type { ExecutorSuggester, ExecutorSuggestion } from '../core/executor-suggestion.js';
import type { Place } from '../core/place.js';
import type { TextOrigin } from '../core/ports.js';
import type { Verdict } from '../core/verdict.js';
import type { Analysis } from './analysis.js';

/** One line of the input of `otklik classify`; filters of rules that its origin cannot answer let their rule pass. */
export interface ClassifyInput extends TextOrigin {
  id: string;
  text: string;
  context_region?: string | null | undefined;
  context_municipality?: string | null | undefined;
  context_settlement?: string | null | undefined;
}

/** One line of its output; null where unknown. This contract stays. */
export interface ClassifyOutput {
  id: string;
  incident: boolean;
  /** Probability that the text is an incident, 0-1. */
  score: number;
  group: string | null;
  topic: string | null;
  settlement: string | null;
  street: string | null;
  house: string | null;
  region: string | null;
  executor: string | null;
  executors_ranked: string[] | null;
  precision: Place['precision'];
  /** What its author wants; null of what is no incident, and where rules decide alone. */
  kind: Verdict['kind'];
  urgency: Verdict['urgency'];
  /** A person must look at it. */
  unsure: boolean;
  explain?: {
    verdict: Verdict;
    place: Place;
    route: Route;
    /** What the trained model of executors says, where one was given. */
    suggestion?: ExecutorSuggestion;
    revisions: Record<string, string>;
  };
}

/**
 * The analysis of single texts without queues and stores: what the pipeline would decide.
 * @param options.executors a trained model of executors, which then names them instead of the routing table
 */
export async function classifyTexts(
  analysis: Analysis,
  inputs: readonly ClassifyInput[],
  options: { explain?: boolean; executors?: ExecutorSuggester | null } = {},
): Promise<ClassifyOutput[]> {
  // The same text that the line would see.
  const texts = inputs.map((input) => ownWords(cleanAndMask(input.text).masked));
  const judgements = await analysis.classifier.classify(
    inputs.map(({ id, sourceId, sourceKind, territory, publishedAt }, index) => ({
      id,
      text: texts[index] ?? '',
      sourceId,
      sourceKind,
      territory,
      publishedAt,
    })),
    { explain: options.explain === true ? 'all' : 'queued' },
  );
  return inputs.map((input, index) => {
    const text = texts[index] ?? '';
    const judgement = judgements[index];
    if (judgement === undefined) throw new Error('the classifier lost a text');
    const { verdict, locality } = judgement;
    const place = analysis.locator.locate(text, {
      region: input.context_region ?? null,
      municipality: input.context_municipality ?? null,
      settlement: input.context_settlement ?? null,
      locality,
    });
    const { sourceId, sourceKind, publishedAt } = input;
    const route = analysis.router.route(verdict, place, text, { sourceId, sourceKind, at: publishedAt });
    const suggestion =
      options.executors?.suggest({
        text,
        raw: input.text,
        verdict,
        // As the training read its texts: at home in the region that they are of.
        place: analysis.locator.locate(text, {
          region: input.context_region ?? options.executors.homeRegion,
          municipality: input.context_municipality ?? null,
          settlement: input.context_settlement ?? null,
        }),
        pooled: judgement.model?.pooled ?? null,
      }) ?? null;
    return {
      id: input.id,
      incident: verdict.incident,
      score: verdict.score,
      group: verdict.group,
      topic: verdict.topic,
      settlement: place.settlement,
      street: place.street,
      house: place.house,
      region: place.region,
      ...(suggestion === null ? executorsOf(verdict, route) : suggestedExecutors(suggestion)),
      precision: place.precision,
      kind: verdict.kind,
      urgency: verdict.urgency,
      unsure: verdict.unsure,
      ...(options.explain === true
        ? {
            explain: {
              verdict,
              place,
              route,
              ...(suggestion === null ? {} : { suggestion }),
              revisions: {
                ...analysis.classifier.revisions,
                places: analysis.locator.revision,
                routing: analysis.router.revision,
                ...(suggestion === null ? {} : { executors: suggestion.revision }),
              },
            },
          }
        : {}),
    };
  });
}

type Executors = Pick<ClassifyOutput, 'executor' | 'executors_ranked'>;

function executorsOf({ group }: Verdict, { executorName, ranked }: Route): Executors {
  return group === null
    ? { executor: null, executors_ranked: null }
    : { executor: executorName, executors_ranked: ranked.map((entry) => entry.executorName) };
}

function suggestedExecutors({ executorName, ranked }: ExecutorSuggestion): Executors {
  return { executor: executorName, executors_ranked: ranked.map((entry) => entry.executorName) };
}
