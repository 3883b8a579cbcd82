import { type Inspection, type InspectOptions, inspectPage } from '../../crawlers/inspect.js';
import { loadRegistry } from '../../crawlers/registry.js';

export type { Inspection };

/** The kinds of sources that there is an adapter for. */
export async function knownKinds(): Promise<string[]> {
  return [...(await loadRegistry()).kinds()];
}

/** Reads one page or file as an adapter sees it, without queue or store; `kind` is guessed when not given. */
export async function inspect(options: Omit<InspectOptions, 'registry'>): Promise<Inspection> {
  return inspectPage({ ...options, registry: await loadRegistry() });
}
