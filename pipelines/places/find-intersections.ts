import { type LandmarkMention, type Scan, type StreetMention, wordAt } from './scan.js';
import { isCrossing } from './street-shapes.js';

/** «перекрёсток Мира и Ленина», «на углу Кирова и Гоголя», «Жукова/Маяковского»: the streets stay streets, the pair is a landmark. */
export function findIntersections(scan: Scan, streets: readonly StreetMention[]): LandmarkMention[] {
  const found: LandmarkMention[] = [];
  const ordered = streets.toSorted((a, b) => a.start - b.start);
  for (let i = 1; i < ordered.length; i++) {
    const first = ordered[i - 1];
    const second = ordered[i];
    if (first === undefined || second === undefined || first.name === second.name) continue;
    const end = first.houses.at(-1)?.end ?? first.end;
    const gap = second.start - end;
    const between = Array.from({ length: Math.max(0, gap) }, (_, k) => wordAt(scan, end + k));
    if (gap > 3 || !between.some((word) => /^(?:и|с|угол|[/–—-])$/.test(word))) continue;
    const isSlash = between.length === 1 && (between[0] === '/' || between[0] === 'угол');
    const cue = [1, 2, 3].map((back) => first.start - back).find((at) => crossingNoun(wordAt(scan, at)));
    const closing = [0, 1, 2].map((on) => second.end + on).find((at) => crossingNoun(wordAt(scan, at)));
    if (!isSlash && cue === undefined && closing === undefined) continue;
    found.push({
      kind: 'intersection',
      name: `${first.name} — ${second.name}`,
      start: cue ?? first.start,
      end: second.end,
    });
  }
  return found;
}

const crossingNoun = (word: string): boolean => isCrossing(word) && word !== 'между';
