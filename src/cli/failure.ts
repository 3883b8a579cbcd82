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

interface RunContext {
  rawArgs: string[];
  cmd: object;
}

/** Wraps a command's run: options that it does not have are refused, and failures are told in one sentence. */
export function guarded<T extends object>(run: (context: T) => Promise<void>): (context: T) => Promise<void> {
  return async (context) => {
    try {
      refuseUnknownOptions(context as unknown as RunContext);
      await run(context);
    } catch (error) {
      explainFailure(error);
    }
  };
}

function refuseUnknownOptions({ rawArgs, cmd }: RunContext): void {
  const known = Object.keys(('args' in cmd && (cmd.args as object)) || {});
  const end = rawArgs.indexOf('--');
  for (const word of end === -1 ? rawArgs : rawArgs.slice(0, end)) {
    const name = /^--(?:no-)?([^=]+)/.exec(word)?.[1];
    if (name === undefined || known.includes(name)) continue;
    const options = known.map((each) => `--${each}`).join(', ');
    throw new AppError('E_INPUT_INVALID', `there is no option --${name}: use ${options || 'none'}`);
  }
}
