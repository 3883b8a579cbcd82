import { drop, type Stage } from '../stage.js';
import { ownWords } from '../text/own-words.js';
import { type Classified, type Gated, gatedSchema } from '../values.js';

/** Asks whether it is an incident, of which topic and how urgent. Doubtful ones go on: a person decides. */
export const classify: Stage<Gated, Classified> = {
  name: 'classify',
  input: gatedSchema,
  async run(batch, { decision }) {
    const verdicts = await decision.classifier.classify(
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
      // Rules that could not be had any more were replaced by those in force: the record tells which ones gave the verdict.
      const classified = { ...post, decidedBy: decision.by, verdict };
      return verdict.incident || verdict.unsure ? classified : drop('not-incident', { value: classified });
    });
  },
};
