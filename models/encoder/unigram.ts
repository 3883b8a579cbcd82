/** The pieces of a word: their ids, and how many UTF-16 units each has. */
export interface Pieces {
  readonly ids: readonly number[];
  readonly lengths: readonly number[];
}

/** Piece and its log-probability, by id. */
export type UnigramVocabulary = readonly (readonly [piece: string, score: number])[];

/** A piece that may stand at a place of the word. */
interface Candidate {
  id: number;
  from: number;
  to: number;
  score: number;
  /** Of the best way from the beginning up to the end of this piece. */
  total: number;
  before: Candidate | null;
}

/** So much below the least likely piece is a letter that the vocabulary lacks. */
const UNKNOWN_BELOW = 10;

/**
 * Makes the cutter of a Unigram vocabulary (Kudo, 2018): the pieces of the likeliest way through the word; of equally likely ways the one
 * whose last pieces are longer. Letters of no piece that stand side by side make one piece together. Cuts as `tokenizers` of Python does;
 * the vocabulary is ready at once, which a tree of 40 000 pieces is not.
 * @param unknownId id of letters that the vocabulary lacks
 */
export function openUnigram(vocabulary: UnigramVocabulary, unknownId: number): (word: string) => Pieces {
  const idOf = new Map<string, number>();
  let least = 0;
  let longest = 1;
  for (const [piece, score] of vocabulary) {
    idOf.set(piece, idOf.size);
    if (score < least) least = score;
    if (piece.length > longest) longest = piece.length;
  }
  if (idOf.size !== vocabulary.length) throw new Error('a piece stands twice in the vocabulary of the tokeniser');
  const unknownScore = least - UNKNOWN_BELOW;

  /** Every piece that begins at the place, shortest first; a letter that is none stands for itself. */
  function candidatesAt(letters: readonly string[], from: number): Candidate[] {
    const found: Candidate[] = [];
    const add = (id: number, to: number, score: number): void => {
      found.push({ id, from, to, score, total: 0, before: null });
    };
    let piece = '';
    for (let to = from + 1; to <= letters.length; to++) {
      piece += letters[to - 1];
      if (piece.length > longest) break;
      const id = idOf.get(piece);
      if (id !== undefined) add(id, to, id === unknownId ? unknownScore : (vocabulary[id]?.[1] ?? 0));
      else if (to === from + 1) add(unknownId, to, unknownScore);
    }
    // The first letter has a candidate of its own in any case; where it is longer than all pieces, it was left out above.
    if (found[0]?.to !== from + 1) add(unknownId, from + 1, unknownScore);
    return found;
  }

  function likeliest(letters: readonly string[]): Candidate[] {
    const endings: Candidate[][] = Array.from({ length: letters.length + 1 }, () => []);
    for (let from = 0; from < letters.length; from++)
      for (const candidate of candidatesAt(letters, from)) {
        if (from === 0) candidate.total = candidate.score;
        else follow(candidate, endings[from] ?? []);
        endings[candidate.to]?.push(candidate);
      }
    const end: Candidate = { id: 0, from: letters.length, to: letters.length, score: 0, total: 0, before: null };
    follow(end, endings[letters.length] ?? []);
    const way: Candidate[] = [];
    for (let at = end.before; at !== null; at = at.before) way.push(at);
    return way.reverse();
  }

  return (word) => {
    const letters = Array.from(word);
    const ids: number[] = [];
    const lengths: number[] = [];
    let lastWasUnknown = false;
    for (const { id, from, to } of likeliest(letters)) {
      const length = letters.slice(from, to).join('').length;
      if (id === unknownId && lastWasUnknown) lengths.push((lengths.pop() ?? 0) + length);
      else {
        ids.push(id);
        lengths.push(length);
      }
      lastWasUnknown = id === unknownId;
    }
    return { ids, lengths };
  };
}

/** Puts the candidate behind the best of those that end where it begins; the first of equals. */
function follow(candidate: Candidate, befores: readonly Candidate[]): void {
  for (const before of befores) {
    const total = before.total + candidate.score;
    if (candidate.before !== null && total <= candidate.total) continue;
    candidate.before = before;
    candidate.total = total;
  }
}
