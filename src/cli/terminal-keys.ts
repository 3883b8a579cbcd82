/** The part of process.stdin that reading keys takes. */
export interface KeyInput extends AsyncIterable<Buffer | string> {
  isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
}

/**
 * Keys as they are pressed, one by one; what arrows and other special keys send is left out. The terminal is as before when the caller has enough or
 * the input ends.
 */
export async function* keysOf(input: KeyInput): AsyncGenerator<string, void> {
  if (input.isTTY === true) input.setRawMode?.(true);
  try {
    for await (const data of input) {
      const text = data.toString();
      if (text.startsWith('\u001B')) continue;
      yield* text;
    }
  } finally {
    if (input.isTTY === true) input.setRawMode?.(false);
  }
}
