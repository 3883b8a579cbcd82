import { z } from 'zod';
import { AppError } from '../core/errors.js';
import { openEnv } from './environment.js';
import { parseLine, placeOf, readLines } from './json-lines.js';
import { count, digits } from './plural.js';
import { createProgress } from './progress.js';
import { openReading } from './reading.js';
import { formatTable } from './table.js';

/** Only lines whose field has this value. */
export interface Where {
  field: string;
  value: string;
}

const anyObject = z.record(z.string(), z.unknown());
/** Taken as it is: two spellings are two bodies, and what is learnt is answered letter by letter. */
const name = z.string().refine((value) => value.trim() !== '', 'must not be empty');
const rowSchema = z.object({
  text: name,
  executor: name,
  group: z.string().nullish(),
  municipality: z.string().nullish(),
});
export type TrainingRow = z.infer<typeof rowSchema>;

const shownBadLines = 20;

/** «field=value» of each `--where` among the words of the command line. @throws AppError E_INPUT_INVALID on anything else */
export function parseWheres(words: readonly string[]): Where[] {
  return words.flatMap((word, index) => {
    const given = word === '--where' ? words[index + 1] : /^--where=(.*)$/s.exec(word)?.[1];
    if (given === undefined) return [];
    const at = given.indexOf('=');
    if (at < 1)
      throw new AppError('E_INPUT_INVALID', `--where «${given}»: write field=value, e.g. --where source=kursk`);
    return [{ field: given.slice(0, at), value: given.slice(at + 1) }];
  });
}

/**
 * The lines of a file that all conditions hold for.
 * @throws AppError E_INPUT_INVALID that names the lines which cannot be used, or says that there are none
 */
export async function readTrainingRows(path: string, where: readonly Where[]): Promise<TrainingRow[]> {
  const rows: TrainingRow[] = [];
  const bad: string[] = [];
  let lines = 0;
  for await (const { number, text } of readLines(path)) {
    if (text.trim() === '') continue;
    lines += 1;
    const whole = parseLine(text, anyObject);
    if ('problem' in whole) {
      bad.push(`${placeOf(path, number)} ${whole.problem}`);
      continue;
    }
    if (where.some(({ field, value }) => String(whole.data[field] ?? '') !== value)) continue;
    const row = rowSchema.safeParse(whole.data);
    if (row.success) rows.push(row.data);
    else
      bad.push(
        `${placeOf(path, number)} ${row.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
      );
  }
  if (bad.length > 0) {
    const shown = bad.slice(0, shownBadLines).map((line) => `  ${line}`);
    if (bad.length > shown.length) shown.push(`  … and ${bad.length - shown.length} more`);
    throw new AppError(
      'E_INPUT_INVALID',
      `${count(bad.length, 'line')} cannot be learnt from, nothing was written: mend or remove them, each needs {text, executor}\n${shown.join('\n')}`,
    );
  }
  if (rows.length === 0) {
    const wanted = where.map(({ field, value }) => `${field}=${value}`).join(' and ');
    throw new AppError(
      'E_INPUT_INVALID',
      wanted === '' || lines === 0
        ? `${path} has no lines: give JSON lines {text, executor}`
        : `none of ${count(lines, 'line')} of ${path} has ${wanted}: look at the spelling of --where`,
    );
  }
  return rows;
}

/** `otklik executors train`: reads, learns, writes, and says what came out. */
export async function trainFile(options: {
  from: string;
  to: string;
  where: readonly Where[];
  json: boolean;
  rulesOnly: boolean;
}): Promise<void> {
  const { from, to, where, json, rulesOnly } = options;
  const rows = await readTrainingRows(from, where);
  const say = (line: string): boolean => process.stderr.write(`${line}\n`);
  say(`${digits(rows.length)} texts to learn from`);
  const reading = await openReading(openEnv(), { rulesOnly });
  try {
    const { trainExecutorsInto } = await import('../app/executors.js');
    const progress = createProgress('texts read', 200);
    const model = await trainExecutorsInto(
      to,
      reading.analysis,
      rows.map(({ text, executor, municipality }) => ({ text, executor, municipality: municipality ?? null })),
      {
        onRead: (read) => {
          progress.at(read);
          if (read === rows.length) progress.end();
        },
        say,
      },
    );
    const { sureness } = model.encoder ?? model.plain;
    const parts = [model.plain, ...(model.encoder === null ? [] : [model.encoder])];
    if (json) {
      const { revision, texts, clusters, homeRegion, thin, bodies } = model;
      const figures = Object.fromEntries(parts.map((part) => [part.usesEncoder ? 'encoder' : 'plain', part.sureness]));
      process.stdout.write(
        `${JSON.stringify({ folder: to, revision, texts, clusters, executors: bodies.names.length, thin, homeRegion, figures })}\n`,
      );
      return;
    }
    const lines = [
      `${to}  ${model.revision}`,
      `  ${digits(model.texts)} texts, ${digits(model.clusters)} without near duplicates, ${count(model.bodies.names.length, 'executor')}`,
      `  home region: ${model.homeRegion ?? 'the texts do not tell'}`,
      ...(model.thin.length === 0
        ? []
        : [`  ${count(model.thin.length, 'executor')} with one text only: known by name alone`]),
      `  the best is named from a probability of ${sureness.from.toFixed(3)} on`,
      '  on texts left out of the fit, with their near duplicates:',
      formatTable(
        ['', 'first', 'first 3', 'first 5', 'named', 'of these right', 'gap'],
        parts.map(({ usesEncoder, sureness: each }) => [
          usesEncoder ? '  with the model' : '  rules alone',
          each.first.toFixed(3),
          each.firstThree.toFixed(3),
          each.firstFive.toFixed(3),
          each.named.toFixed(3),
          each.rightOfNamed === null ? '–' : each.rightOfNamed.toFixed(3),
          each.calibrationError.toFixed(3),
        ]),
      ),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    await reading.close();
  }
}
