import { lanes } from '../catalogue.js';
import { serveLane } from '../lane.js';
import { inventCorpus, regExpOf } from './corpus.js';

serveLane(async () => {
  const { forms, posts } = inventCorpus(lanes.regexp.roundSize);
  const expressions = forms.map(regExpOf);
  return {
    async round(size) {
      let found = 0;
      for (let index = 0; index < size; index++)
        for (const expression of expressions) if (expression.test(posts[index] as string)) found++;
      if (found === 0) throw new Error('no expression fired');
    },
    close: async () => undefined,
  };
});
