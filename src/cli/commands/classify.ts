import { defineCommand } from 'citty';
import { z } from 'zod';
import { classifyTexts } from '../../app/classify.js';
import { openContext, openReading, rulesOnlyOption } from '../context.js';
import { guarded } from '../failure.js';
import { readJsonLines, refuseBadLines, writeJsonLines } from '../json-lines.js';

const name = z.string().nullish();
const lineSchema = z.object({
  id: z.coerce.string(),
  text: z.string(),
  context_region: name,
  context_municipality: name,
  context_settlement: name,
});

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
    'rules-only': rulesOnlyOption,
  },
  run: guarded(async ({ args }) => {
    const { env } = openContext({ quiet: true });
    const reading = await openReading(env, { rulesOnly: args['rules-only'] });
    const { analysis } = reading;
    const output = writeJsonLines(args.out, args.in);
    const bad: string[] = [];
    let batch: z.infer<typeof lineSchema>[] = [];
    let count = 0;
    const flush = async (): Promise<void> => {
      await output.write(await classifyTexts(analysis, batch, { explain: args.explain }));
      count += batch.length;
      batch = [];
    };
    try {
      for await (const line of readJsonLines(args.in, lineSchema, (problem) => bad.push(problem)))
        if (batch.push(line) === batchSize) await flush();
      await flush();
      await output.close();
    } finally {
      await reading.close();
    }
    if (args.out !== '-') process.stderr.write(`${count} texts classified into ${args.out}\n`);
    refuseBadLines(bad);
  }),
});
