import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { defineCommand } from 'citty';
import { z } from 'zod';
import { classifyTexts } from '../../app/classify.js';
import { AppError } from '../../core/errors.js';
import { openConfig, openContext } from '../context.js';
import { guarded } from '../failure.js';

const name = z.string().nullish();
const lineSchema = z.object({
  id: z.coerce.string(),
  text: z.string(),
  context_region: name,
  context_municipality: name,
  context_settlement: name,
});
type Line = z.infer<typeof lineSchema>;

const batchSize = 200;

export const classify = defineCommand({
  meta: { name: 'classify', description: 'Classifies texts of a file, one JSON object a line; needs no services.' },
  args: {
    in: {
      type: 'string',
      required: true,
      description:
        'JSON lines {id, text, context_region?, context_municipality?, context_settlement?}; - for standard input',
    },
    out: { type: 'string', required: true, description: 'where the verdicts go, JSON lines; - for standard output' },
    explain: { type: 'boolean', default: false, description: 'add the evidence behind each answer' },
  },
  run: guarded(async ({ args }) => {
    const { env } = openContext({ quiet: true });
    const { analysis } = openConfig(env);
    const input = args.in === '-' ? process.stdin : createReadStream(args.in, 'utf8');
    const output = args.out === '-' ? process.stdout : createWriteStream(args.out);
    const opened = args.out === '-' ? Promise.resolve() : once(output, 'open');
    await opened.catch((cause: Error) => {
      throw new AppError(
        'E_INPUT_INVALID',
        `cannot write ${args.out} (${cause.message}): name a file in a folder that exists`,
        { cause },
      );
    });
    const bad: string[] = [];
    let batch: Line[] = [];
    let lineNumber = 0;
    let count = 0;

    const flush = async (): Promise<void> => {
      const results = await classifyTexts(analysis, batch, { explain: args.explain });
      const text = results.map((result) => `${JSON.stringify(result)}\n`).join('');
      if (text !== '' && !output.write(text)) await once(output, 'drain');
      count += batch.length;
      batch = [];
    };
    try {
      for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
        lineNumber++;
        if (line.trim() === '') continue;
        const parsed = parseLine(line);
        if (typeof parsed === 'string') bad.push(`${args.in}:${lineNumber} ${parsed}`);
        else if (batch.push(parsed) === batchSize) await flush();
      }
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === undefined) throw cause;
      throw new AppError(
        'E_INPUT_INVALID',
        `cannot read ${args.in} (${(cause as Error).message}): name an existing file of JSON lines`,
        { cause },
      );
    }
    await flush();
    if (output !== process.stdout) {
      output.end();
      await once(output, 'finish');
      process.stderr.write(`${count} texts classified into ${args.out}\n`);
    }
    if (bad.length > 0) {
      const shown = bad
        .slice(0, 20)
        .map((line) => `  ${line}`)
        .join('\n');
      throw new AppError('E_INPUT_INVALID', `${bad.length} line(s) were left out, the others are done:\n${shown}`);
    }
  }),
});

/** The line's value, or what is wrong with it. */
function parseLine(line: string): Line | string {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch (error) {
    return `is not JSON (${(error as Error).message}): write one object a line`;
  }
  const result = lineSchema.safeParse(data);
  if (result.success) return result.data;
  return result.error.issues.map((issue) => `${issue.path.join('.') || 'line'}: ${issue.message}`).join('; ');
}
