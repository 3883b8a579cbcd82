import { type Inspection, inspectPage } from '../../crawlers/inspect.js';
import { loadRegistry } from '../../crawlers/registry.js';
import type { Source } from '../core/source.js';

export type { Inspection };

/** The kinds of sources that there is an adapter for. */
export async function knownKinds(): Promise<string[]> {
  return [...(await loadRegistry()).kinds()];
}

/** Reads one page or file as an adapter sees it, without queue or store; `kind` is guessed when not given. */
export async function inspect(options: {
  urlOrFile: string;
  kind?: string;
  contact?: string;
  allowPrivateNetwork: boolean;
  baseUrl?: string;
  timeZone?: string;
  prefers?: string;
  language?: string;
  /** HTTP proxy. */
  proxy?: string;
  /** Reads it with a browser, as a source with these settings would. */
  browser?: Source['browser'];
  /** Program of Chromium or Chrome. */
  chromium?: string;
  /** The operator's keys of APIs. */
  apiKeys?: Readonly<Record<string, string | undefined>>;
}): Promise<Inspection> {
  return inspectPage({ ...options, registry: await loadRegistry() });
}
