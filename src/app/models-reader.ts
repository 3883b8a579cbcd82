import type { LinearScores, Reading } from '../../models/classifier.js';
import { analysisOf } from '../../pipelines/text/read.js';
import type { Analysis } from '../../pipelines/text/tokens.js';
import type { TextOrigin } from '../core/ports.js';
import type { Verdict } from '../core/verdict.js';
import type { TaughtText, Teaching } from './models-labelled.js';
import { unitsOf } from './models-units.js';

/** What it takes to read a text as the models do; one revision each. */
export interface TextReader {
  /** Revision of the encoder. */
  readonly encoder: string;
  /** The encoder's mean states, in the order given. The dear part. */
  encode(analyses: readonly Analysis[]): Promise<Float32Array[]>;
  /** What the gate's small encoder says, in the order given; null where there is none. */
  glance(analyses: readonly Analysis[]): Promise<number[] | null>;
  linear(analysis: Analysis): LinearScores;
  rules(analysis: Analysis, origin: TextOrigin): Pick<Verdict, 'score' | 'groups' | 'topic' | 'urgency'>;
}

/** A labelled text as the models read it. */
export interface ReadText {
  id: string;
  /** What is drawn together and stays on one side of a split. */
  unit: string;
  /** Where the text is from: a source's id, or what a file says. */
  source: string;
  text: string;
  truth: Teaching;
  reading: Reading;
  /** Logit of the gate's small encoder; null where there is none, and of what is no incident: nobody asks what it lets go. */
  glance: number | null;
}

/** Texts that are encoded at once. */
const atOnce = 256;

/**
 * Reads labelled texts. The order is by id, so that the same texts give the same result in whatever order they come.
 * @param onRead called with the texts that are read so far; only those without a kept state take their time
 */
export async function readTexts(
  reader: TextReader,
  texts: readonly TaughtText[],
  onRead: (count: number) => void = () => undefined,
): Promise<ReadText[]> {
  const sorted = [...texts].sort((a, b) => (a.id < b.id ? -1 : 1));
  const read: ReadText[] = [];
  const clusters: { cluster: string; analysis: Analysis }[] = [];
  for (let from = 0; from < sorted.length; from += atOnce) {
    const batch = sorted.slice(from, from + atOnce);
    const analyses = batch.map(({ text }) => analysisOf(text));
    const missing = batch.flatMap(({ pooled }, at) => (pooled === null ? [at] : []));
    const encoded = missing.length === 0 ? [] : await reader.encode(missing.map((at) => analyses[at] as Analysis));
    const incidents = batch.flatMap(({ truth }, at) => (truth.incident === true ? [at] : []));
    const glances = await reader.glance(incidents.map((at) => analyses[at] as Analysis));
    const glanced = new Map(incidents.map((at, place) => [at, glances?.[place] ?? null]));
    const made = new Map(missing.map((at, place) => [at, encoded[place] as Float32Array]));
    for (const [at, { id, source, text, truth, origin, cluster, pooled }] of batch.entries()) {
      const analysis = analyses[at] as Analysis;
      clusters.push({ cluster, analysis });
      read.push({
        id,
        unit: cluster,
        source,
        text,
        truth,
        reading: {
          pooled: pooled ?? (made.get(at) as Float32Array),
          linear: reader.linear(analysis),
          rules: reader.rules(analysis, origin),
          words: analysis.tokens.length,
        },
        glance: glanced.get(at) ?? null,
      });
      onRead(read.length);
    }
  }
  const units = unitsOf(clusters);
  return read.map((text, at) => ({ ...text, unit: units[at] ?? text.unit }));
}
