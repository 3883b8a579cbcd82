import { z } from 'zod';
import type { Label } from '../../pipelines/rules/evaluation.js';
import { analysisOf, cleanAndMask } from '../../pipelines/text/read.js';
import type { Analysis } from '../../pipelines/text/tokens.js';
import type { Taxonomy } from '../core/taxonomy.js';
import { groupCodeSchema } from '../core/verdict.js';

/** A text to try rules on, as it would be stored (clean, masked), with what people said of it. */
export interface LabelledText {
  id: string;
  text: string;
  label: Label;
}

/** The same, ready for the rules. */
export interface AnalysedText {
  id: string;
  label: Label;
  analysis: Analysis;
}

/** Of a text on which nobody decided. */
export const noLabel: Label = { incident: null, group: null, topic: null, alt: [] };

const group = z.string().pipe(groupCodeSchema);

/** A labelled line of a file; further fields are passed over. */
export const labelledLineSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  text: z.string(),
  /** Left out: an incident when a group or topic is given, else unknown. */
  incident: z.boolean().nullish(),
  group: group.nullish(),
  topic: z.string().nullish(),
  alt: z.array(group).nullish(),
});
export type LabelledLine = z.infer<typeof labelledLineSchema>;

/** Reads labels with this taxonomy: a topic that it does not have is no topic, and is counted in `unknownTopics`. */
export function createLabelReader(taxonomy: Taxonomy): {
  read(line: LabelledLine): LabelledText;
  unknownTopics: Map<string, number>;
} {
  const topics = new Map(taxonomy.groups.flatMap(({ code, topics: own }) => own.map(({ id }) => [id, code] as const)));
  const unknownTopics = new Map<string, number>();
  return {
    unknownTopics,
    read({ id, text, incident, group: named, topic, alt }) {
      const groupOfTopic = topic === null || topic === undefined ? undefined : topics.get(topic);
      if (topic && groupOfTopic === undefined) unknownTopics.set(topic, (unknownTopics.get(topic) ?? 0) + 1);
      const code = named ?? groupOfTopic ?? null;
      const label: Label = {
        incident: incident ?? (code === null ? null : true),
        group: code,
        topic: groupOfTopic === undefined ? null : (topic ?? null),
        alt: alt ?? [],
      };
      return { id, text: cleanAndMask(text).masked, label };
    },
  };
}

/** What the rules see of a labelled text. */
export function analysed({ id, text, label }: LabelledText): AnalysedText {
  return { id, label, analysis: analysisOf(text) };
}
