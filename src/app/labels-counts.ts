import type { Label, LabelOrigin } from '../core/label.js';
import type { LabelStore } from '../core/label-store.js';
import { fewestLabels, type Truth, truthsOf } from '../core/label-truth.js';

export interface LabelSummary {
  labels: number;
  byOrigin: Record<string, number>;
  byWho: Record<string, number>;
  /** Of labels that say «incident», and «not-incident» for the others. */
  byGroup: Record<string, number>;
  /** Texts, after several words on one were put together. */
  texts: { incidents: number; others: number; grouped: number; contested: number };
  /** How many more agreed texts a refitting of the model needs; all 0 when there are enough. */
  lacking: { incidents: number; others: number; groups: number };
}

/** What labels there are, and how many more it takes. */
export async function summariseLabels(labels: Pick<LabelStore, 'all'>): Promise<LabelSummary> {
  const all: Pick<Label, 'origin' | 'who' | 'incident' | 'group'>[] = [];
  const told: Label[] = [];
  for await (const label of labels.all()) {
    all.push(label);
    told.push({ ...label, text: '', note: null, shown: null });
  }
  const truths = truthsOf(told);
  const texts = {
    incidents: count(truths, ({ incident }) => incident === true),
    others: count(truths, ({ incident }) => incident === false),
    grouped: count(truths, ({ group }) => group !== null),
    contested: count(truths, ({ contested }) => contested.length > 0),
  };
  return {
    labels: all.length,
    byOrigin: tally(all, ({ origin }): LabelOrigin => origin),
    byWho: tally(all, ({ who }) => who),
    byGroup: tally(all, ({ incident, group }) => (incident ? (group ?? 'none') : 'not-incident')),
    texts,
    lacking: {
      incidents: Math.max(0, fewestLabels.incidents - texts.incidents),
      others: Math.max(0, fewestLabels.others - texts.others),
      groups: Math.max(0, fewestLabels.groups - texts.grouped),
    },
  };
}

function count(truths: readonly Truth[], pass: (truth: Truth) => boolean): number {
  return truths.filter(pass).length;
}

/** The most frequent first. */
function tally<T>(all: readonly T[], of: (each: T) => string): Record<string, number> {
  const counts = new Map<string, number>();
  for (const each of all) counts.set(of(each), (counts.get(of(each)) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)));
}
