import { decisionLabels } from '../../pipelines/incidents/decisions.js';
import type { Label as TextLabel } from '../../pipelines/rules/evaluation.js';
import { analysisOf } from '../../pipelines/text/read.js';
import type { Incident } from '../core/incident.js';
import type { Label } from '../core/label.js';
import type { Store } from '../core/ports.js';
import type { AnalysedText } from './rules-labelled.js';

/** Incidents whose events are asked for at once. */
const atOnce = 16;
/** Before any post. */
export const sinceEver = '1970-01-01T00:00:00.000Z';

/**
 * What operators decided, from the logs of the incidents that had a post since the instant (ISO). Posts that the machine held for nothing never
 * reached an operator: recall measured on these is recall among what was in the queue.
 */
export async function* decidedLabels(
  { incidents }: Pick<Store, 'incidents'>,
  since: string,
): AsyncGenerator<Label[], void> {
  let ids: string[] = [];
  const read = async (): Promise<Label[]> => {
    const logs = await Promise.all(ids.map((id) => incidents.events(id)));
    ids = [];
    return logs.flatMap(decisionLabels);
  };
  for await (const incident of incidents.since(since)) {
    if (isUntouched(incident)) continue;
    if (ids.push(incident.id) === atOnce) yield await read();
  }
  if (ids.length > 0) yield await read();
}

/** Saves asking for the events of incidents on which nobody decided. */
function isUntouched({ status, review }: Incident): boolean {
  const { incident, group, urgency, executorId } = review;
  return status === 'new' && incident === null && group === null && urgency === null && executorId === null;
}

/** The same by post, as the rules are measured on it. */
export async function decidedTexts(store: Pick<Store, 'incidents'>, since: string): Promise<Map<string, TextLabel>> {
  const labels = new Map<string, TextLabel>();
  for await (const page of decidedLabels(store, since))
    for (const label of page) labels.set(label.subject, textLabel(label));
  return labels;
}

/** The posts since the instant (ISO) that operators decided on, each with its label. */
export async function* decidedPosts(
  store: Pick<Store, 'incidents' | 'posts'>,
  since: string,
): AsyncGenerator<AnalysedText> {
  for await (const page of decidedLabels(store, since)) {
    const known = await store.posts.byIds(page.map(({ subject }) => subject));
    const byId = new Map(known.map((post) => [post.id, post]));
    for (const label of page) {
      const post = byId.get(label.subject);
      if (post === undefined || (post.publishedAt ?? post.fetchedAt) < since) continue;
      yield { id: post.id, label: textLabel(label), analysis: analysisOf(post.text) };
    }
  }
}

function textLabel({ incident, group, topic, alt }: Label): TextLabel {
  return { incident, group, topic, alt: alt ?? [] };
}
