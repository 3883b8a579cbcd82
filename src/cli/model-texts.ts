import { type TaughtLine, type TaughtText, taughtLine, taughtLineSchema } from '../app/models-labelled.js';
import type { OpenModels } from '../app/models-open.js';
import { type ReadText, readTexts } from '../app/models-reader.js';
import { createLabelReader } from '../app/rules-labelled.js';
import { AppError } from '../core/errors.js';
import type { Taxonomy } from '../core/taxonomy.js';
import { readJsonLines, refuseBadLines } from './json-lines.js';
import { createProgress } from './progress.js';

/** Where the labelled texts come from that a model is measured on; for the `args` of commands. */
export const modelTextArgs = {
  on: {
    type: 'string',
    description:
      'JSON lines {text, id?, source?, cluster?, incident?, group?, alt?}; - for standard input; else the stored labels',
    valueHint: 'file',
  },
  since: { type: 'string', description: 'only stored labels of the last «90d», or since a date', valueHint: 'time' },
} as const;

/** Labelled texts as the models read them, and what to say of lines that were left out once all else is said. */
export interface MeasuredTexts {
  texts: ReadText[];
  /** @throws AppError E_INPUT_INVALID that names the bad lines, when there are any. */
  tellLeftOut(): void;
}

/**
 * Labelled texts of a file, or of the store when none is named, read by the models.
 * @throws AppError E_INPUT_INVALID when there is none.
 */
export async function readMeasured(
  models: OpenModels,
  { on, since }: { on?: string; since?: string },
): Promise<MeasuredTexts> {
  const bad: string[] = [];
  const taught = on === undefined ? await models.storedTexts(since) : await fileTexts(on, models.taxonomy, bad);
  if (taught.length === 0) {
    refuseBadLines(bad);
    throw new AppError(
      'E_INPUT_INVALID',
      on === undefined
        ? 'nobody labelled a text yet: name a file with --on, or label some (otklik label next)'
        : `${on} has no labelled text: write JSON lines {text, incident, group}`,
    );
  }
  const progress = createProgress('texts');
  const texts = await readTexts(models.reader, taught, progress.at);
  progress.end();
  return { texts, tellLeftOut: () => refuseBadLines(bad) };
}

async function fileTexts(path: string, taxonomy: Taxonomy, bad: string[]): Promise<TaughtText[]> {
  const labels = createLabelReader(taxonomy);
  const texts = new Map<string, TaughtText>();
  let number = 0;
  for await (const line of readJsonLines<TaughtLine>(path, taughtLineSchema, (problem) => bad.push(problem))) {
    number++;
    const { label } = labels.read({ ...line, id: line.id ?? String(number) });
    const text = taughtLine(line, label);
    if (texts.has(text.id) && line.id !== undefined)
      bad.push(`${path}: the id «${text.id}» stands twice, the last one counts`);
    texts.set(text.id, text);
  }
  return [...texts.values()];
}
