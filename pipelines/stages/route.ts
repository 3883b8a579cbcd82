import { finestOktmo } from '../../src/core/place.js';
import type { Stage } from '../stage.js';
import { ownWords } from '../text/own-words.js';
import { type Clustered, clusteredSchema, type Routed } from '../values.js';

/** Names the body that must act, from topic and territory, and sums up the machine's half of the incident. */
export const route: Stage<Clustered, Routed> = {
  name: 'route',
  input: clusteredSchema,
  async run(batch, { router, locator, decision: { classifier } }) {
    return batch.map((post) => {
      const { sourceId, sourceKind, timeZone } = post;
      // A page without dates: it was written before it was read.
      const origin = { sourceId, sourceKind, timeZone, at: post.publishedAt ?? post.fetchedAt };
      const decision = router.route(post.verdict, post.place, ownWords(post.text), origin);
      const territories = locator.lineage(post.place.territoryId ?? post.territory);
      const machine = {
        verdict: post.verdict,
        place: post.place,
        route: decision,
        territories,
        oktmo: post.place.oktmo ?? finestOktmo(territories.map((id) => locator.territory(id))),
        timeZone: post.timeZone,
        revisions: { ...classifier.revisions, places: locator.revision, routing: router.revision },
      };
      return { ...post, route: decision, machine };
    });
  },
};
