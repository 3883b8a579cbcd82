import { defineCommand } from 'citty';
import { suggestTerms, type TopicCandidate, type TopicSuggestions } from '../../../app/rules-suggest.js';
import { openWorkbench } from '../../../app/rules-workbench.js';
import { AppError } from '../../../core/errors.js';
import { type Colours, colourOption, createColours } from '../../colours.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { openTexts, textArgs } from '../../rule-texts.js';
import { formatTable } from '../../table.js';

export const suggest = defineCommand({
  meta: {
    name: 'suggest',
    description:
      'Terms that would win texts of a topic which no rule catches, and exclusions that would silence its false alarms.',
  },
  args: {
    topic: { type: 'string', required: true, description: 'group or topic of config/taxonomy.yaml' },
    ...textArgs,
    limit: { type: 'string', default: '20', description: 'most terms and most exclusions shown' },
    least: { type: 'string', default: '2', description: 'fewest texts that a term must win' },
    json: { type: 'boolean', default: false, description: 'the suggestions as one JSON object' },
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    const env = openEnv();
    const [limit, leastWon] = (['limit', 'least'] as const).map((name) => {
      const value = Number(args[name]);
      if (!Number.isInteger(value) || value < 1)
        throw new AppError('E_INPUT_INVALID', `--${name} ${args[name]}: write a whole number above 0`);
      return value;
    }) as [number, number];
    const workbench = openWorkbench(env.OTKLIK_CONFIG_DIR);
    const texts = await openTexts(args, env, workbench.taxonomy);
    try {
      const found = await suggestTerms(workbench, args.topic, texts.walk, { limit, leastWon });
      if (args.json) process.stdout.write(`${JSON.stringify(found)}\n`);
      else process.stdout.write(`${describe(found, createColours(process.stdout, args.color))}\n`);
      texts.tellLeftOut();
    } finally {
      await texts.close();
    }
  }),
});

function describe(found: TopicSuggestions, colours: Colours): string {
  const { target, rules, topic, caught, rest, falseAlarms, terms, exclusions, line, exceptLine } = found;
  const parts: string[] = [];
  const told =
    found.by === 'labels'
      ? `${topic} labelled texts, ${caught} caught by its ${rules} rules, ${topic - caught} missed; ${rest} others, ${falseAlarms} caught wrongly`
      : `no labels: ${topic} texts that its ${rules} rules catch, against ${rest} others`;
  parts.push(`${colours.bold(target)}: ${told}`);
  if (terms.length === 0) parts.push('no term stands out among what the rules do not catch');
  else {
    const head =
      found.by === 'labels'
        ? ['term', 'wins', 'false', 'precision', '95 %', 'z', 'log-odds', 'in topic', 'tf-idf']
        : ['term', 'new texts', 'Bayes', '95 %', 'z', 'log-odds', 'in topic', 'tf-idf'];
    parts.push(
      '',
      formatTable(
        head,
        terms.map((term) => rowOf(term)),
      ),
    );
  }
  if (line) {
    const wrong = line.alarms === null ? '' : `, catches ${line.alarms} wrongly`;
    parts.push('', colours.dim(`# wins ${line.won}${wrong}`), colours.green(`query: '${line.query}'`));
  }
  if (exclusions.length > 0) {
    const rows = exclusions.map(({ query, silenced, lost, z }) => [query, `${silenced}`, `${lost}`, z.toFixed(1)]);
    parts.push('', formatTable(['exclusion', 'silences', 'loses', 'z'], rows));
  }
  if (exceptLine !== null) parts.push('', colours.green(`except: '${exceptLine}'`));
  return parts.join('\n');
}

function rowOf(term: TopicCandidate): string[] {
  const share = term.precision ?? term.bayes;
  const bounds = share === null ? '' : `${share.low.toFixed(2)}-${share.high.toFixed(2)}`;
  return [
    term.query,
    `${term.won}`,
    ...(term.alarms === null ? [] : [`${term.alarms}`]),
    share === null ? '' : share.share.toFixed(2),
    bounds,
    term.z.toFixed(1),
    term.odds.toFixed(1),
    `${term.support}`,
    term.tfidf === null ? '' : term.tfidf.toFixed(2),
  ];
}
