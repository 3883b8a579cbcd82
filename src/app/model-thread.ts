import { readySpareThread } from '../../models/encoder/worker-thread.js';

/** Lets the model's thread begin ahead of everything else, for a program that is sure to need it. */
export function readyModelThread(): void {
  readySpareThread();
}
