/** Baseline: the stemmer of @orama alone, on words that are split and in lower case already. */
import { stemmer } from '@orama/stemmers/russian';
import { serveTextLane } from './lane.js';

serveTextLane((posts) => {
  let tokens = 0;
  for (const { words } of posts) for (const word of words) if (stemmer(word) !== '') tokens += 1;
  return tokens;
});
