/** Colours of one stream; without colour every function gives its text back. */
export interface Colours {
  /** Whether anything is coloured: what colour alone would say must be said in signs when it is false. */
  readonly enabled: boolean;
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
  underline(text: string): string;
}

/** What the choice depends on: process.stdout and process.stderr are such streams. */
export interface ColourStream {
  isTTY?: boolean;
  /** Of terminals; looks at NO_COLOR, FORCE_COLOR and TERM. */
  hasColors?(): boolean;
}

/**
 * @param wanted `--color` or `--no-color` of the command line; undefined: coloured on a terminal that can and whose user did not refuse
 *   by NO_COLOR
 */
export function createColours(stream: ColourStream, wanted?: boolean): Colours {
  const enabled = wanted ?? (stream.isTTY === true && stream.hasColors?.() === true);
  const paint =
    (open: number, close: number) =>
    (text: string): string =>
      enabled && text !== '' ? `\u001B[${open}m${text}\u001B[${close}m` : text;
  return {
    enabled,
    bold: paint(1, 22),
    dim: paint(2, 22),
    underline: paint(4, 24),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    cyan: paint(36, 39),
  };
}

/** The option of all commands that colour; for their `args`. */
export const colourOption = {
  type: 'boolean',
  description: 'colour also what is piped («| less -R»); default: on a terminal only',
  negativeDescription: 'never colour; NO_COLOR in the environment says the same',
} as const;
