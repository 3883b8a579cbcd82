import { type DayWindow, isInWindow, type Organisation } from '../../src/core/organisation.js';
import type { RoutingTable } from './table.js';

/** Who acts for a body on a day, and who would have but does not act either. */
export interface Acting {
  /** Null when neither the body nor any of its substitutes acts. */
  readonly organisation: Organisation | null;
  /** The bodies that do not act on that day, in the order in which they were asked; empty when the body acts itself. */
  readonly away: readonly { readonly organisation: Organisation; readonly window: DayWindow }[];
}

/** The window in which the body does not act on the day; null when it acts. */
function absence({ inactive }: Organisation, date: string): DayWindow | null {
  return inactive.find((window) => isInWindow(date, window)) ?? null;
}

/**
 * The body itself, or where it does not act on the day the first of its substitutes that does: in their order, each before its own
 * substitutes, which come before the next.
 * @param date local day, YYYY-MM-DD; null where it is not known: everybody acts then
 */
export function actingFor(
  organisation: Organisation,
  date: string | null,
  { organisations }: Pick<RoutingTable, 'organisations'>,
): Acting {
  if (date === null) return { organisation, away: [] };
  const away: Acting['away'][number][] = [];
  const asked = new Set<string>();
  const ask = (body: Organisation): Organisation | null => {
    asked.add(body.id);
    const window = absence(body, date);
    if (window === null) return body;
    away.push({ organisation: body, window });
    for (const substitute of body.substitutes) {
      const next = organisations.get(substitute.id);
      if (next === undefined || asked.has(next.id) || !isInWindow(date, substitute)) continue;
      const found = ask(next);
      if (found !== null) return found;
    }
    return null;
  };
  return { organisation: ask(organisation), away };
}

/** «с 01.07.2026 по 31.07.2026» */
export function windowInRussian({ from, to }: DayWindow): string {
  const shown = (date: string): string => date.split('-').toReversed().join('.');
  if (from !== null && to !== null) return from === to ? shown(from) : `с ${shown(from)} по ${shown(to)}`;
  if (from !== null) return `с ${shown(from)}`;
  return to === null ? 'всегда' : `по ${shown(to)}`;
}
