/** A text of the test with its truth and with everything that was said of it. */
export interface ScoredText {
  id: string;
  source: string;
  kind: 'appeals' | 'noise' | 'feed';
  incident: boolean;
  /** Null where the source's topic is ambiguous, and for what is no incident. */
  group: string | null;
  alt: readonly string[];
  /** What kind of feed post it is, from whoever wrote it; null for other texts. */
  why: string | null;
  /** What a feed post asks for, and whether it is urgent; null where nobody said. */
  wants: string | null;
  urgent: boolean | null;
  /** Tokens. */
  words: number;
  /** Whether the gate lets it through to the transformer. */
  admitted: boolean;
  verdict: {
    score: number;
    incident: boolean;
    unsure: boolean;
    kind: string | null;
    urgency: string;
    groups: readonly { group: string; probability: number }[];
  };
  /** Each part alone: how much it takes the text for an incident, its first group, and how sure it is of that. */
  parts: Record<'rules' | 'n-grams' | 'transformer', PartSaid>;
}
export interface PartSaid {
  /** Any number that grows with the belief. */
  score: number;
  group: string | null;
  confidence: number;
}

export const isQueued = ({ verdict }: ScoredText): boolean => verdict.incident || verdict.unsure;
export const isCalled = ({ verdict }: ScoredText): boolean => verdict.incident;

/** The verdict as if it were a part. */
export function wholeSaid({ verdict: { score, groups } }: ScoredText): PartSaid {
  return { score, group: groups[0]?.group ?? null, confidence: groups[0]?.probability ?? 0 };
}

/** Classes of length by number of tokens: [name, most tokens]. */
const lengthClasses = [
  ['1-5', 5],
  ['6-10', 10],
  ['11-20', 20],
  ['21-40', 40],
  ['41 and more', Number.POSITIVE_INFINITY],
] as const;
export const lengthNames: readonly string[] = lengthClasses.map(([name]) => name);
export function lengthOf({ words }: Pick<ScoredText, 'words'>): string {
  return (lengthClasses.find(([, most]) => words <= most) ?? lengthClasses[0])[0];
}

/** Words by which writers of feed posts name one kind, brought to one of them. */
const oneName: readonly (readonly [RegExp, string])[] = [
  [/^(private )?(ad|advert)$/, 'private advert'],
  [/^(very )?short phrase$/, 'short phrase'],
  [/^hunt (for )?offender$/, 'hunt for offender'],
  [/^witness (of )?(accident|fire)$/, 'witness of accident'],
  [/^nothing to act( on)?$/, 'nothing to act on'],
  [/^(instruction|medical talk|instruction medical|instruction reply)$/, 'instruction or medical talk'],
  [/^obituary( comment)?$/, 'obituary'],
  [/^official (news|notice|answer)$/, 'official news'],
  [/^(tariff chat|customer chat)$/, 'customers of private firms'],
  [/^(joke|meme)$/, 'joke'],
  [/^(thread )?reply( without context)?( with fact)?$/, 'reply with a fact'],
  [/^short sarcasm.*$/, 'sarcasm'],
  [/^(a )?request\b.*$/, 'request'],
  [/^question\b.*$/, 'question'],
];

/** «lost-and-found, dog» → «lost and found». */
export function kindOfPost(why: string): string {
  const name = why.toLowerCase().replaceAll('-', ' ').split(',')[0]?.trim() ?? '';
  return oneName.find(([pattern]) => pattern.test(name))?.[1] ?? name;
}
