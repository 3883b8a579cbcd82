import type { TextVectors } from '../core/nearness.js';
import type { Logger } from '../log.js';
import { createTextVectors, type VectorEncoder } from './text-vectors.js';

export interface SearchVectors extends TextVectors {
  /** Ends the encoder when one was opened. */
  close(): Promise<void>;
}

/**
 * Vectors for searches, made by the shipped encoder with one worker: a phrase at a time comes from people. Nothing is loaded before the first.
 * @param options.folder of manifest.json
 * @param options.model one that is open already in this process, which then is used and left open
 */
export function openSearchVectors(
  log: Logger,
  { folder, model = null }: { folder: string; model?: VectorEncoder | null },
): SearchVectors {
  if (model !== null) return { ...createTextVectors(async () => model), close: async () => undefined };
  let opened: Promise<{ close(): Promise<void> }> | null = null;
  const { vectorOf } = createTextVectors(() => {
    const opening = (async () => {
      const { openEncoder } = await import('../../models/encoder/encoder.js');
      return openEncoder({ folder, workers: 1, log });
    })();
    opened = opening;
    return opening;
  });
  return {
    vectorOf,
    async close() {
      // One that could not be opened has nothing to end; whoever asked for it was told.
      const encoder = await opened?.catch(() => null);
      await encoder?.close();
    },
  };
}
