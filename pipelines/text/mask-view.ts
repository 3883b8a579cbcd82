/** A text with its digits written plainly, and the way back to the text given. */
export interface View {
  readonly text: string;
  /** Offset in the text given of each unit of `text`, one more at the end. */
  readonly from: readonly number[];
}

/**
 * Full-width, boxed, circled and mathematical digits become plain ones and what cannot be seen is left out («8️⃣9️⃣…», «８９…», zero-width
 * spaces between digits), so that one set of patterns finds them all.
 */
export function plainDigits(text: string): View {
  let out = '';
  const from: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const low = text.charCodeAt(index + 1);
    if (isInvisible(code)) continue;
    from.push(index);
    if (code >= 0xff01 && code <= 0xff5e) out += String.fromCharCode(code - 0xfee0);
    else if (code >= 0x2460 && code <= 0x2468) out += String.fromCharCode(code - 0x2460 + 0x31);
    else if (code === 0xd835 && low >= 0xdfce && low <= 0xdfff) {
      out += String.fromCharCode(0x30 + ((low - 0xdfce) % 10));
      index += 1;
    } else out += text[index];
  }
  from.push(text.length);
  return { text: out, from };
}

/** True for a unit that `plainDigits` changes: without any the text is plain already. A variation selector counts only with others. */
export function isRare(code: number): boolean {
  if (code < 0x2000) return code === 0xad || code === 0x34f;
  return (
    (isInvisible(code) && code !== 0xfe0f) ||
    (code >= 0xff01 && code <= 0xff5e) ||
    (code >= 0x2460 && code <= 0x2468) ||
    code === 0xd835
  );
}

function isInvisible(code: number): boolean {
  return (
    code === 0xad ||
    code === 0x34f ||
    (code >= 0x200b && code <= 0x200f) ||
    code === 0x2060 ||
    code === 0xfeff ||
    code === 0xfe0f ||
    code === 0x20e3
  );
}
