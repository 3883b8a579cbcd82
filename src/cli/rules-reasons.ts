import type { Explained, Reason } from '../../pipelines/rules/explain.js';
import type { Lack } from '../../pipelines/rules/shortfall.js';
import type { ExampleFailure } from '../app/rules-test.js';
import type { Colours } from './colours.js';
import { highlight, quoted } from './highlight.js';

const longestQuery = 90;

/** A query on one line, cut when it is long. */
export function shortQuery(query: string, longest = longestQuery): string {
  const line = query.replaceAll(/\s+/g, ' ');
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}

/** What is lacking, in words: «no word of «разбит* | убит*»». */
export function describeLack({ query, reason, words }: Lack): string {
  const part = shortQuery(query);
  const named = quoted(words);
  switch (reason.kind) {
    case 'missing':
      return words.length === 0 ? `not there: ${part}` : `not there in full: ${part} (only ${named})`;
    case 'excepted':
      return `the exception holds on ${named}: ${part}`;
    case 'filtered':
      return `not for posts of this ${reason.by}`;
    case 'present':
      return `must be absent: ${part}${named === '' ? '' : `, but ${named} is there`}`;
    default:
      return `${describeReason(reason)}: ${part} (${named})`;
  }
}

/** An example that is not as its rule says: where, which rule, which example, and why. */
export function describeFailure(failure: ExampleFailure, colours: Colours): string {
  const { file, line, rule, list, text, words, lacks } = failure;
  const what = list === 'match' ? 'does not fire on its match' : 'fires on its noMatch';
  const lines = [`${colours.red('✗')} ${file}:${line} ${colours.bold(rule)} ${what} example:`];
  lines.push(`    ${highlight(text, words, colours)}`);
  for (const lack of lacks) lines.push(`    ${colours.yellow(describeLack(lack))}`);
  return lines.join('\n');
}

function describeReason(reason: Reason): string {
  switch (reason.kind) {
    case 'missing':
      return 'not there';
    case 'apart':
      return 'not side by side';
    case 'too-far':
      return `too far: ${reason.distance} words on, at most ${reason.allowed}`;
    case 'too-near':
      return 'always within reach of what must not be near';
    case 'same-words':
      return 'both sides are the same words';
    case 'wrong-order':
      return 'the other way round';
    case 'other-sentence':
      return 'not in one sentence';
    case 'not-denied':
      return 'not denied';
    case 'present':
      return 'is there';
  }
}

/** The tree of a query, a line a part, with ✓ and ✗; alternatives that are single words stand on one line. */
export function formatTree(top: Explained, colours: Colours, indent = ''): string {
  const lines: string[] = [];
  const add = (part: Explained, depth: number): void => {
    const sign = part.holds ? colours.green('✓') : colours.red('✗');
    const words = part.words.length === 0 ? '' : `  ${colours.cyan(quoted(part.words))}`;
    const reason = part.reason === null ? '' : `  ${colours.yellow(describeReason(part.reason))}`;
    const isFlat = part.parts.every(({ parts }) => parts.length === 0);
    const opened = isFlat && part.kind === 'or' ? [] : part.parts;
    const name =
      opened.length > 1 ? `${operatorOf(part)} ${colours.dim(shortQuery(part.query, 60))}` : shortQuery(part.query);
    lines.push(`${indent}${'  '.repeat(depth)}${sign} ${name}${words}${reason}`);
    for (const each of opened) add(each, depth + 1);
  };
  add(top, 0);
  return lines.join('\n');
}

function operatorOf({ kind }: Explained): string {
  return { and: 'all of', or: 'one of', near: 'near', notNear: 'not near', phrase: 'phrase' }[kind as string] ?? kind;
}
