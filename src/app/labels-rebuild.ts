import type { Label } from '../core/label.js';
import type { Store } from '../core/ports.js';
import { decidedLabels, sinceEver } from './decided-labels.js';

export interface RebuildReport {
  /** Decisions in the logs, one a post. */
  decided: number;
  /** Labels that were missing or another than the log says. */
  written: number;
  /** Labels of decisions that no log knows. */
  removed: number;
}

/**
 * Makes the labels of operators' decisions anew from the logs of the incidents, whatever is stored; labels of other origins are not touched. May
 * run beside people who work: what they decide meanwhile has a higher version and stays.
 * @param onProgress told how many labels were compared
 */
export async function rebuildLabels(
  store: Pick<Store, 'incidents' | 'labels'>,
  onProgress: (count: number) => void = () => undefined,
): Promise<RebuildReport> {
  const report: RebuildReport = { decided: 0, written: 0, removed: 0 };
  // Read first: a decision taken after this moment is not among them, so it cannot be taken for one that no log knows.
  const unknown = new Set<string>();
  for await (const { id } of store.labels.all({ origin: ['operator'] })) unknown.add(id);
  for await (const labels of decidedLabels(store, sinceEver)) {
    const stored = new Map((await store.labels.byIds(labels.map(({ id }) => id))).map((label) => [label.id, label]));
    const news = labels.filter((label) => !isSame(label, stored.get(label.id)));
    if (news.length > 0) await store.labels.put(news);
    for (const { id } of labels) unknown.delete(id);
    report.decided += labels.length;
    report.written += news.length;
    onProgress(report.decided);
  }
  report.removed = unknown.size;
  if (unknown.size > 0) await store.labels.remove([...unknown]);
  return report;
}

function isSame(label: Label, stored: Label | undefined): boolean {
  if (stored === undefined) return false;
  return sorted(label) === sorted(stored);
}

/** JSON that does not depend on the order of the fields. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
