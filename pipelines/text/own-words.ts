/**
 * The text with quoted lines («> …») blanked, so that an answer is judged by what its author says. Offsets stay as they are: each
 * quoted character becomes a space.
 */
export function ownWords(text: string): string {
  return text.replace(/^> ?.*$/gmu, (line) => ' '.repeat(line.length));
}
