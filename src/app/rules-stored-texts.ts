import type { Label } from '../../pipelines/rules/evaluation.js';
import type { Env } from '../config/env.js';
import type { Store } from '../core/ports.js';
import { decidedTexts } from './decided-labels.js';
import { type LabelledText, noLabel } from './rules-labelled.js';
import { openStore } from './store-only.js';

/** Stored posts since the instant (ISO) with what operators decided; may be walked again and again. */
export async function openStoredTexts(
  env: Env,
  since: string,
): Promise<{ walk: () => AsyncGenerator<LabelledText>; close(): Promise<void> }> {
  const store = await openStore(env, { creates: false });
  try {
    const labels = await decidedTexts(store, since);
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
