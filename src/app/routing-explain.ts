import type { RouteExplanation } from '../../pipelines/routing/explain.js';
import { ownWords } from '../../pipelines/text/own-words.js';
import { cleanAndMask } from '../../pipelines/text/read.js';
import { AppError } from '../core/errors.js';
import type { Route } from '../core/executor.js';
import type { Incident, IncidentEvent } from '../core/incident.js';
import type { RouteOrigin } from '../core/ports.js';
import type { Source } from '../core/source.js';
import type { Verdict } from '../core/verdict.js';
import type { Analysis } from './analysis.js';

/** What the table says today of a stored incident, beside what was stored. */
export interface ExplainedIncident {
  explanation: RouteExplanation;
  stored: {
    route: Route;
    /** Of the table that decided. */
    revision: string | null;
    /** Of the learnt model whose suggestion stands in the route; null where none was asked. */
    suggestedBy: string | null;
  };
  /** The table is the one that decided. */
  isSameTable: boolean;
  /** Line, executor and approver are the stored ones. */
  isSameRoute: boolean;
  /** The body that a person chose instead; null where nobody did. */
  byPerson: { id: string; name: string } | null;
}

/**
 * Routes a stored incident again by what the log says of its opening post.
 * @param events the incident's whole log
 * @throws AppError E_INPUT_INVALID for a log that does not begin with an opening
 */
export function explainIncident(
  { explainRoute, router }: Pick<Analysis, 'explainRoute' | 'router'>,
  incident: Pick<Incident, 'number' | 'review'>,
  events: readonly IncidentEvent[],
): ExplainedIncident {
  const [first] = events;
  if (first?.change.type !== 'opened')
    throw new AppError('E_INPUT_INVALID', `the log of incident ${incident.number} does not begin with its opening`);
  const { post } = first.change;
  let { machine } = first.change;
  for (const { change } of events) if (change.type === 'rescored') machine = change.machine;
  const { route, revisions, timeZone, verdict, place } = machine;
  const { sourceId, sourceKind, publishedAt, fetchedAt } = post;
  const origin = { sourceId, sourceKind, timeZone, at: publishedAt ?? fetchedAt };
  const explanation = explainRoute(verdict, place, ownWords(post.text), origin);
  const { executorId, executorName } = incident.review;
  const key = (one: Route): string => JSON.stringify([one.ruleId, one.executorId, one.approverId ?? null]);
  return {
    explanation,
    stored: { route, revision: revisions.routing ?? null, suggestedBy: revisions.executors ?? null },
    isSameTable: revisions.routing === router.revision,
    isSameRoute: key(route) === key(explanation.route),
    byPerson: executorId === null ? null : { id: executorId, name: executorName ?? executorId },
  };
}

export interface TextQuestion {
  text: string;
  /** Home territory; null: that of the source, or none. */
  territory: string | null;
  /** Id or kind of a source; null: none. */
  source: string | null;
  /** Instant, ISO. */
  at: string;
}
export interface ExplainedText {
  /** As the line would read it: without quoted lines, personal data masked. */
  text: string;
  verdict: Verdict;
  explanation: RouteExplanation;
}

/**
 * Why a text would get its route.
 * @throws AppError E_INPUT_INVALID for an unknown source
 */
export async function explainText(
  { classifier, locator, explainRoute }: Pick<Analysis, 'classifier' | 'locator' | 'explainRoute'>,
  sources: readonly Source[],
  question: TextQuestion,
): Promise<ExplainedText> {
  const { at } = question;
  const { territory: home, ...origin } = originOf(question.source, sources);
  const territory = question.territory ?? home;
  const text = ownWords(cleanAndMask(question.text).masked);
  const [judgement] = await classifier.classify(
    [{ id: 'text', text, ...origin, ...(territory === null ? {} : { territory }), publishedAt: at }],
    { explain: 'all' },
  );
  if (judgement === undefined) throw new Error('the classifier lost a text');
  const { verdict, locality } = judgement;
  const place = locator.locate(text, { territory, locality });
  return { text, verdict, explanation: explainRoute(verdict, place, text, { ...origin, at }) };
}

type Origin = Pick<RouteOrigin, 'sourceId' | 'sourceKind' | 'timeZone'> & { territory: string | null };

function originOf(named: string | null, sources: readonly Source[]): Origin {
  if (named === null) return { territory: null };
  const source = sources.find(({ id }) => id === named);
  if (source !== undefined) {
    const { id, kind, timeZone, territory } = source;
    return { sourceId: id, sourceKind: kind, timeZone, territory };
  }
  if (sources.some(({ kind }) => kind === named)) return { sourceKind: named, territory: null };
  throw new AppError(
    'E_INPUT_INVALID',
    `--source ${named}: no source has this id or kind; «otklik sources list» shows them`,
  );
}
