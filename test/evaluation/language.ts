/**
 * Holds the matcher against the plain oracle of the unit tests on a full product of random rules and random posts. Run:
 *   npm run evaluate -- language [rules] [posts] [seed]
 */
import { compileRules } from '../../pipelines/rules/matcher.js';
import { analyse } from '../../pipelines/text/analyse.js';
import { oracle, oraclePost } from '../unit/pipelines/rules/oracle.js';
import { randomPost, randomRules, seededDice, wideVocabulary } from '../unit/pipelines/rules/random-rules.js';

const [ruleCount = 10_000, postCount = 10_000, seed = 20_261_125] = process.argv.slice(2).map(Number);
const dice = seededDice(seed);
const queries = randomRules(dice, ruleCount);
const matcher = compileRules(queries.map((query, index) => ({ id: String(index), query, except: null })));
const readings = queries.map(oracle);
const started = process.cpuUsage();
let hits = 0;
let differences = 0;
for (let count = 0; count < postCount; count++) {
  const analysis = analyse(randomPost(dice, 3, wideVocabulary));
  const post = oraclePost(analysis);
  const expected = readings.flatMap((reading, index) => {
    const words = reading(post);
    return words ? [`${index} ${words.map((word) => post.tokens[word]?.start).join(' ')}`] : [];
  });
  const got = matcher
    .match(analysis)
    .map(({ ruleId, words }) => `${ruleId} ${words.map(({ start }) => start).join(' ')}`);
  hits += got.length;
  if (got.join('\n') === expected.join('\n')) continue;
  differences++;
  console.log(`«${analysis.text}» matcher ${JSON.stringify(got)} oracle ${JSON.stringify(expected)}`);
}
const seconds = Math.round(process.cpuUsage(started).user / 1_000_000);
console.log(
  `${ruleCount} rules × ${postCount} posts: ${differences} posts differ, ${hits} hits, ${seconds} s of processor time`,
);
process.exitCode = differences > 0 ? 1 : 0;
