import type { ExecutorSuggestion } from '../../src/core/executor-suggestion.js';
import { finestOktmo } from '../../src/core/place.js';
import { routeWithSuggestion, verdictWithDoubt } from '../routing/suggestion.js';
import type { Stage } from '../stage.js';
import { ownWords } from '../text/own-words.js';
import { type Clustered, clusteredSchema, type Routed } from '../values.js';

/**
 * Names the body that must act, from topic and territory, with what a trained model suggests where the table has no rule, and sums up the
 * machine's half of the incident.
 */
export const route: Stage<Clustered, Routed> = {
  name: 'route',
  input: clusteredSchema,
  async run(batch, { router, locator, suggester = null, decision: { classifier } }) {
    return batch.map((post) => {
      const text = ownWords(post.text);
      const { sourceId, sourceKind, timeZone } = post;
      // A page without dates: it was written before it was read.
      const origin = { sourceId, sourceKind, timeZone, at: post.publishedAt ?? post.fetchedAt };
      const table = router.route(post.verdict, post.place, text, origin);
      const suggestion =
        suggester === null || !router.isTemplate(table.ruleId)
          ? null
          : suggester.suggest({
              text,
              raw: null,
              verdict: post.verdict,
              place: post.place,
              pooled: post.model?.pooled ?? null,
            });
      const decision = suggestion === null ? table : routeWithSuggestion(table, suggestion, router);
      const territories = locator.lineage(post.place.territoryId ?? post.territory);
      const machine = {
        verdict: suggestion === null ? post.verdict : verdictWithDoubt(post.verdict, suggestion),
        place: post.place,
        route: decision,
        territories,
        oktmo: post.place.oktmo ?? finestOktmo(territories.map((id) => locator.territory(id))),
        timeZone: post.timeZone,
        revisions: {
          ...classifier.revisions,
          places: locator.revision,
          routing: router.revision,
          ...revisionOf(suggestion),
        },
      };
      return { ...post, route: decision, machine };
    });
  },
};

function revisionOf(suggestion: ExecutorSuggestion | null): Record<string, string> {
  return suggestion === null ? {} : { executors: suggestion.revision };
}
