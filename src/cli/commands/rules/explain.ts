import { defineCommand } from 'citty';
import { loadTerritories } from '../../../app/rule-origins.js';
import {
  explainRule,
  explainText,
  type NearMissNote,
  type Origin,
  type RuleNote,
  type RuleOnText,
  type TextExplanation,
} from '../../../app/rules-explain.js';
import { openWorkbench } from '../../../app/rules-workbench.js';
import { AppError } from '../../../core/errors.js';
import { type Colours, colourOption, createColours } from '../../colours.js';
import { openEnv, printProblems } from '../../environment.js';
import { guarded } from '../../failure.js';
import { highlight, quoted } from '../../highlight.js';
import { describeLack, formatTree, shortQuery } from '../../rules-reasons.js';
import { readInput } from '../../stdin.js';

export const explain = defineCommand({
  meta: {
    name: 'explain',
    description: 'Why a text gets its verdict: words, rules, score; and which rules almost fired.',
  },
  args: {
    text: { type: 'positional', required: true, description: 'the text; - reads it from standard input' },
    rule: { type: 'string', description: 'this rule alone, part by part', valueHint: 'id' },
    source: { type: 'string', description: 'as a post of this source (id or kind)', valueHint: 'id' },
    territory: {
      type: 'string',
      description: 'as a post of a source at home here (id of config/places)',
      valueHint: 'id',
    },
    date: { type: 'string', description: 'as a post of this day', valueHint: 'yyyy-mm-dd' },
    almost: { type: 'string', default: '5', description: 'how many rules that almost fired are shown', valueHint: 'n' },
    json: {
      type: 'boolean',
      default: false,
      description: 'one JSON object; offsets in UTF-16 units of the text given',
    },
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    const limit = Number(args.almost);
    if (!Number.isInteger(limit) || limit < 0)
      throw new AppError('E_INPUT_INVALID', `--almost «${args.almost}» is no number: use 0 or more`);
    if (args.date !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(args.date))
      throw new AppError('E_INPUT_INVALID', `--date «${args.date}»: write a day as YYYY-MM-DD`);
    const { OTKLIK_CONFIG_DIR: configDir } = openEnv();
    const origin: Origin = {
      ...(args.territory === undefined ? {} : await homeOf(configDir, args.territory)),
      ...(args.source === undefined ? {} : { sourceId: args.source, sourceKind: args.source }),
      ...(args.date === undefined ? {} : { publishedAt: `${args.date}T12:00:00.000Z` }),
    };
    const text = args.text === '-' ? await readInput() : args.text;
    const workbench = openWorkbench(configDir);
    printProblems(workbench.problems);
    const colours = createColours(process.stdout, args.color);
    if (args.rule !== undefined) {
      const explained = explainRule(workbench, text, args.rule, origin);
      process.stdout.write(`${args.json ? JSON.stringify(explained) : describeRule(explained, colours)}\n`);
    } else {
      const explained = explainText(workbench, text, origin);
      process.stdout.write(`${args.json ? JSON.stringify(explained) : describeText(explained, limit, colours)}\n`);
    }
  }),
});

/** @throws AppError E_INPUT_INVALID for a territory that is not there. */
async function homeOf(configDir: string, territory: string): Promise<Origin> {
  const locator = await loadTerritories(configDir);
  if (locator.territory(territory) !== null) return { territory, locator };
  throw new AppError(
    'E_INPUT_INVALID',
    `--territory «${territory}»: there is no such territory, use an id of config/places`,
  );
}

function describeText(explained: TextExplanation, limit: number, colours: Colours): string {
  const { text, fired, almost } = explained;
  const lines = [
    highlight(
      text,
      fired.flatMap(({ words }) => words),
      colours,
    ),
  ];
  if (explained.seen.trim() !== text.trim()) lines.push(colours.dim(`the rules see: ${explained.seen}`));
  lines.push('', verdictLine(explained, colours), ...scoreLines(explained));
  lines.push('', colours.bold(`Fired (${fired.length})`), ...fired.map((rule) => ruleLine(rule, colours)));
  const shown = almost.slice(0, limit);
  if (shown.length > 0) {
    const rest = almost.length > shown.length ? ` of ${almost.length}, --almost N shows more` : '';
    lines.push('', colours.bold(`Almost (${shown.length}${rest})`), ...shown.map((rule) => missLine(rule, colours)));
  }
  return lines.join('\n');
}

function verdictLine({ verdict }: TextExplanation, colours: Colours): string {
  const { score, incident, unsure, group, topic, urgency } = verdict;
  const answer = incident ? colours.green('incident') : colours.red('no incident');
  const about = [group, topic].filter((part) => part !== null).join(' › ') || 'no group';
  const groups = verdict.groups.map((each) => `${each.group} ${each.probability.toFixed(2)}`).join(', ');
  const doubt = unsure ? colours.yellow(' (unsure: a person decides)') : '';
  return `${colours.bold(score.toFixed(3))} ${answer}${doubt} · ${about} · ${urgency}${groups === '' ? '' : `   [${groups}]`}`;
}

const termNames = {
  start: 'start',
  incident: 'for «incident»',
  group: 'strongest group',
  against: 'against',
  length: 'length',
};

function scoreLines({ terms, odds, verdict }: TextExplanation): string[] {
  const lines = terms.map(({ name, value, times, adds }) => {
    const sum = name === 'start' ? '' : `${trimmed(value)} × ${trimmed(times)}`;
    return `  ${termNames[name].padEnd(16)} ${sum.padStart(14)} ${signed(adds).padStart(8)}`;
  });
  const result = `1 / (1 + e^${trimmed(-odds)}) = ${verdict.score.toFixed(3)}`;
  return [...lines, `  ${'sum'.padEnd(16)} ${''.padStart(14)} ${signed(odds).padStart(8)}   ${result}`];
}

function ruleLine(rule: RuleNote, colours: Colours): string {
  const { id, target, weight, file, line, query, except, words } = rule;
  const exception = except === null ? '' : `  except ${shortQuery(except, 40)}`;
  return [
    `  ${colours.green('✓')} ${colours.bold(id)}  ${target} ${signed(weight)}  ${colours.cyan(quoted(words))}`,
    colours.dim(`      ${file}:${line}  ${shortQuery(query)}${exception}`),
  ].join('\n');
}

function missLine(rule: NearMissNote, colours: Colours): string {
  const { id, target, weight, words, lacks } = rule;
  const head = `  ${colours.red('✗')} ${colours.bold(id)}  ${target} ${signed(weight)}  ${colours.cyan(quoted(words))}`;
  return [head, ...lacks.map((lack) => `      ${colours.yellow(describeLack(lack))}`)].join('\n');
}

function describeRule(explained: RuleOnText, colours: Colours): string {
  const { text, id, target, weight, file, line, fires, words, tree, lacks } = explained;
  const lines = [
    highlight(text, words, colours),
    '',
    `${colours.bold(id)} ${fires ? colours.green('fires') : colours.red('does not fire')}  ${target} ${signed(weight)}  ${colours.dim(`${file}:${line}`)}`,
    formatTree(tree.query, colours, '  '),
  ];
  if (tree.except) {
    const silent = tree.except.holds ? colours.red('holds: the rule is silent') : colours.green('does not hold');
    lines.push(`except ${silent}`, formatTree(tree.except, colours, '  '));
  }
  if (!fires) lines.push('', 'Lacking:', ...lacks.map((lack) => `  ${colours.yellow(describeLack(lack))}`));
  return lines.join('\n');
}

function trimmed(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value)
    .toFixed(2)
    .replace(/\.?0+$/, '')}`;
}
