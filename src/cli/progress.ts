import { digits } from './plural.js';

/** Shows on standard error how far a long run is: in place on a terminal, a line now and then elsewhere. */
export interface Progress {
  /** To be called after each text; cheap. */
  at(count: number): void;
  /** Takes the line in place away. */
  end(): void;
}

const everyOnTerminal = 500;
const everyElsewhere = 20_000;

/**
 * @param what what is counted, in the plural
 * @param elsewhere a line for so many where there is no terminal
 */
export function createProgress(what: string, elsewhere = everyElsewhere): Progress {
  const { stderr } = process;
  const startedMs = performance.now();
  let isShown = false;
  return {
    at(count) {
      const every = stderr.isTTY ? everyOnTerminal : elsewhere;
      if (count % every !== 0) return;
      const speed = Math.round((count * 1_000) / (performance.now() - startedMs));
      const line = `${digits(count)} ${what}, ${speed}/s`;
      stderr.write(stderr.isTTY ? `\r\u001B[K${line}` : `${line}\n`);
      isShown = true;
    },
    end() {
      if (isShown && stderr.isTTY) stderr.write('\r\u001B[K');
    },
  };
}
