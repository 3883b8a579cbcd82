import { type RuleText, ruleTextLineSchema, ruleTextOf } from '../app/rules-texts.js';
import { AppError } from '../core/errors.js';
import { readJsonLines, refuseBadLines } from './json-lines.js';

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

/**
 * «30d», «12h», «2w» before `nowMs`, or a date, as an instant (ISO).
 * @throws AppError E_INPUT_INVALID for anything else.
 */
export function instantOf(since: string, nowMs: number): string {
  const span = /^(\d{1,4})([hdw])$/.exec(since);
  if (span) {
    const hours = Number(span[1]) * { h: 1, d: 24, w: 168 }[span[2] as 'h' | 'd' | 'w'];
    return new Date(nowMs - hours * 3_600_000).toISOString();
  }
  const ms = /^\d{4}-\d\d-\d\d/.test(since) ? Date.parse(since) : Number.NaN;
  if (Number.isNaN(ms))
    throw new AppError('E_INPUT_INVALID', `--since ${since}: write «30d», «12h», «2w» or a date like 2026-05-01`);
  return new Date(ms).toISOString();
}
