import { availableParallelism } from 'node:os';
import { defineCommand } from 'citty';
import { runDiff } from '../../../app/rules-diff-run.js';
import { openWorkbench } from '../../../app/rules-workbench.js';
import { systemClock } from '../../../core/clock.js';
import { AppError } from '../../../core/errors.js';
import { colourOption, createColours } from '../../colours.js';
import { describeDiff } from '../../diff-report.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { openTexts, textArgs } from '../../rule-texts.js';
import { parseSince } from '../../since.js';

export const diff = defineCommand({
  meta: {
    name: 'diff',
    description: 'What another version of the rules makes of the texts: gained and lost posts, precision and recall.',
  },
  args: {
    old: {
      type: 'positional',
      required: false,
      description: 'deployed (default), work, a version, git:REV or a folder',
    },
    new: { type: 'positional', required: false, description: 'the same; default work, the files of config/rules' },
    ...textArgs,
    show: { type: 'string', default: '10', description: 'posts shown of each kind of change' },
    threads: {
      type: 'string',
      description: 'threads when every post is looked at (default: one a core; for files none)',
    },
    'exit-code': { type: 'boolean', default: false, description: 'exit 1 when the versions differ' },
    json: { type: 'boolean', default: false, description: 'the report as one JSON object' },
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    const startedMs = performance.now();
    const env = openEnv();
    const [old = 'deployed', now = 'work', ...more] = args._;
    if (more.length > 0) throw new AppError('E_INPUT_INVALID', `two versions at most, not also «${more.join(' ')}»`);
    const show = wholeNumber('show', args.show);
    // A file is compared by one thread unless more are asked for: reading it is most of the work.
    const usual = args.on === undefined ? availableParallelism() : 0;
    const threads = args.threads === undefined ? usual : wholeNumber('threads', args.threads);
    const isTerminal = process.stderr.isTTY === true;
    const workbench = openWorkbench(env.OTKLIK_CONFIG_DIR);
    const file = args.on === undefined ? null : await openTexts(args, env, workbench.taxonomy);
    const report = await runDiff(env, workbench, {
      old,
      new: now,
      texts: file ?? { since: parseSince(args.since ?? '30d', systemClock.now()) },
      show,
      threads,
      onProblem: (problem) => process.stderr.write(`${problem}\n`),
      ...(isTerminal ? { onProgress: (looked: number) => process.stderr.write(`\r${looked} posts`) } : {}),
    });
    if (isTerminal) process.stderr.write('\r\u001B[K');
    if (args['exit-code'] && (report.changes.length > 0 || report.constants.length > 0)) process.exitCode = 1;
    const seconds = (performance.now() - startedMs) / 1000;
    const text = args.json
      ? JSON.stringify({ ...report, seconds })
      : describeDiff(report, seconds, show, createColours(process.stdout, args.color));
    process.stdout.write(`${text}\n`);
    file?.tellLeftOut();
  }),
});

function wholeNumber(name: string, given: string): number {
  const value = Number(given);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new AppError('E_INPUT_INVALID', `--${name} ${given}: write a whole number`);
}
