import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type ExecutorsModel,
  modelFileName,
  readExecutors,
  weightsFileName,
  writeExecutors,
} from '../../models/executors/file.js';
import { formOf } from '../../models/executors/form.js';
import { createSuggester } from '../../models/executors/suggester.js';
import { homeRegionOf, type TaughtSubject, trainExecutors } from '../../models/executors/train.js';
import { analyse } from '../../pipelines/text/analyse.js';
import { ownWords } from '../../pipelines/text/own-words.js';
import { cleanAndMask } from '../../pipelines/text/read.js';
import { AppError } from '../core/errors.js';
import type { ExecutorSuggester } from '../core/executor-suggestion.js';
import { decodeHalf, vectorWidth } from '../core/float16.js';
import type { Analysis } from './analysis.js';

/** A text with the body that people gave it to. */
export interface ExecutorRow {
  text: string;
  executor: string;
  municipality: string | null;
}

const batchSize = 200;

/**
 * What there is to learn in texts, read as `classify` reads them: with the model where one runs, and as the rules alone see it.
 * @param onRead told how many texts are read
 */
export async function readExecutorLessons(
  analysis: Analysis,
  rows: readonly ExecutorRow[],
  onRead: (count: number) => void = () => undefined,
): Promise<{ lessons: TaughtSubject[]; homeRegion: string | null }> {
  const texts = rows.map(({ text }) => ownWords(cleanAndMask(text).masked));
  const homeRegion = homeRegionOf(
    rows.map(({ municipality }, index) => analysis.locator.locate(texts[index] ?? '', { municipality }).region),
  );
  const lessons: TaughtSubject[] = [];
  for (let from = 0; from < rows.length; from += batchSize) {
    const batch = rows.slice(from, from + batchSize);
    const judgements = await analysis.classifier.classify(
      batch.map((_, index) => ({ id: String(from + index), text: texts[from + index] ?? '' })),
    );
    batch.forEach(({ text: raw, executor, municipality }, index) => {
      const text = texts[from + index] ?? '';
      const judgement = judgements[index];
      if (judgement === undefined) throw new AppError('E_INTERNAL', 'the classifier lost a text');
      const analysed = analyse(text);
      const common = {
        analysis: analysed,
        place: analysis.locator.locate(text, { region: homeRegion, municipality }),
        form: formOf(raw),
      };
      const pooled = judgement.model === null ? null : decodeHalf(judgement.model.pooled, vectorWidth);
      lessons.push({
        executor,
        plain: { ...common, verdict: analysis.rules.judge(analysed), pooled: null },
        full: pooled === null ? null : { ...common, verdict: judgement.verdict, pooled },
      });
    });
    onRead(lessons.length);
  }
  return { lessons, homeRegion };
}

/**
 * Learns from texts who acts and writes the model's folder.
 * @param say told how far it is, in sentences
 * @throws AppError E_INPUT_INVALID when there is too little to learn from or the folder cannot be written
 */
export async function trainExecutorsInto(
  folder: string,
  analysis: Analysis,
  rows: readonly ExecutorRow[],
  options: { onRead?: (count: number) => void; say?: (line: string) => void } = {},
): Promise<ExecutorsModel> {
  const { lessons, homeRegion } = await readExecutorLessons(analysis, rows, options.onRead);
  const fitted = trainExecutors(lessons, homeRegion, options.say);
  const { model, weights } = writeExecutors(
    fitted,
    fitted.encoder === null ? null : (analysis.model?.revisions.encoder ?? null),
  );
  try {
    await mkdir(folder, { recursive: true });
    await replaceFile(join(folder, weightsFileName), weights);
    await replaceFile(join(folder, modelFileName), model);
  } catch (cause) {
    throw new AppError(
      'E_INPUT_INVALID',
      `cannot write ${folder} (${(cause as Error).message}): name a folder that may be written`,
      { cause },
    );
  }
  return readExecutors(folder, model, weights);
}

/** Whole or not at all. */
async function replaceFile(file: string, content: string | Buffer): Promise<void> {
  await writeFile(`${file}.new`, content);
  await rename(`${file}.new`, file);
}

/**
 * Opens a trained folder.
 * @throws AppError E_MODEL_MISSING or E_MODEL_ALTERED that names the file and the remedy
 */
export async function openExecutors(folder: string): Promise<ExecutorsModel> {
  const read = async (name: string): Promise<Buffer> =>
    readFile(join(folder, name)).catch((cause: Error) => {
      throw new AppError(
        'E_MODEL_MISSING',
        `cannot read ${join(folder, name)} (${cause.message}): name a folder that «otklik executors train» made`,
        { cause },
      );
    });
  const model = await read(modelFileName);
  return readExecutors(folder, model.toString('utf8'), await read(weightsFileName));
}

/**
 * A trained folder, ready to be asked beside an analysis.
 * @param say told when another encoder runs than that of the training, so that less is gone by than was learnt
 * @throws AppError E_MODEL_MISSING or E_MODEL_ALTERED that names the file and the remedy
 */
export async function openSuggester(
  folder: string,
  analysis: Pick<Analysis, 'model'>,
  say: (line: string) => void,
): Promise<ExecutorSuggester> {
  const model = await openExecutors(folder);
  const encoder = analysis.model?.revisions.encoder ?? null;
  const suggester = createSuggester(model, encoder);
  if (encoder !== null && model.encoder !== null && !suggester.usesEncoder)
    say(
      `${folder} was trained with the encoder ${model.encoderRevision}, ${encoder} runs: executors are named without it until «otklik executors train» is run again`,
    );
  return suggester;
}
