import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../../src/core/seeded-random.js';
import { projectRoot } from '../../../src/version.js';
import { PostMaker } from '../text/posts.js';
import { inventText } from '../texts.js';

/** Share of the texts that tell a place, and of them the share taken from the labelled invented ones. */
const WITH_PLACE = 0.2;
const LABELLED = 0.5;

/** Invented posts of about 180 characters: four in five chatter of common words, the others with a place. The same in every run. */
export function inventPosts(count: number): string[] {
  const random = seededRandom(13);
  const labelled = readFileSync(join(projectRoot, 'test/unit/pipelines/places/texts.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { text: string }).text);
  const chatter = new PostMaker().make(1, count * 60);
  return Array.from({ length: count }, (_, i) => {
    if (random() >= WITH_PLACE) return cut(chatter[i % chatter.length]?.text ?? '', 40 + random() * 280);
    if (random() < LABELLED) return labelled[Math.floor(random() * labelled.length)] ?? '';
    return inventText(random, 200 + random() * 800);
  });
}

function cut(text: string, length: number): string {
  const end = text.lastIndexOf(' ', length);
  return end <= 0 || text.length <= length ? text : text.slice(0, end);
}
