import { defineCommand } from 'citty';
import type { LintFinding } from '../../../../pipelines/rules/lint-codes.js';
import type { HistoryText } from '../../../../pipelines/rules/lint-history.js';
import { loadOriginNames } from '../../../app/rule-origins.js';
import { analysed, type LabelledText } from '../../../app/rules-labelled.js';
import { lintRules } from '../../../app/rules-lint.js';
import { openWorkbench } from '../../../app/rules-workbench.js';
import { systemClock } from '../../../core/clock.js';
import { AppError } from '../../../core/errors.js';
import { type Colours, colourOption, createColours } from '../../colours.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { count } from '../../plural.js';
import { openTexts, textArgs } from '../../rule-texts.js';

export const lint = defineCommand({
  meta: {
    name: 'lint',
    description:
      'Finds rules that cannot fire, say nothing new, are too broad, cost too much or silence what they should find.',
  },
  args: {
    names: { type: 'positional', required: false, description: 'packs, rules or patterns («roads», «roads.*»)' },
    ...textArgs,
    broad: { type: 'string', description: 'share of background texts above which a rule is too broad (default 0.02)' },
    strict: { type: 'boolean', default: false, description: 'warnings fail too (exit code 1)' },
    json: { type: 'boolean', default: false, description: 'one finding a line' },
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    const env = openEnv();
    const workbench = openWorkbench(env.OTKLIK_CONFIG_DIR);
    const broad = args.broad === undefined ? undefined : Number(args.broad);
    if (broad !== undefined && !(broad > 0 && broad <= 1))
      throw new AppError('E_INPUT_INVALID', `--broad ${args.broad}: write a share like 0.02`);
    const texts =
      args.on === undefined && args.since === undefined ? null : await openTexts(args, env, workbench.taxonomy);
    const result = await lintRules(workbench, {
      names: args._,
      texts: texts === null ? null : historyOf(texts.walk()),
      ...(broad === undefined ? {} : { bounds: { broad } }),
      clock: systemClock,
      context: await loadOriginNames(env.OTKLIK_CONFIG_DIR, workbench.rules),
    }).finally(() => texts?.close());
    const errors = result.findings.filter(({ severity }) => severity === 'error').length;
    const warnings = result.findings.length - errors;
    if (errors > 0 || (args.strict && warnings > 0)) process.exitCode = 1;
    if (args.json) {
      for (const finding of result.findings) process.stdout.write(`${JSON.stringify(finding)}\n`);
      texts?.tellLeftOut();
      return;
    }
    const colours = createColours(process.stdout, args.color);
    for (const finding of result.findings) process.stdout.write(`${describe(finding, colours)}\n`);
    const on = result.texts === 0 ? '' : ` on ${result.texts} texts`;
    const waived = result.waived === 0 ? '' : `, ${result.waived} waived`;
    const verdict = `${count(errors, 'error')}, ${count(warnings, 'warning')}${waived}`;
    const paint = errors > 0 ? colours.red : warnings > 0 ? colours.yellow : colours.green;
    process.stdout.write(`${count(result.rules, 'rule')}${on}: ${paint(verdict)}\n`);
    texts?.tellLeftOut();
  }),
});

async function* historyOf(texts: AsyncIterable<LabelledText>): AsyncGenerator<HistoryText> {
  for await (const text of texts) {
    const { id, analysis, label } = analysed(text);
    yield { id, analysis, incident: label.incident, topic: label.topic ?? label.group };
  }
}

function describe(finding: LintFinding, colours: Colours): string {
  const { severity, code, ruleId, file, line, message, remedy, basis } = finding;
  const sign = severity === 'error' ? colours.red('✗ error') : colours.yellow('! warning');
  const place = line === null ? file : `${file}:${line}`;
  const seen = basis === 'history' ? ' (seen)' : '';
  const rule = ruleId === null ? '' : ` ${colours.bold(ruleId)}:`;
  return `${sign} ${colours.cyan(code)}${seen} ${place}${rule} ${message}\n    ${colours.dim(`→ ${remedy}`)}`;
}
