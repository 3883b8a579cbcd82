import { readText } from '../../pipelines/text/read.js';
import type { Analysis } from '../../pipelines/text/tokens.js';
import { AppError, toAppError } from '../core/errors.js';
import type { TextVectors } from '../core/nearness.js';

/** The part of an encoder that makes vectors. */
export interface VectorEncoder {
  encode(analyses: readonly Analysis[]): Promise<readonly { vector: Float32Array }[]>;
}

/** Texts whose vectors are at hand: a screen that renews itself asks for the same words again and again. */
const remembered = 200;

/**
 * Vectors of what people search for. The encoder is opened when the first text comes, so that a process in which nobody searches by meaning
 * carries no model; when it could not be opened, the next text tries again.
 */
export function createTextVectors(open: () => Promise<VectorEncoder>): TextVectors {
  let encoder: Promise<VectorEncoder> | null = null;
  const known = new Map<string, Float32Array>();
  async function opened(): Promise<VectorEncoder> {
    encoder ??= open();
    try {
      return await encoder;
    } catch (thrown) {
      encoder = null;
      const { code, message, retry } = toAppError(thrown);
      if (retry || code === 'E_INTERNAL') throw thrown;
      throw new AppError('E_MODEL_OFF', `nothing can be searched by meaning: ${message}`, {
        cause: thrown,
        reason: { key: 'meaning-off', params: {} },
      });
    }
  }
  return {
    async vectorOf(text) {
      const { text: read, analysis } = readText(text);
      const before = known.get(read);
      if (before !== undefined) return before;
      const [encoding] = await (await opened()).encode([analysis]);
      if (encoding === undefined) throw new AppError('E_INTERNAL', 'the encoder gave no vector for a text');
      known.set(read, encoding.vector);
      const [oldest] = known.keys();
      if (known.size > remembered && oldest !== undefined) known.delete(oldest);
      return encoding.vector;
    },
  };
}

/** Where rules decide alone there are no vectors. */
export const noTextVectors: TextVectors = {
  async vectorOf() {
    throw new AppError(
      'E_MODEL_OFF',
      'nothing can be searched by meaning: this process was started with --rules-only; start it without, with the files of models/ in their place',
      { reason: { key: 'meaning-off', params: {} } },
    );
  },
};
