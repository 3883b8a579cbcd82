/** Ours: the cleaning and the analysis that every post gets; sentences, clauses and offsets are part of it. */
import { analyse } from '../../../pipelines/text/analyse.js';
import { cleanText } from '../../../pipelines/text/normalise.js';
import { serveTextLane } from './lane.js';

serveTextLane((posts) => {
  let tokens = 0;
  for (const { text } of posts) tokens += analyse(cleanText(text)).tokens.length;
  return tokens;
});
