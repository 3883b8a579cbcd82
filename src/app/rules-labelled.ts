import { z } from 'zod';
import type { Label } from '../../pipelines/rules/evaluation.js';
import type { Taxonomy } from '../core/taxonomy.js';
import { groupCodeSchema } from '../core/verdict.js';
import type { LabelledText } from './rules-eval.js';
import { readRuleText } from './rules-text.js';

const group = z.string().pipe(groupCodeSchema);

/** A labelled line; further fields are passed over. */
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
      return { id, label, analysis: readRuleText(text).analysis };
    },
  };
}
