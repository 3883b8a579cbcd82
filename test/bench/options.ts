import { benchmarks } from './catalogue.js';

export interface Options {
  /** Rows to run, in the table's order. */
  ids: number[];
  /** File for the results as JSON; null: none. */
  json: string | null;
  /** Whether to write the results into docs/benchmarks.md. */
  docs: boolean;
  /** Only name the benchmarks. */
  list: boolean;
  /** Only the simulation of revisits; with `docs` its tables go into docs/benchmarks.md. */
  revisit: boolean;
  /** Measured rounds of each program. */
  rounds: number;
  /** Folder for CPU profiles of the measured programs; null: none. Profiling slows them, so the figures do not count then. */
  profile: string | null;
}

export const usage = `npm run bench [-- OPTIONS]
  --list          names the benchmarks and ends
  --only 1,4      runs these rows only
  --json FILE     writes [{ id, name, ours, baseline, ratio, target, unit, … }]
  --revisit       the simulation of revisits instead of the rows; needs no services
  --rounds N      measured rounds of each program, 1-99 (default 5)
  --docs          writes the results into docs/benchmarks.md (needs all rows)
  --profile DIR   writes a CPU profile of each measured program; the figures do not count then`;

/** Reads the command line. Throws Error with a sentence for people. */
export function readOptions(words: readonly string[]): Options {
  const known = benchmarks.map(({ id }) => id);
  const options: Options = {
    ids: known,
    json: null,
    docs: false,
    list: false,
    revisit: false,
    rounds: 5,
    profile: null,
  };
  for (let at = 0; at < words.length; at++) {
    const [name = '', inline] = (words[at] ?? '').split(/=(.*)/s, 2) as [string, string | undefined];
    const value = (): string => {
      const text = inline ?? words[++at];
      if (text === undefined || text === '' || text.startsWith('--'))
        throw new Error(`${name} needs a value.\n${usage}`);
      return text;
    };
    if (name === '--list') options.list = true;
    else if (name === '--docs') options.docs = true;
    else if (name === '--revisit') options.revisit = true;
    else if (name === '--json') options.json = value();
    else if (name === '--profile') options.profile = value();
    else if (name === '--rounds') {
      const text = value();
      options.rounds = Number(text);
      if (!/^[1-9]\d?$/.test(text)) throw new Error(`--rounds ${text} is no number from 1 to 99.`);
    } else if (name === '--only') {
      const wanted = value()
        .split(',')
        .map((text) => text.trim());
      const strange = wanted.filter((text) => !known.includes(Number(text)) || text === '');
      if (strange.length > 0) {
        throw new Error(`There is no benchmark ${strange.join(', ')}. There are: ${known.join(', ')}.`);
      }
      options.ids = known.filter((id) => wanted.some((text) => Number(text) === id));
    } else throw new Error(`There is no option ${name}.\n${usage}`);
  }
  if (options.docs && !options.revisit && options.ids.length < known.length) {
    throw new Error('--docs needs the results of all rows: leave out --only.');
  }
  return options;
}
