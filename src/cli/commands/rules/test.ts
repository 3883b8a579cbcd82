import { defineCommand } from 'citty';
import { testRules } from '../../../app/rules-test.js';
import { openWorkbench } from '../../../app/rules-workbench.js';
import { formatProblem } from '../../../core/config-file.js';
import { colourOption, createColours } from '../../colours.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { count } from '../../plural.js';
import { describeFailure } from '../../rules-reasons.js';

export const test = defineCommand({
  meta: { name: 'test', description: 'Tries the examples of all rules, or of the packs and rules named.' },
  args: {
    names: { type: 'positional', required: false, description: 'packs, rules or patterns («roads», «roads.*»)' },
    json: { type: 'boolean', default: false, description: 'the report as one JSON object' },
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    const startedMs = performance.now();
    const report = testRules(openWorkbench(openEnv().OTKLIK_CONFIG_DIR), args._);
    const ms = Math.round(performance.now() - startedMs);
    const isGreen = report.failures.length === 0 && report.problems.length === 0;
    if (!isGreen) process.exitCode = 1;
    if (args.json) {
      process.stdout.write(`${JSON.stringify({ ...report, ms })}\n`);
      return;
    }
    const colours = createColours(process.stdout, args.color);
    for (const problem of report.problems) process.stdout.write(`${colours.red('✗')} ${formatProblem(problem)}\n`);
    for (const failure of report.failures) process.stdout.write(`${describeFailure(failure, colours)}\n`);
    const broken = report.failures.length + report.problems.length;
    const verdict = isGreen ? colours.green('all right') : colours.red(`${broken} wrong`);
    process.stdout.write(
      `${count(report.examples, 'example')} of ${count(report.rules, 'rule')} in ${count(report.packs, 'pack')}: ${verdict} (${ms} ms)\n`,
    );
  }),
});
