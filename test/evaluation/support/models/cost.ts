import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ModelFigures } from '../../../../models/card/figures.js';
import type { TextModel } from '../../../../models/classifier.js';
import { analysisOf, cleanAndMask } from '../../../../pipelines/text/read.js';
import { projectRoot } from '../../../../src/version.js';
import type { Scorers } from './score-texts.js';
import type { TestText } from './test-texts.js';

const run = promisify(execFile);
const here = import.meta.dirname;
/** Texts whose times are taken, and how many of them one by one. */
const TIMED = 400;
const ALONE = 40;

/** What a post takes, by step; the texts are taken evenly from all. Times of a busy machine are times of a busy machine. */
export async function measureCost(
  texts: readonly TestText[],
  { rules, model }: Scorers,
  folder: string,
  loadMs: number,
): Promise<ModelFigures['cost']> {
  const step = Math.max(1, Math.floor(texts.length / TIMED));
  const sample = texts.filter((_, index) => index % step === 0).slice(0, TIMED);
  const each = async (work: () => unknown): Promise<number> => {
    const started = performance.now();
    await work();
    return (performance.now() - started) / sample.length;
  };
  const read = (): ReturnType<typeof analysisOf>[] => sample.map(({ text }) => analysisOf(cleanAndMask(text).masked));
  const analyses = read();
  const readMs = await each(read);
  const rulesMs = await each(() => analyses.map((analysis) => rules.judge(analysis)));
  const ngramMs = await each(() => analyses.map((analysis) => model.score(analysis)));
  const before = model.stats();
  const encodeBatchMs = await each(() => model.encode(analyses));
  const after = model.stats();
  const alone: number[] = [];
  for (const analysis of analyses.slice(0, ALONE)) {
    const started = performance.now();
    await model.encode([analysis]);
    alone.push(performance.now() - started);
  }
  alone.sort((a, b) => a - b);
  const [encoding] = await model.encode(analyses.slice(0, 1));
  if (encoding === undefined) throw new Error('the encoder read nothing');
  const linear = analyses.map((analysis) => model.score(analysis));
  const ruled = { score: 0.5, groups: [], topic: null, urgency: 'ordinary' as const };
  const decideMs = await each(() =>
    linear.map((scores) => model.shipped.decide({ pooled: encoding.pooled, linear: scores, rules: ruled, words: 20 })),
  );
  return {
    cores: availableParallelism(),
    workers: after.workers,
    readMs,
    ngramMs,
    encodeAloneMs: alone[Math.floor(alone.length / 2)] ?? 0,
    encodeBatchMs,
    decideMs,
    rulesMs,
    meanPieces: piecesOf(before, after),
    loadMs,
    coldMs: await coldMs(folder),
    memoryMib: [await memoryMib(folder, 0), await memoryMib(folder, 1), await memoryMib(folder, 2)],
  };
}

/** Pieces a text between two readings of the counters; null where the model does not count them. */
function piecesOf(before: ReturnType<TextModel['stats']>, after: ReturnType<TextModel['stats']>): number | null {
  const [was, is] = [before, after] as [{ pieces?: number; texts: number }, { pieces?: number; texts: number }];
  if (was.pieces === undefined || is.pieces === undefined || is.texts === was.texts) return null;
  return (is.pieces - was.pieces) / (is.texts - was.texts);
}

/** Resident memory of a process of its own with so many workers, warmed up. */
async function memoryMib(folder: string, workers: number): Promise<number> {
  const { stdout } = await run(process.execPath, [join(here, 'memory.js'), folder, String(workers)], {
    cwd: projectRoot,
  });
  return Number(stdout);
}

/** `otklik classify` of one text, from the start of the process to its end: the best of three. */
async function coldMs(folder: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const started = performance.now();
    const running = run(
      process.execPath,
      [join(here, '../../../../src/cli/main.js'), 'classify', '--in', '-', '--out', '-'],
      {
        cwd: projectRoot,
        env: { ...process.env, OTKLIK_MODELS_DIR: folder },
      },
    );
    running.child.stdin?.end(`${JSON.stringify({ id: '1', text: 'Во дворе третью неделю не вывозят мусор.' })}\n`);
    await running;
    times.push(performance.now() - started);
  }
  return Math.min(...times);
}
