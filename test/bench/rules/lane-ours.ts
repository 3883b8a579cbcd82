import { compileRules } from '../../../pipelines/rules/matcher.js';
import { analyse } from '../../../pipelines/text/analyse.js';
import { lanes } from '../catalogue.js';
import { serveLane } from '../lane.js';
import { inventCorpus, regExpOf } from './corpus.js';

/** Posts on which both programs must have the same hits before anything is measured. */
const CHECKED = 100;

serveLane(async () => {
  const { rules, forms, posts } = inventCorpus(lanes.rules.roundSize);
  const matcher = compileRules(rules);
  const expressions = forms.map(regExpOf);
  let hits = 0;
  for (const post of posts.slice(0, CHECKED)) {
    const ours = matcher.match(analyse(post)).map(({ ruleId }) => Number(ruleId));
    const theirs = expressions.flatMap((expression, index) => (expression.test(post) ? [index] : []));
    if (ours.join() !== theirs.join()) throw new Error(`hits differ on «${post}»: ${ours} and ${theirs}`);
    hits += ours.length;
  }
  if (hits < CHECKED) throw new Error(`only ${hits} hits on ${CHECKED} posts: nothing is compared`);
  return {
    async round(size) {
      let found = 0;
      for (let index = 0; index < size; index++) found += matcher.match(analyse(posts[index] as string)).length;
      if (found === 0) throw new Error('no rule fired');
    },
    close: async () => undefined,
  };
});
