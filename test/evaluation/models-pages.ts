/** Writes models/CARD.md, docs/models-evaluation.md and its charts again from the committed numbers: `npm run evaluate -- models-pages`. */
import { writePages } from './support/models/write-pages.js';

for (const path of writePages()) console.log(`written: ${path}`);
