import type { Territory } from '../../src/core/place.js';
import type { CandidateReason } from '../../src/core/place-explanation.js';
import type { Mentions } from './find.js';
import type { Gazetteer, NameEntry } from './gazetteer.js';
import type { Home } from './home.js';

interface Candidate {
  readonly alias: boolean;
  /** The territory and its ancestors. */
  readonly chain: readonly Territory[];
  readonly mentions: Mentions;
  readonly home: Home;
}

const isIn = ({ chain }: Candidate, id: string | undefined): boolean => {
  for (const territory of chain) if (territory.id === id) return true;
  return false;
};
const liesIn = (one: Candidate, areas: Mentions['regions']): boolean =>
  areas.some(({ territoryIds }) => territoryIds.some((id) => isIn(one, id)));

/** What speaks for a territory among those of one name, and how much. */
const grounds: readonly { reason: CandidateReason; adds: number; holds(one: Candidate): boolean }[] = [
  { reason: 'named-region', adds: 4, holds: (one) => liesIn(one, one.mentions.regions) },
  { reason: 'named-municipality', adds: 3, holds: (one) => liesIn(one, one.mentions.municipalities) },
  { reason: 'beside-town', adds: 3, holds: (one) => one.mentions.besides?.some((id) => isIn(one, id)) === true },
  { reason: 'home-settlement', adds: 3, holds: (one) => isIn(one, one.home.settlement?.id) },
  { reason: 'home-municipality', adds: 2, holds: (one) => isIn(one, one.home.municipality?.id) },
  { reason: 'home-region', adds: 2, holds: (one) => isIn(one, one.home.region?.id) },
  {
    reason: 'hint',
    adds: 1,
    holds: (one) => one.mentions.hints.some(({ territories }) => territories.some(({ id }) => isIn(one, id))),
  },
  { reason: 'nickname', adds: -0.5, holds: ({ alias }) => alias },
];

const candidateOf = (
  { territory, alias }: NameEntry,
  mentions: Mentions,
  home: Home,
  gazetteer: Gazetteer,
): Candidate => ({ alias, chain: gazetteer.chain(territory.id), mentions, home });

/** How much speaks for this territory of the name. */
export function scoreOf(entry: NameEntry, mentions: Mentions, home: Home, gazetteer: Gazetteer): number {
  const candidate = candidateOf(entry, mentions, home, gazetteer);
  let score = 0;
  for (const { adds, holds } of grounds) if (holds(candidate)) score += adds;
  return score;
}

/** What `scoreOf` adds up, one by one. */
export function reasonsOf(
  entry: NameEntry,
  mentions: Mentions,
  home: Home,
  gazetteer: Gazetteer,
): { reason: CandidateReason; adds: number }[] {
  const candidate = candidateOf(entry, mentions, home, gazetteer);
  return grounds.filter(({ holds }) => holds(candidate)).map(({ reason, adds }) => ({ reason, adds }));
}
