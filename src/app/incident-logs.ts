import { project } from '../../pipelines/incidents/project.js';
import { AppError } from '../core/errors.js';
import { type ChainBreak, canonicalJson, findChainBreak } from '../core/event-chain.js';
import { incidentNumber } from '../core/ids.js';
import type { Incident } from '../core/incident.js';
import type { IncidentStore } from '../core/ports.js';
import type { WorkingCalendar } from '../core/working-time.js';

/** Before any post. */
const sinceEver = '1970-01-01T00:00:00.000Z';

/**
 * The incident with this id or number («7K3QX2»).
 * @throws AppError E_NOT_FOUND, E_INPUT_INVALID when several have the number
 */
export async function incidentBy(store: Pick<IncidentStore, 'get' | 'search'>, idOrNumber: string): Promise<Incident> {
  const direct = await store.get(idOrNumber);
  if (direct !== null) return direct;
  const wanted = idOrNumber.toUpperCase().replace(/^(?:ИН|IN)-/u, '');
  const { items } = await store.search({ text: wanted, limit: 200 });
  const found = items.filter(({ number }) => number === wanted);
  const [only] = found;
  if (only === undefined)
    throw new AppError('E_NOT_FOUND', `there is no incident ${idOrNumber}: «incidents list» shows the numbers`);
  if (found.length > 1) {
    const ids = found.map(({ id }) => id).join(', ');
    throw new AppError(
      'E_INPUT_INVALID',
      `${found.length} incidents have the number ${wanted}: name one by its id, ${ids}`,
    );
  }
  return only;
}

/** Ids of all incidents, or of the one that is named. */
async function* idsOf(store: IncidentStore, only: string | null): AsyncGenerator<string> {
  if (only !== null) yield (await incidentBy(store, only)).id;
  else for await (const { id } of store.since(sinceEver)) yield id;
}

export interface LogReport {
  incidents: number;
  events: number;
  broken: (ChainBreak & { incidentId: string; number: string })[];
}

/**
 * Holds the logs against their hashes: whether anything was changed, taken out, put in or cut off after it was written.
 * @param only id or number of one incident; null for all
 */
export async function verifyLogs(
  store: IncidentStore,
  only: string | null,
  onProgress: (incidents: number) => void = () => undefined,
): Promise<LogReport> {
  const report: LogReport = { incidents: 0, events: 0, broken: [] };
  for await (const incidentId of idsOf(store, only)) {
    // The projection first: what is written in between only makes the log longer, and is looked at up to there.
    const projection = await store.get(incidentId);
    const log = await store.log(incidentId);
    const known = projection === null ? log : log.slice(0, Math.max(projection.version, 0));
    const found = findChainBreak(known, projection?.logHash ?? null) ?? findChainBreak(log);
    if (found !== null) report.broken.push({ ...found, incidentId, number: incidentNumber(incidentId) });
    report.incidents += 1;
    report.events += log.length;
    onProgress(report.incidents);
  }
  return report;
}

export interface RecomputeReport {
  incidents: number;
  /** What was stored and differed from what the log amounts to: names of the fields. */
  mended: { incidentId: string; number: string; fields: string[] }[];
  /** Logs that cannot be projected. */
  failed: { incidentId: string; number: string; message: string }[];
}

/**
 * Makes projections anew from their logs and writes those that differ.
 * @param only id or number of one incident; null for all
 */
export async function recomputeIncidents(
  store: IncidentStore,
  calendar: WorkingCalendar,
  only: string | null,
  onProgress: (incidents: number) => void = () => undefined,
): Promise<RecomputeReport> {
  const report: RecomputeReport = { incidents: 0, mended: [], failed: [] };
  for await (const incidentId of idsOf(store, only)) {
    const number = incidentNumber(incidentId);
    report.incidents += 1;
    try {
      const [stored, events] = await Promise.all([store.get(incidentId), store.events(incidentId)]);
      const fresh = project(events, calendar);
      const fields = differing(stored, fresh);
      if (fields.length > 0) {
        await store.project(fresh);
        if (differing(await store.get(incidentId), fresh).length > 0)
          report.failed.push({ incidentId, number, message: handmade });
        else report.mended.push({ incidentId, number, fields });
      }
    } catch (error) {
      if (!(error instanceof AppError) || error.retry) throw error;
      report.failed.push({ incidentId, number, message: error.message });
    }
    onProgress(report.incidents);
  }
  return report;
}

/** Writes from outside count the index's own version up, which keeps every earlier one from replacing them. */
const handmade =
  'the index keeps a document that was written by hand: remove it from the index of incidents, wait a minute and recompute';

/** Fields in which the two differ; none when somebody wrote a newer one meanwhile. */
function differing(stored: Incident | null, fresh: Incident): string[] {
  if (stored === null) return ['all'];
  if (stored.version > fresh.version) return [];
  const fields = new Set([...Object.keys(stored), ...Object.keys(fresh)]) as Set<keyof Incident>;
  return [...fields].filter((field) => canonicalJson(stored[field]) !== canonicalJson(fresh[field]));
}
