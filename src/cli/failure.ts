import { AppError } from '../core/errors.js';

/** A known error prints its one sentence; an unknown one prints all. Sets the exit code. */
export function explainFailure(error: unknown): void {
  if (error instanceof AppError && error.code !== 'E_INTERNAL') {
    const [sentence, ...rest] = error.message.split('\n');
    process.stderr.write(`${[`otklik: ${sentence} (${error.code})`, ...rest].join('\n')}\n`);
    process.exitCode = error.code === 'E_INPUT_INVALID' ? 2 : 1;
    return;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`otklik: this should not happen, please report it:\n${text}\n`);
  process.exitCode = 1;
}

interface RunContext {
  rawArgs: string[];
  args: Record<string, unknown>;
  cmd: object;
}

/** Cannot come from outside: an argument of a process has no NUL. */
const shield = '\0';

/**
 * Keeps words like «-яма» (an exclusion of a query, a text that begins with a dash) from being taken for options: no option begins so.
 * `guarded` takes the shield off again.
 */
export function shieldDashes(words: readonly string[]): string[] {
  return words.map((word) => (/^-[^-a-z]/i.test(word) ? shield + word : word));
}

function unshield(args: Record<string, unknown>): void {
  const bare = (value: unknown): unknown =>
    typeof value === 'string' && value.startsWith(shield) ? value.slice(shield.length) : value;
  for (const [name, value] of Object.entries(args)) args[name] = Array.isArray(value) ? value.map(bare) : bare(value);
}

/** Wraps a command's run: options that it does not have are refused, and failures are told in one sentence. */
export function guarded<T extends object>(run: (context: T) => Promise<void>): (context: T) => Promise<void> {
  return async (context) => {
    try {
      const given = context as unknown as RunContext;
      unshield(given.args);
      refuseUnknownOptions(given);
      await run(context);
    } catch (error) {
      explainFailure(error);
    }
  };
}

function refuseUnknownOptions({ rawArgs, cmd }: RunContext): void {
  const defined = Object.entries(('args' in cmd && (cmd.args as Record<string, { type?: string }>)) || {});
  const known = defined.filter(([, { type }]) => type !== 'positional').map(([name]) => name);
  const end = rawArgs.indexOf('--');
  for (const word of end === -1 ? rawArgs : rawArgs.slice(0, end)) {
    const name = /^--(?:no-)?([^=]+)/.exec(word)?.[1];
    if (name === undefined || known.includes(name)) continue;
    const options = known.map((each) => `--${each}`).join(', ');
    throw new AppError('E_INPUT_INVALID', `there is no option --${name}: use ${options || 'none'}`);
  }
}
