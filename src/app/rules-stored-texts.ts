import type { Label } from '../../pipelines/rules/evaluation.js';
import type { Env } from '../config/env.js';
import type { Store } from '../core/ports.js';
import { type LabelledText, noLabel } from './rules-labelled.js';
import { openStore } from './store-only.js';

/**
 * What operators decided, by post, of the incidents that had a post since the instant (ISO): set aside as no incident, or answered, closed
 * or filed by hand as one.
 */
export async function storedLabels(store: Pick<Store, 'incidents'>, since: string): Promise<Map<string, Label>> {
  const labels = new Map<string, Label>();
  for await (const { review, status, group, topic, postIds } of store.incidents.since(since)) {
    const isRefused = review.incident === false || status === 'not-incident';
    const isHandled = review.incident === true || review.group !== null || status === 'answered' || status === 'closed';
    if (!isRefused && !isHandled) continue;
    const label: Label = isRefused ? { ...noLabel, incident: false } : { ...noLabel, incident: true, group, topic };
    for (const id of postIds) labels.set(id, label);
  }
  return labels;
}

/** Stored posts since the instant (ISO) with what operators decided; may be walked again and again. */
export async function openStoredTexts(
  env: Env,
  since: string,
): Promise<{ walk: () => AsyncGenerator<LabelledText>; close(): Promise<void> }> {
  const store = await openStore(env, { creates: false });
  try {
    const labels = await storedLabels(store, since);
    return { walk: () => walkStored(store, since, labels), close: () => store.close() };
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function* walkStored(
  store: Pick<Store, 'posts'>,
  since: string,
  labels: ReadonlyMap<string, Label>,
): AsyncGenerator<LabelledText> {
  for await (const page of store.posts.scan({ since, fields: ['id', 'text'] }))
    for (const { id, text } of page) yield { id, text, label: labels.get(id) ?? noLabel };
}
