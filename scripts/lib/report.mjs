/**
 * Progress lines for the scripts: one line for each finished step, and a sign of life every few seconds while a step lasts.
 *
 * @typedef {{ progress(text: string): void, done(text?: string): void, fail(text?: string): void }} Step
 * @typedef {{ step(title: string): Step, info(line: string): void, warn(line: string): void,
 *   run<T>(title: string, work: (step: Step) => Promise<T>, doneText?: (value: T) => string): Promise<T> }} Reporter
 */

const SIGN_OF_LIFE_MS = 4000;

/** Seconds with one digit, as the lines show them: 1234 -> "1.2 s". */
export function formatSeconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** Bytes in the unit a person reads: 132390005 -> "126.3 MB" (1 MB = 1 048 576 bytes). */
export function formatBytes(bytes) {
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/**
 * Makes a reporter that writes whole lines.
 * @param {{ write?: (line: string) => void, now?: () => number, everyMs?: number }} [options]
 *   `write` takes a line without its end; default: standard output.
 * @returns {Reporter}
 */
export function createReporter({
  write = (line) => process.stdout.write(`${line}\n`),
  now = Date.now,
  everyMs = SIGN_OF_LIFE_MS,
} = {}) {
  function step(title) {
    const startedAt = now();
    let latest = '';
    let isOpen = true;
    const timer = setInterval(
      () => write(`… ${title}${latest ? `: ${latest}` : ''} (${formatSeconds(now() - startedAt)})`),
      everyMs,
    );
    timer.unref();
    const close = (mark, text) => {
      if (!isOpen) return;
      isOpen = false;
      clearInterval(timer);
      write(`${mark} ${text ?? title} (${formatSeconds(now() - startedAt)})`);
    };
    return {
      progress(text) {
        latest = text;
      },
      done: (text) => close('✓', text),
      fail: (text) => close('✗', text),
    };
  }
  return {
    step,
    info: (line) => write(`  ${line}`),
    warn: (line) => write(`! ${line}`),
    async run(title, work, doneText) {
      const current = step(title);
      try {
        const value = await work(current);
        current.done(doneText?.(value));
        return value;
      } catch (error) {
        current.fail();
        throw error;
      }
    },
  };
}

/** A reporter that writes nothing, for callers that only want the result. */
export function createSilentReporter() {
  return createReporter({ write: () => {} });
}

let shared;

/**
 * Starts a step on standard output: `const s = step('Build'); …; s.done('Built 12 files');`
 * @returns {Step}
 */
export function step(title) {
  shared ??= createReporter();
  return shared.step(title);
}
