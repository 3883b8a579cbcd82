import { drop, type Stage } from '../stage.js';
import { ownWords } from '../text/own-words.js';
import { type Classified, type Deduped, dedupedSchema } from '../values.js';

/** Asks whether it is an incident, of which topic and how urgent. Doubtful ones go on: a person decides. */
export const classify: Stage<Deduped, Classified> = {
  name: 'classify',
  input: dedupedSchema,
  async run(batch, { classifier }) {
    const verdicts = await classifier.classify(
      batch.map(({ id, text, sourceId, sourceKind, territory, publishedAt }) => ({
        id,
        text: ownWords(text),
        sourceId,
        sourceKind,
        territory,
        publishedAt,
      })),
    );
    return batch.map((post, index) => {
      const verdict = verdicts[index];
      if (verdict === undefined)
        throw new Error(`the classifier returned ${verdicts.length} verdicts for ${batch.length} texts`);
      const classified = { ...post, verdict };
      return verdict.incident || verdict.unsure ? classified : drop('not-incident', { value: classified });
    });
  },
};
