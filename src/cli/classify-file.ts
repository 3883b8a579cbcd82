import { z } from 'zod';
import type { ExecutorSuggester } from '../core/executor-suggestion.js';
import { openEnv } from './environment.js';
import { readJsonLines, refuseBadLines, writeJsonLines } from './json-lines.js';
import { openReading, type ReadingContext } from './reading.js';

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
 * @param options.executors folder of a trained model of executors
 * @throws AppError E_MODEL_MISSING or E_MODEL_ALTERED for a folder that cannot be used; E_INPUT_INVALID that names the lines that cannot be read, when all others are done
 */
export async function classifyFile(
  from: string,
  to: string,
  options: { explain: boolean; rulesOnly: boolean; executors?: string | null },
): Promise<void> {
  const opening = openReading(openEnv(), { rulesOnly: options.rulesOnly });
  const [reading, { classifyTexts }] = await Promise.all([opening, import('../app/classify.js')]);
  const executors = await openSuggesterOf(options.executors ?? null, reading);
  const output = writeJsonLines(to, from);
  const bad: string[] = [];
  let batch: z.infer<typeof lineSchema>[] = [];
  let count = 0;
  const flush = async (): Promise<void> => {
    await output.write(await classifyTexts(reading.analysis, batch, { explain: options.explain, executors }));
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

async function openSuggesterOf(folder: string | null, reading: ReadingContext): Promise<ExecutorSuggester | null> {
  if (folder === null) return null;
  try {
    const { openSuggester } = await import('../app/executors.js');
    return await openSuggester(folder, reading.analysis, (line) => process.stderr.write(`${line}\n`));
  } catch (error) {
    await reading.close();
    throw error;
  }
}
