import { defineCommand } from 'citty';
import { isoTime } from '../../../core/clock.js';
import type { RegisteredSource, SourceState } from '../../../core/source.js';
import { sourceHealth } from '../../../core/source-health.js';
import { guarded } from '../../failure.js';
import { formatTable } from '../../table.js';
import { filterArguments, queryOf, withPlatform } from './arguments.js';

const PAGE = 500;

export const list = defineCommand({
  meta: { name: 'list', description: 'Sources with their health, by id.' },
  args: {
    ...filterArguments,
    limit: { type: 'string', default: '200', description: 'how many at most; 0 for all' },
    json: { type: 'boolean', default: false, description: 'one source a line' },
  },
  run: guarded(async ({ args }) => {
    const most = Number(args.limit) || Number.POSITIVE_INFINITY;
    await withPlatform(async ({ store, clock }) => {
      const nowMs = clock.now();
      const query = queryOf(args, isoTime(nowMs));
      const rows: string[][] = [];
      let shown = 0;
      let total = 0;
      for (let after: string | undefined; shown < most; ) {
        const limit = Math.min(PAGE, most - shown);
        const page = await store.sources.search(query, { limit, ...(after === undefined ? {} : { after }) });
        total = page.total;
        const states = new Map(
          (await store.sources.states(page.items.map(({ id }) => id))).map((each) => [each.sourceId, each]),
        );
        for (const source of page.items) {
          const state = states.get(source.id) ?? null;
          const health = sourceHealth(source, state, nowMs);
          if (args.json) process.stdout.write(`${JSON.stringify({ source, state, health })}\n`);
          else rows.push(rowOf(source, state, health));
        }
        shown += page.items.length;
        after = page.items.at(-1)?.id;
        if (page.items.length < limit) break;
      }
      if (args.json) return;
      const head = [
        'source',
        'kind',
        'health',
        'posts',
        'last success',
        'next visit',
        'every',
        'delay p50/p95',
        'what is wrong',
      ];
      const counts = await store.sources.counts(isoTime(nowMs));
      const { disabled, failing, silent } = counts;
      process.stdout.write(`${formatTable(head, rows)}\n`);
      process.stdout.write(
        `${shown} of ${total}; of all ${counts.total}: ${failing} failing, ${silent} silent, ${counts['no-passport']} without a valid passport, ${disabled} off\n`,
      );
    });
  }),
});

function rowOf(source: RegisteredSource, state: SourceState | null, health: string): string[] {
  return [
    source.id,
    source.kind,
    health,
    String(state?.postsSeen ?? 0),
    minuteOf(state?.lastSuccessAt),
    source.enabled ? minuteOf(state?.nextVisitAt) : '',
    intervalOf(state),
    delayOf(state),
    reasonOf(source, state, health),
  ];
}

/** `2026-03-01 12:30`, UTC. */
function minuteOf(at: string | null | undefined): string {
  return at == null ? '' : at.slice(0, 16).replace('T', ' ');
}

function spanOf(minutes: number): string {
  if (minutes < 1) return `${Math.round(minutes * 60)} s`;
  if (minutes < 120) return `${Math.round(minutes)} min`;
  return minutes < 2_880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1_440)} d`;
}

/** What is given, and what was asked for where the budgets do not allow it. */
function intervalOf(state: SourceState | null): string {
  if (state?.intervalMinutes == null) return '';
  const given = spanOf(state.intervalMinutes);
  const wanted = state.wantedMinutes === null ? given : spanOf(state.wantedMinutes);
  return wanted !== given && (state.wantedMinutes ?? 0) < state.intervalMinutes ? `${given} (wants ${wanted})` : given;
}

function delayOf(state: SourceState | null): string {
  if (state?.delayP50Seconds == null || state.delayP95Seconds === null) return '';
  return `${spanOf(state.delayP50Seconds / 60)} / ${spanOf(state.delayP95Seconds / 60)}`;
}

function reasonOf(source: RegisteredSource, state: SourceState | null, health: string): string {
  if (health === 'disabled')
    return source.switchedOff === null ? '' : `${source.switchedOff.reason} (${source.switchedOff.by})`;
  if (health === 'no-passport') return `passport expired on ${source.passport.expires}`;
  if (health === 'silent') return `nothing new since ${minuteOf(state?.lastNewPostAt)}`;
  const times = health === 'failing' ? `${state?.failuresInRow} in a row: ` : '';
  return state?.lastError == null ? '' : `${times}${state.lastError.code} ${state.lastError.message}`;
}
