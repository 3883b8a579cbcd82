/** What comes again, behind the fake API: invented series of the first incidents of the world. */
const day = 86_400_000;
const iso = (ms) => new Date(ms).toISOString();
const kinds = ['seasonal', 'chronic', 'repeated'];

/** Days ago of the incidents of each series, the oldest first. */
function daysAgo(kind, index) {
  if (kind === 'seasonal') return [4, 3, 2, 1].map((year) => Math.round(year * 365.25 - 40 - index * 3 - year * 2));
  if (kind === 'chronic') return Array.from({ length: 9 }, (_, month) => (9 - month) * 37 + index);
  return [900, 610, 95].map((days) => days + index * 11);
}

function build(world, nowMs) {
  const all = [];
  let used = 0;
  for (let index = 0; index < 9; index++) {
    const kind = kinds[index % 3];
    const days = daysAgo(kind, index);
    const cards = world.slice(used, used + days.length);
    used += days.length;
    if (cards.length < days.length) break;
    const [{ incident: first }] = cards;
    const next =
      kind === 'seasonal' ? { from: iso(nowMs + 20 * day).slice(0, 10), to: iso(nowMs + 65 * day).slice(0, 10) } : null;
    const topic = first.topic ?? 'other.unclear';
    all.push({
      id: `series-${index}`,
      ...{ kind, group: first.group, topic, topics: [topic], next },
      place: {
        settlement: first.settlement ?? 'Заречье',
        street: index === 5 ? null : (first.street ?? 'Садовая'),
        house: index === 5 ? null : first.house,
        landmark: index === 5 ? { kind: 'stop', name: 'Рынок' } : null,
      },
      territories: first.territories,
      timeZone: 'Europe/Moscow',
      reason: {
        episodes: days.length,
        spanDays: days[0] - days.at(-1),
        longestGapDays: Math.max(...days.slice(1).map((one, at) => days[at] - one)),
        season: {
          ...{ came: days.length, of: days.length, counted: days.length, inside: days.length, windowDays: 45 },
          ...(kind === 'seasonal' ? { p: 0.0021, limit: 0.0125, tests: 4 } : { p: 0.04, limit: null, tests: 4 }),
        },
      },
      firstAt: iso(nowMs - days[0] * day),
      lastAt: iso(nowMs - days.at(-1) * day),
      incidents: cards.map(({ incident }, at) => ({
        ...{ id: incident.id, number: incident.number, status: incident.status, topic },
        ...{ at: iso(nowMs - days[at] * day), episode: at + 1 },
      })),
      peopleCount: days.length * 3 + index,
      bodies: [{ id: first.executorId, name: first.executorName, count: days.length }],
      solvedCount: days.length - 1,
    });
  }
  return all.sort((a, b) => b.reason.episodes - a.reason.episodes);
}

/** GET /api/series. */
export function buildSeries(world, params, nowMs) {
  const all = build(world, nowMs).filter(({ group }) => !params.get('group') || group === params.get('group'));
  const items = all.filter(({ kind }) => !params.get('kind') || kind === params.get('kind'));
  const count = (kind) => all.filter((one) => one.kind === kind).length;
  return {
    ...{ items, total: items.length, incidents: world.length, since: iso(nowMs - 1_500 * day), asOf: iso(nowMs) },
    kinds: Object.fromEntries(kinds.map((kind) => [kind, count(kind)])),
  };
}

/** GET /api/incidents/:id/series. */
export function seriesOf(world, card, nowMs) {
  for (const series of build(world, nowMs)) {
    const member = series.incidents.find(({ id }) => id === card.incident.id);
    if (member) return { series, episode: member.episode };
  }
  return { series: null, episode: null };
}
