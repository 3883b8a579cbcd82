import { z } from 'zod';
import { analyse } from '../../pipelines/text/analyse.js';
import { maskPersonalData } from '../../pipelines/text/mask.js';
import { cleanText } from '../../pipelines/text/normalise.js';
import { ownWords } from '../../pipelines/text/own-words.js';
import type { Analysis } from '../../pipelines/text/tokens.js';
import { groupCodes } from '../core/verdict.js';

/** What people said of a text; null where nobody did. */
export interface Label {
  incident: boolean | null;
  /** Group code. */
  group: string | null;
  /** Topic id of config/taxonomy.yaml. */
  topic: string | null;
}

/** A text to try rules on, as the line sees it: cleaned and masked. */
export interface RuleText {
  id: string;
  text: string;
  label: Label;
}

/** One line of a file of texts: `{id, text, incident?, group?, topic?}`; other fields are passed over. */
export const ruleTextLineSchema = z.object({
  id: z.coerce.string(),
  text: z.string(),
  incident: z.boolean().nullish(),
  group: z.string().nullish(),
  topic: z.string().nullish(),
});
export type RuleTextLine = z.infer<typeof ruleTextLineSchema>;

const topicPattern = new RegExp(`^(${groupCodes.join('|')})\\.[a-z0-9-]+$`);

/** Cleans and masks a raw text of a file. A text with a group or topic counts as an incident unless the line says otherwise. */
export function ruleTextOf(line: RuleTextLine): RuleText {
  // Files may bring topics of their own naming: only ids of ours are labels.
  const topic = line.topic != null && topicPattern.test(line.topic) ? line.topic : null;
  const group = groupCodes.find((code) => code === (line.group ?? topic?.split('.', 1)[0])) ?? null;
  const incident = line.incident ?? (group === null ? null : true);
  return { id: line.id, text: maskPersonalData(cleanText(line.text)).text, label: { incident, group, topic } };
}

/** The analysis that the rules see of a stored or masked text. */
export function analysisOf(text: string): Analysis {
  return analyse(ownWords(text));
}
