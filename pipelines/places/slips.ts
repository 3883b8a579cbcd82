/** Letters that are written for each other because they sound alike where no stress lies on them. */
const alike: Readonly<Record<string, string>> = { а: 'о', о: 'а', е: 'и', и: 'е', ы: 'и' };

/**
 * A folded word as a hasty hand writes it: with a letter left out (not the first), doubled, put before its neighbour, or written as it sounds.
 * Words of one slip each, the word itself not among them.
 */
export function slipsOf(word: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (let at = 0; at < word.length; at++) {
    const head = word.slice(0, at);
    const letter = word.charAt(at);
    const tail = word.slice(at + 1);
    if (at > 0) found.add(head + tail);
    found.add(head + letter + letter + tail);
    if (tail !== '') found.add(head + tail.charAt(0) + letter + tail.slice(1));
    const sound = alike[letter];
    if (sound !== undefined && at > 0) found.add(head + sound + tail);
  }
  found.delete(word);
  return found;
}
