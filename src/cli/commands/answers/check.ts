import { defineCommand } from 'citty';
import { type AnswersCheck, checkAnswersOf } from '../../../app/answers.js';
import { formatProblem } from '../../../core/config-file.js';
import { type Colours, colourOption, createColours } from '../../colours.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { printable } from '../../highlight.js';
import { count } from '../../plural.js';

export const check = defineCommand({
  meta: { name: 'check', description: 'Reads the templates of config/answers and says what is wrong with them.' },
  args: {
    json: { type: 'boolean', default: false, description: 'one JSON object' },
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    const checked = checkAnswersOf(openEnv().OTKLIK_CONFIG_DIR);
    if (checked.problems.length > 0) process.exitCode = 1;
    const colours = createColours(process.stdout, args.color);
    process.stdout.write(`${args.json ? JSON.stringify(checked) : describe(checked, colours)}\n`);
  }),
});

function describe({ kinds, particular, problems }: AnswersCheck, colours: Colours): string {
  const total = Object.values(kinds).reduce((sum, n) => sum + n, 0);
  const parts = Object.entries(kinds).map(([kind, n]) => `${kind} ${n}`);
  const verdict = problems.length === 0 ? colours.green('all usable') : colours.red(count(problems.length, 'problem'));
  return [
    ...problems.map((problem) => `${colours.red('✗')} ${printable(formatProblem(problem))}`),
    `${count(total, 'template')} (${parts.join(', ')}; ${particular} for some incidents only): ${verdict}`,
  ].join('\n');
}
