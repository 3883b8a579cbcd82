import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { modelPages, readCardInput } from '../../../../models/card/pages.js';
import { projectRoot } from '../../../../src/version.js';

/** Writes card, page of the evaluation and charts from the committed numbers; returns the paths. Throws E_INPUT_INVALID. */
export function writePages(): string[] {
  const pages = modelPages(readCardInput(join(projectRoot, 'models')));
  for (const [path, text] of Object.entries(pages)) {
    mkdirSync(dirname(join(projectRoot, path)), { recursive: true });
    writeFileSync(join(projectRoot, path), text);
  }
  return Object.keys(pages);
}
