import type { Route } from '../../src/core/executor.js';
import type { ExecutorSuggestion } from '../../src/core/executor-suggestion.js';
import { derivedId } from '../../src/core/ids.js';
import type { Router } from '../../src/core/ports.js';
import type { Verdict } from '../../src/core/verdict.js';

/** So many suggested bodies stand beside what the table says. */
const mostSuggested = 3;
const mostRanked = 5;

/**
 * A template's route with the bodies that a learnt model suggests: the table itself had no rule for place and topic. What the table chose stays chosen and first: the suggestion stands beside it, for people. Bodies that the table knows by name keep their id there. Pure.
 */
export function routeWithSuggestion(
  route: Route,
  suggestion: ExecutorSuggestion,
  router: Pick<Router, 'executors'>,
): Route {
  const ids = new Map(router.executors().map(({ id, name }) => [name, id]));
  const suggested = suggestion.ranked.slice(0, mostSuggested).map(({ executorName, probability }) => ({
    executorId: ids.get(executorName) ?? derivedId('executor', 'suggested', executorName),
    executorName,
    probability,
  }));
  const [chosen, ...others] = route.ranked;
  return {
    ...route,
    reason: `${route.reason} ${sentence(suggestion)}`,
    ranked: [
      ...(chosen === undefined ? [] : [chosen]),
      ...suggested.filter(({ executorName }) => executorName !== chosen?.executorName),
      ...others.filter(({ executorName }) => !suggested.some((each) => each.executorName === executorName)),
    ].slice(0, mostRanked),
  };
}

/** A verdict that says why a person must look: neither the table nor the model knows who acts. Pure. */
export function verdictWithDoubt(verdict: Verdict, suggestion: ExecutorSuggestion): Verdict {
  if (suggestion.executorName !== null) return verdict;
  return { ...verdict, unsure: true, doubts: [...verdict.doubts, 'executor'] };
}

function sentence({ executorName, ranked, revision }: ExecutorSuggestion): string {
  const [best] = ranked;
  const percent = Math.round((best?.probability ?? 0) * 100);
  return executorName === null
    ? `Модель исполнителей (${revision}) не уверена: вероятнее всего «${best?.executorName}», ${percent} %.`
    : `Модель исполнителей (${revision}) предлагает «${executorName}», ${percent} %.`;
}
