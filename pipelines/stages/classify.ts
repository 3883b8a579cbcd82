import { isVoice, mayBeVoice } from '../incidents/voices.js';
import { drop, type Stage } from '../stage.js';
import { ownWords } from '../text/own-words.js';
import { type Classified, type Gated, gatedSchema } from '../values.js';

/**
 * Asks whether it is an incident, of which topic and how urgent. Doubtful ones go on: a person decides. What is none by itself goes on when it may
 * be a further voice of another's complaint; joining lets it go when it is not.
 */
export const classify: Stage<Gated, Classified> = {
  name: 'classify',
  input: gatedSchema,
  async run(batch, { decision }) {
    const judgements = await decision.classifier.classify(
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
      const judgement = judgements[index];
      if (judgement === undefined)
        throw new Error(`the classifier returned ${judgements.length} verdicts for ${batch.length} texts`);
      const { verdict, vector, locality } = judgement;
      const model = judgement.model && { ...judgement.model, sampled: post.sampled };
      // What could not be had any more was replaced by what is in force: the record tells what gave the verdict.
      const classified = { ...post, decidedBy: decision.by, verdict, model, vector, locality };
      if (post.sampled) return drop('sampled', { value: classified });
      if (!isVoice(verdict) || mayBeVoice(post, ownWords(post.text), verdict)) return classified;
      return drop('not-incident', { value: classified });
    });
  },
};
