import { defineCommand } from 'citty';
import type { Asked } from '../../../app/label-choice.js';
import { askedLine, asPut, givenLabel, takeBack } from '../../../app/labels-give.js';
import { nextTexts } from '../../../app/labels-next.js';
import { loadRuleConfig } from '../../../config/rule-files.js';
import { systemClock } from '../../../core/clock.js';
import { AppError } from '../../../core/errors.js';
import type { LabelStore } from '../../../core/label-store.js';
import type { Taxonomy } from '../../../core/taxonomy.js';
import { type GroupCode, groupCodes } from '../../../core/verdict.js';
import { colourOption, createColours } from '../../colours.js';
import { csvLine } from '../../csv.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { formatOf } from '../../label-files.js';
import { drawView } from '../../label-screen.js';
import { createSession, type Question, questions, type Session } from '../../label-session.js';
import { byOption, personAtWork } from '../../person.js';
import { count } from '../../plural.js';
import { createProgress } from '../../progress.js';
import { parseSince } from '../../since.js';
import { withStore } from '../../store-access.js';
import { keysOf } from '../../terminal-keys.js';
import { writeText } from '../../text-output.js';

export const next = defineCommand({
  meta: {
    name: 'next',
    description: 'Asks for the texts that teach most, one key an answer; or writes them to a file.',
  },
  args: {
    n: { type: 'string', default: '20', description: 'how many texts' },
    group: { type: 'string', description: 'only texts that may be of this group', valueHint: 'group' },
    since: { type: 'string', default: '30d', description: 'posts written since: 30d, 12h or a date' },
    out: { type: 'string', description: 'writes the texts here instead, to be labelled elsewhere (.jsonl, .csv)' },
    format: { type: 'string', description: 'jsonl or csv; else by the name of the file', valueHint: 'format' },
    ask: {
      type: 'string',
      default: 'group',
      description: `what is asked of incidents, with commas: ${questions.join(', ')}`,
    },
    random: { type: 'string', default: '0.2', description: 'share drawn from what the gate let go, 0-1' },
    second: { type: 'string', default: '0.15', description: 'share of all texts that two people are to label, 0-1' },
    blind: { type: 'boolean', default: false, description: 'never show what the machine thinks' },
    by: { ...byOption, description: 'who labels; else the user of this machine' },
    color: colourOption,
  },
  run: guarded(async ({ args }) => {
    const who = personAtWork(args.by);
    const asks = asksOf(args.ask);
    const options = {
      who,
      since: parseSince(args.since, systemClock.now()),
      count: wholeNumber('n', args.n),
      group: groupOf(args.group),
      random: share('random', args.random),
      second: share('second', args.second),
    };
    const { taxonomy } = loadRuleConfig(openEnv().OTKLIK_CONFIG_DIR);
    const { out } = args;
    if (out === undefined && process.stdin.isTTY !== true)
      throw new AppError(
        'E_INPUT_INVALID',
        'answers are keys of a terminal: write the texts to a file with --out FILE',
      );
    await withStore(async (store) => {
      const progress = createProgress('posts');
      const { texts, looked } = await nextTexts(store, { ...options, onProgress: progress.at });
      progress.end();
      const put = texts.map((text) => asPut(text, args.blind));
      if (put.length === 0) {
        process.stderr.write(`nothing to label: ${count(looked, 'post')} looked at since ${options.since}\n`);
      } else if (out !== undefined) {
        await writeText(out, fileLines(put, formatOf(out, args.format) === 'csv'));
        process.stderr.write(
          `${count(put.length, 'text')} of ${count(looked, 'post')}; fill in «incident» and «group» and read them with «otklik label import»\n`,
        );
      } else {
        const session = createSession(put, taxonomy, asks);
        await askAll(session, taxonomy, createColours(process.stdout, args.color), store.labels, who);
      }
    });
  }),
});

async function* fileLines(texts: readonly Asked[], isCsv: boolean): AsyncGenerator<string> {
  const columns = ['id', 'text', 'incident', 'group', 'topic', 'kind', 'urgency', 'cluster'];
  if (isCsv) yield `\uFEFF${csvLine(columns)}`;
  for (const text of texts) {
    const line = askedLine(text);
    yield isCsv ? csvLine(columns.map((column) => String(line[column] ?? ''))) : `${JSON.stringify(line)}\n`;
  }
}

/** Each answer is kept as soon as it is given: whoever is interrupted loses nothing. */
async function askAll(
  session: Session,
  taxonomy: Taxonomy,
  colours: ReturnType<typeof createColours>,
  labels: LabelStore,
  who: string,
): Promise<void> {
  const draw = (): void => {
    const shown = drawView(session.view(), taxonomy, colours, process.stdout.columns ?? 80);
    process.stdout.write(`\u001B[2J\u001B[3J\u001B[H${shown}\n`);
  };
  let saved = 0;
  draw();
  for await (const key of keysOf(process.stdin)) {
    const step = session.press(key);
    if (step.type === 'quit') break;
    if (step.type === 'saved') {
      await labels.put([givenLabel(step.text, step.answer, { who, nowMs: systemClock.now() })]);
      saved++;
    } else if (step.type === 'undone') {
      await takeBack(labels, step.text, who);
      saved--;
    }
    if (step.type !== 'ignored') draw();
  }
  process.stdout.write(`\n${count(saved, 'label')} kept\n`);
}

function wholeNumber(name: string, given: string): number {
  const value = Number(given);
  if (Number.isInteger(value) && value >= 1 && value <= 10_000) return value;
  throw new AppError('E_INPUT_INVALID', `--${name} ${given}: write a whole number from 1 to 10000`);
}

function share(name: string, given: string): number {
  const value = Number(given);
  if (given.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new AppError('E_INPUT_INVALID', `--${name} ${given}: write a share from 0 to 1`);
}

function groupOf(written: string | undefined): GroupCode | null {
  if (written === undefined) return null;
  const found = groupCodes.find((code) => code === written);
  if (found !== undefined) return found;
  throw new AppError('E_INPUT_INVALID', `--group «${written}»: use one of ${groupCodes.join(', ')}`);
}

function asksOf(written: string): Question[] {
  const words = written.split(',').flatMap((word) => word.trim() || []);
  const wrong = words.find((word) => !questions.some((question) => question === word));
  if (wrong !== undefined)
    throw new AppError('E_INPUT_INVALID', `--ask «${wrong}»: use some of ${questions.join(', ')}, with commas between`);
  const asked = questions.filter((question) => words.includes(question));
  if (asked.includes('topic') && !asked.includes('group'))
    throw new AppError(
      'E_INPUT_INVALID',
      '--ask topic: topics belong to groups, ask for group too (--ask group,topic)',
    );
  return asked;
}
