import { createLabelReader, type LabelledText, labelledLineSchema } from '../app/rules-labelled.js';
import type { Env } from '../config/env.js';
import { systemClock } from '../core/clock.js';
import { AppError } from '../core/errors.js';
import type { Taxonomy } from '../core/taxonomy.js';
import { readJsonLines, refuseBadLines } from './json-lines.js';
import { parseSince } from './since.js';

/** Where the texts come from that rules are tried on; for the `args` of commands. */
export const textArgs = {
  on: {
    type: 'string',
    description: 'JSON lines {id, text, incident?, group?, topic?, alt?}; - for standard input',
    valueHint: 'file',
  },
  since: {
    type: 'string',
    description: 'stored posts instead: of the last «30d», «12h», or since a date «2026-05-01»',
    valueHint: 'time',
  },
} as const;

export interface OpenTexts {
  /** Walks the texts from the beginning; may be called again. */
  walk(): AsyncIterable<LabelledText>;
  /** Says after a walk what was left out. @throws AppError E_INPUT_INVALID that names the bad lines, when there are any. */
  tellLeftOut(): void;
  close(): Promise<void>;
}

/** Labelled texts of a file; `-` is read once and kept. */
export function openFileTexts(path: string, taxonomy: Taxonomy): OpenTexts {
  let bad: string[] = [];
  let unknownTopics: ReadonlyMap<string, number> = new Map();
  let kept: LabelledText[] | null = null;
  async function* read(): AsyncGenerator<LabelledText> {
    const found: string[] = [];
    const labels = createLabelReader(taxonomy);
    bad = found;
    unknownTopics = labels.unknownTopics;
    for await (const line of readJsonLines(path, labelledLineSchema, (problem) => found.push(problem)))
      yield labels.read(line);
  }
  return {
    async *walk() {
      if (path !== '-') {
        yield* read();
        return;
      }
      if (kept === null) {
        kept = [];
        for await (const text of read()) kept.push(text);
      }
      yield* kept;
    },
    tellLeftOut() {
      tellUnknownTopics(unknownTopics);
      refuseBadLines(bad);
    },
    close: async () => undefined,
  };
}

function tellUnknownTopics(unknown: ReadonlyMap<string, number>): void {
  if (unknown.size === 0) return;
  const lines = [...unknown.values()].reduce((sum, each) => sum + each, 0);
  const names = [...unknown.keys()].slice(0, 3).join('», «');
  const more = unknown.size > 3 ? ' …' : '';
  const have = lines === 1 ? '1 line has a topic' : `${lines} lines have topics`;
  process.stderr.write(`${have} that config/taxonomy.yaml does not have («${names}»${more}): the group alone counts\n`);
}

/**
 * The texts that `--on` or `--since` name.
 * @throws AppError E_INPUT_INVALID when neither or both are given; of the store for `--since`.
 */
export async function openTexts(
  args: { on?: string; since?: string },
  env: Env,
  taxonomy: Taxonomy,
): Promise<OpenTexts> {
  const { on, since } = args;
  if (on !== undefined && since === undefined) return openFileTexts(on, taxonomy);
  if (since === undefined || on !== undefined)
    throw new AppError('E_INPUT_INVALID', 'say on which texts: --on FILE.jsonl, or --since 30d for stored posts');
  const sinceIso = parseSince(since, systemClock.now());
  const { openStoredTexts } = await import('../app/rules-stored-texts.js');
  return { ...(await openStoredTexts(env, sinceIso)), tellLeftOut: () => undefined };
}
