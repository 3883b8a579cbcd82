import type { ShadowVerdict } from '../core/post.js';
import { groupCodes, type Verdict } from '../core/verdict.js';

/** How little the machine knows of a text, part by part; all 0-1, 1 for «nothing». */
export interface Uncertainty {
  /** Entropy of «incident or not», bits. */
  incident: number;
  /** Entropy of the groups as a part of the greatest possible; counts as far as it may be an incident at all. */
  group: number;
  /** How far rules, model and the model that looks on contradict each other. */
  disagreement: number;
  /** Their sum, 0-3. */
  total: number;
}

/**
 * Uncertainty sampling (Lewis and Gale 1994) with the disagreement of a committee (Seung, Opper and Sompolinsky 1992): what is asked first is
 * what the machine cannot say, or says in two ways.
 * @param shadow null when no other model looked on
 */
export function uncertaintyOf(verdict: Verdict, shadow: ShadowVerdict | null): Uncertainty {
  const incident = entropy([verdict.score, 1 - verdict.score]);
  const shares = verdict.groups.map(({ probability }) => probability);
  const rest = Math.max(0, 1 - shares.reduce((sum, share) => sum + share, 0));
  const group = (shares.length === 0 ? 0 : entropy([...shares, rest]) / Math.log2(groupCodes.length)) * verdict.score;
  const disagreement = disagreementOf(verdict, shadow);
  return { incident, group, disagreement, total: incident + group + disagreement };
}

/** Shannon entropy, bits. */
function entropy(shares: readonly number[]): number {
  return shares.reduce((sum, share) => (share <= 0 ? sum : sum - share * Math.log2(share)), 0);
}

/** A contradiction about «incident» weighs whole, one about the group half. */
function disagreementOf(verdict: Verdict, shadow: ShadowVerdict | null): number {
  let most = 0;
  if (shadow !== null) {
    if (shadow.incident !== verdict.incident) return 1;
    if (verdict.incident && shadow.group !== verdict.group) most = 0.5;
  }
  const byRules = strongestOfRules(verdict);
  if (verdict.incident && byRules !== null && verdict.group !== null && byRules !== verdict.group) most = 0.5;
  return most;
}

/** The group that the rules alone speak for most; null when they speak for none. */
function strongestOfRules({ evidence }: Verdict): string | null {
  const weights = new Map<string, number>();
  for (const { engine, target, weight } of evidence) {
    const [group = ''] = target.split('.');
    if (engine !== 'rules' || !groupCodes.some((code) => code === group)) continue;
    weights.set(group, (weights.get(group) ?? 0) + weight);
  }
  let strongest: string | null = null;
  let most = 0;
  for (const [group, weight] of weights) if (weight > most) [strongest, most] = [group, weight];
  return strongest;
}
