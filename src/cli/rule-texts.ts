import { type RuleText, ruleTextLineSchema, ruleTextOf } from '../app/rules-texts.js';
import type { Env } from '../config/env.js';
import { systemClock } from '../core/clock.js';
import { AppError } from '../core/errors.js';
import { readJsonLines, refuseBadLines } from './json-lines.js';
import { parseSince } from './since.js';

/** Where the texts come from that rules are tried on; for the `args` of commands. */
export const textArgs = {
  on: { type: 'string', description: 'file of JSON lines {id, text, incident?, group?, topic?}; - for standard input' },
  since: {
    type: 'string',
    description: 'stored posts instead: of the last «30d», «12h», or since a date «2026-05-01»',
  },
} as const;

/** Texts of a file, cleaned and masked. @throws AppError E_INPUT_INVALID at the end when lines were left out. */
export async function* textsOfFile(path: string): AsyncGenerator<RuleText> {
  const bad: string[] = [];
  for await (const line of readJsonLines(path, ruleTextLineSchema, (problem) => bad.push(problem)))
    yield ruleTextOf(line);
  refuseBadLines(bad);
}

export interface OpenTexts {
  /** Walks the texts from the beginning; may be called again. */
  walk: () => AsyncIterable<RuleText>;
  close(): Promise<void>;
}

/**
 * The texts that `--on` or `--since` name.
 * @throws AppError E_INPUT_INVALID when neither or both are given; of the store for `--since`.
 */
export async function openTexts(args: { on?: string; since?: string }, env: Env): Promise<OpenTexts> {
  const { on, since } = args;
  if ((on === undefined) === (since === undefined))
    throw new AppError('E_INPUT_INVALID', 'say on which texts: --on FILE.jsonl, or --since 30d for stored posts');
  if (on !== undefined) {
    if (on !== '-') return { walk: () => textsOfFile(on), close: async () => undefined };
    // Standard input comes once.
    const kept: RuleText[] = [];
    for await (const text of textsOfFile(on)) kept.push(text);
    return { walk: () => each(kept), close: async () => undefined };
  }
  const { openStoredTexts } = await import('../app/rules-stored-texts.js');
  return openStoredTexts(env, parseSince(since as string, systemClock.now()));
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
