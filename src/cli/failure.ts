import { AppError } from '../core/errors.js';

/** A known error prints its one sentence; an unknown one prints all. Sets the exit code. */
export function explainFailure(error: unknown): void {
  if (error instanceof AppError && error.code !== 'E_INTERNAL') {
    process.stderr.write(`otklik: ${error.message} (${error.code})\n`);
    process.exitCode = error.code === 'E_INPUT_INVALID' ? 2 : 1;
    return;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`otklik: this should not happen, please report it:\n${text}\n`);
  process.exitCode = 1;
}

/** Wraps a command's run so that failures are told in one sentence and the process ends. */
export function guarded<T>(run: (context: T) => Promise<void>): (context: T) => Promise<void> {
  return async (context) => {
    try {
      await run(context);
    } catch (error) {
      explainFailure(error);
    }
  };
}
