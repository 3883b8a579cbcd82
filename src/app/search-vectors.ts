import { join } from 'node:path';
import type { TextVectors } from '../core/nearness.js';
import type { Logger } from '../log.js';
import { projectRoot } from '../version.js';
import { createTextVectors } from './text-vectors.js';

export interface SearchVectors extends TextVectors {
  /** Ends the encoder when one was opened. */
  close(): Promise<void>;
}

/**
 * Vectors for searches, made by the shipped encoder with one worker: a phrase at a time comes from people. Nothing is loaded before the first.
 * @param folder of manifest.json
 */
export function openSearchVectors(log: Logger, folder: string = join(projectRoot, 'models')): SearchVectors {
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
