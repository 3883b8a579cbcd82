import { z } from 'zod';
import { cleanAndMask } from '../../pipelines/text/read.js';
import { decodeHalf, vectorWidth } from '../core/float16.js';
import { textSubject } from '../core/ids.js';
import type { Label, LabelKind } from '../core/label.js';
import { labelKindSchema } from '../core/label.js';
import { truthsOf } from '../core/label-truth.js';
import type { Store, TextOrigin } from '../core/ports.js';
import type { Post } from '../core/post.js';
import { type Urgency, urgencySchema } from '../core/verdict.js';
import type { Truth } from './models-figures.js';
import { labelledLineSchema } from './rules-labelled.js';

/** All that people may have said of a text. */
export interface Teaching extends Truth {
  topic: string | null;
  kind: LabelKind | null;
  urgency: Urgency | null;
}

/** A labelled text before the models read it. */
export interface TaughtText {
  id: string;
  /** Texts of one cluster stay on one side of a split. */
  cluster: string;
  source: string;
  /** As stored: clean and masked. */
  text: string;
  truth: Teaching;
  origin: TextOrigin;
  /** The encoder's mean state where a stored post has it from the encoder at hand. */
  pooled: Float32Array | null;
}

/** A labelled line of a file; further fields are passed over. */
export const taughtLineSchema = labelledLineSchema.extend({
  id: labelledLineSchema.shape.id.optional(),
  source: z.string().nullish(),
  cluster: z.string().nullish(),
  kind: labelKindSchema.nullish(),
  urgency: urgencySchema.nullish(),
});
export type TaughtLine = z.infer<typeof taughtLineSchema>;

/** What a line of a file teaches, with the topic and group that the taxonomy made of it. */
export function taughtLine(line: TaughtLine, read: Pick<Teaching, 'incident' | 'group' | 'topic' | 'alt'>): TaughtText {
  const text = cleanAndMask(line.text).masked;
  const id = line.id ?? textSubject(text);
  return {
    id,
    cluster: line.cluster ?? id,
    source: line.source ?? 'file',
    text,
    truth: { ...read, kind: line.kind ?? null, urgency: line.urgency ?? null },
    origin: {},
    pooled: null,
  };
}

/** What the labels of the store amount to. */
export interface StoredTeachings {
  texts: TaughtText[];
  labels: number;
  /** Texts on which persons disagree; they teach nothing until somebody settles it (otklik label agreement). */
  contested: number;
  /** Labels by the way in which they came. */
  origins: Record<string, number>;
}

/** Posts that are asked for at once. */
const atOnce = 500;

/**
 * Every text with a label that is agreed on.
 * @param encoderOf revision of the encoder that a model set of the given revision stands on; null when it is not known
 * @param since only labels given at or after, ISO
 */
export async function storedTeachings(
  store: Pick<Store, 'labels' | 'posts'>,
  { encoder, encoderOf, since }: { encoder: string; encoderOf: (revision: string) => string | null; since?: string },
): Promise<StoredTeachings> {
  const labels: Label[] = [];
  const origins: Record<string, number> = {};
  for await (const label of store.labels.all(since === undefined ? {} : { since })) {
    labels.push(label);
    origins[label.origin] = (origins[label.origin] ?? 0) + 1;
  }
  const truths = truthsOf(labels);
  const agreed = truths.filter(({ incident }) => incident !== null);
  const texts: TaughtText[] = [];
  for (let from = 0; from < agreed.length; from += atOnce) {
    const batch = agreed.slice(from, from + atOnce);
    const ids = batch.flatMap(({ postId }) => (postId === null ? [] : [postId]));
    const posts = new Map((await store.posts.byIds(ids)).map((post) => [post.id, post]));
    for (const { subject, postId, text, cluster, incident, group, alt, topic, kind, urgency } of batch) {
      const post = postId === null ? undefined : posts.get(postId);
      texts.push({
        id: subject,
        cluster,
        source: post?.sourceId ?? 'labelled texts',
        text,
        truth: { incident, group, alt, topic, kind, urgency },
        origin: post === undefined ? {} : originOf(post),
        pooled: post === undefined || post.text !== text ? null : pooledOf(post, encoder, encoderOf),
      });
    }
  }
  return { texts, labels: labels.length, contested: truths.length - agreed.length, origins };
}

function originOf({ sourceId, sourceKind, territory, publishedAt }: Post): TextOrigin {
  return { sourceId, sourceKind, territory, publishedAt };
}

function pooledOf(
  { model }: Post,
  encoder: string,
  encoderOf: (revision: string) => string | null,
): Float32Array | null {
  return model === null || encoderOf(model.revision) !== encoder ? null : decodeHalf(model.pooled, vectorWidth);
}
