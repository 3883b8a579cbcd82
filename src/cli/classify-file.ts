import { z } from 'zod';
import { openEnv } from './environment.js';
import { readJsonLines, refuseBadLines, writeJsonLines } from './json-lines.js';
import { openReading } from './reading.js';

const name = z.string().nullish();
const lineSchema = z.object({
  id: z.coerce.string(),
  text: z.string(),
  context_region: name,
  context_municipality: name,
  context_settlement: name,
});

const batchSize = 200;

/**
 * Classifies the texts of a file into another; «-» is standard input or output.
 * @throws AppError E_INPUT_INVALID that names the lines that cannot be read, when all others are done
 */
export async function classifyFile(
  from: string,
  to: string,
  options: { explain: boolean; rulesOnly: boolean },
): Promise<void> {
  const opening = openReading(openEnv(), { rulesOnly: options.rulesOnly });
  const [reading, { classifyTexts }] = await Promise.all([opening, import('../app/classify.js')]);
  const output = writeJsonLines(to, from);
  const bad: string[] = [];
  let batch: z.infer<typeof lineSchema>[] = [];
  let count = 0;
  const flush = async (): Promise<void> => {
    await output.write(await classifyTexts(reading.analysis, batch, { explain: options.explain }));
    count += batch.length;
    batch = [];
  };
  try {
    for await (const line of readJsonLines(from, lineSchema, (problem) => bad.push(problem)))
      if (batch.push(line) === batchSize) await flush();
    await flush();
    await output.close();
  } finally {
    await reading.close();
  }
  if (to !== '-') process.stderr.write(`${count} texts classified into ${to}\n`);
  refuseBadLines(bad);
}
