/** The queue's behaviour behind the fake API: filters, facets, highlights, actions. */
import { executors } from './fake-names.mjs';

const stem = (word) =>
  word
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/(ами|ями|ого|ему|ой|ая|ую|ые|ых|ах|ам|ов|ы|и|а|у|е|ю|я)$/u, '');

/** Marks the words of the text that share a stem with the query. */
function highlight(text, query) {
  const stems = query.split(/\s+/).filter(Boolean).map(stem);
  let hit = false;
  const marked = text.replace(/[\p{L}\d]+/gu, (word) => {
    if (!stems.some((one) => one.length > 1 && stem(word).startsWith(one))) return word;
    hit = true;
    return `\uE000${word}\uE001`;
  });
  return hit ? marked.slice(0, 260) : null;
}

function toRow({ texts, posts, clusterKeys, machine, review, ...row }) {
  return { ...row, timeZone: machine.timeZone };
}

function count(rows, pick) {
  const counts = new Map();
  for (const row of rows) for (const key of [pick(row)].flat()) if (key) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].map(([key, n]) => ({ key, count: n })).sort((a, b) => b.count - a.count);
}

/** Pseudo-similarity: the share of common stems, in the range where cosines of sentences lie. */
function similarity(one, other) {
  const stems = (text) => new Set((text.toLowerCase().match(/\p{L}{3,}/gu) ?? []).map(stem));
  const [a, b] = [stems(one), stems(other)];
  const common = [...a].filter((word) => b.has(word)).length;
  return Math.round((0.6 + (0.4 * common) / Math.max(1, Math.min(a.size, b.size))) * 10_000) / 10_000;
}

/** GET /api/incidents/:id/similar. */
export function similarTo(world, card, limit) {
  const items = world
    .filter((other) => other !== card && other.incident.group === card.incident.group)
    .map(({ incident }) => ({
      incident: toRow(incident),
      similarity: similarity(card.incident.texts[0] ?? '', incident.texts[0] ?? ''),
    }))
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, limit);
  return { items, isKnown: true };
}

function isOver({ state, dueOn }, nowMs) {
  return state === 'open' && Date.parse(dueOn) + 86_400_000 < nowMs;
}

/** GET /api/incidents. */
export function listIncidents(world, params, nowMs) {
  const get = (name) => (params.get(name) ?? '').split(',').filter(Boolean);
  const text = params.get('text') ?? '';
  const isByMeaning = params.get('by') === 'meaning' && text !== '';
  const highlights = {};
  const similarities = {};
  const has = (name, value) => get(name).length === 0 || [value].flat().some((one) => get(name).includes(one));
  const found = world
    .map((card) => card.incident)
    .filter((row) => {
      if (isByMeaning) {
        const value = similarity(text, row.texts[0] ?? '');
        if (value < 0.7) return false;
        similarities[row.id] = value;
      } else if (text !== '') {
        const mark = highlight(row.texts[0] ?? '', text);
        if (mark === null) return false;
        highlights[row.id] = [mark];
      }
      const at = row.clocks.publishedAt ?? row.clocks.fetchedAt;
      return (
        has('status', row.status) &&
        has('group', row.group) &&
        has('urgency', row.urgency) &&
        has('executorId', row.executorId) &&
        has('settlement', row.settlement) &&
        has('sourceId', row.sourceIds) &&
        (params.get('overdue') !== 'true' || (row.dueAt !== null && Date.parse(row.dueAt) < nowMs)) &&
        (params.get('promises') !== 'overdue' || row.promises.some((promise) => isOver(promise, nowMs))) &&
        (params.get('unsure') === null || String(row.unsure) === params.get('unsure')) &&
        (params.get('from') === null || at >= params.get('from')) &&
        (params.get('to') === null || at <= params.get('to'))
      );
    });
  const sort = params.get('sort');
  if (isByMeaning && (sort ?? 'relevance') === 'relevance')
    found.sort((a, b) => similarities[b.id] - similarities[a.id]);
  if (sort === 'due') found.sort((a, b) => (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9'));
  if (sort === 'people') found.sort((a, b) => b.peopleCount - a.peopleCount);
  const limit = Number(params.get('limit') ?? 50);
  const after = params.get('after');
  const start = after === null ? 0 : found.findIndex((row) => row.id === after) + 1;
  const items = found.slice(start, start + limit);
  return {
    items: items.map(toRow),
    total: found.length,
    next: start + limit < found.length ? items.at(-1).id : null,
    facets: {
      status: count(found, (row) => row.status),
      group: count(found, (row) => row.group),
      urgency: count(found, (row) => row.urgency),
      executorId: count(found, (row) => row.executorId),
      settlement: count(found, (row) => row.settlement),
      sourceId: count(found, (row) => row.sourceIds),
    },
    similarities: Object.fromEntries(
      items.filter((row) => similarities[row.id]).map((row) => [row.id, similarities[row.id]]),
    ),
    highlights: Object.fromEntries(
      items.filter((row) => highlights[row.id]).map((row) => [row.id, highlights[row.id]]),
    ),
  };
}

const working = ['assign', 'interim-answer', 'propose-answer', 'answer', 'close', 'forward', 'pause'];
const deciding = ['change-topic', 'change-urgency', 'change-nature', 'comment'];
const moves = {
  new: ['accept', 'not-incident', ...working, ...deciding],
  accepted: ['not-incident', ...working, ...deciding],
  assigned: ['start-work', 'not-incident', ...working, ...deciding],
  'in-work': ['not-incident', ...working, ...deciding],
  interim: [...working, ...deciding],
  proposed: ['approve-answer', 'return-answer', ...deciding],
  approved: ['answer', 'return-answer', ...deciding],
  forwarded: ['answer', 'close', 'reopen', 'comment'],
  answered: ['answer', 'close', 'reopen', 'comment'],
  closed: ['reopen', 'comment'],
  'not-incident': ['reopen', 'comment'],
};

const forExecutors = ['start-work', 'propose-answer', 'pause', 'resume', 'comment'];

function allowedTo(session, { status, pausedAt, promises }) {
  const settling = promises.length > 0 ? ['settle-promise'] : [];
  const allowed = [...moves[status], ...settling].map((type) => (type === 'pause' && pausedAt ? 'resume' : type));
  return session.role === 'executor' ? allowed.filter((type) => forExecutors.includes(type)) : allowed;
}

/** GET /api/incidents/:id. */
export function cardOf(card, session) {
  const { texts, clusterKeys, ...incident } = card.incident;
  return {
    incident,
    posts: card.posts.slice(0, 200),
    authorWords: card.authorWords,
    history: card.history,
    clocks: clocksOf(card.incident),
    allowed: allowedTo(session, incident),
    selfEvidentOutcomes: incident.status === 'answered' ? ['solved', 'explained'] : [],
  };
}

/** The clock of the first answer, in the shape of the real ones. */
function clocksOf({ clocks, dueAt, version }) {
  const stoppedAt = clocks.interimAt ?? clocks.answeredAt ?? clocks.closedAt;
  return [
    {
      run: {
        clock: 'first-answer',
        startSeq: 1,
        startedAt: clocks.termFrom,
        stopSeq: stoppedAt && version,
        stoppedAt,
        end: stoppedAt && 'done',
        policyId: 'ordinary',
        pauses: [],
        bodies: [],
        told: 0,
        missed: false,
        escalated: 0,
      },
      state: stoppedAt ? 'met' : 'running',
      dueAt,
      isLate: false,
      elapsedMinutes: 130,
      budgetMinutes: 540,
      isWorkingTime: true,
    },
  ];
}

/** Appends the event of an action and brings the incident to its new state. */
export function applyAction(card, action, actor, nowMs) {
  const { incident } = card;
  const at = new Date(nowMs).toISOString();
  const apply = {
    assign: () => {
      const executorName = executors.find((one) => one.id === action.executorId)?.name ?? action.executorId;
      Object.assign(incident, { status: 'assigned', executorId: action.executorId, executorName });
      Object.assign(incident.review, { executorId: action.executorId, executorName });
      incident.clocks.assignedAt = at;
      return { type: 'assigned', executorId: action.executorId, executorName, note: action.note };
    },
    accept: () => {
      incident.status = 'accepted';
      incident.clocks.acceptedAt = at;
      return { type: 'accepted' };
    },
    'start-work': () => {
      incident.status = 'in-work';
      incident.clocks.startedAt = at;
      return { type: 'work-started' };
    },
    'interim-answer': () => {
      Object.assign(incident, { status: 'interim', dueAt: null, finalBy: action.finalBy });
      incident.clocks.interimAt = at;
      return { type: 'interim-answered', text: action.text, url: action.url, finalBy: action.finalBy };
    },
    'propose-answer': () => {
      const proposedAnswer = { text: action.text, by: actor.id, byName: actor.name, at, approvedBy: null };
      Object.assign(incident, { status: 'proposed', proposedAnswer });
      incident.clocks.proposedAt = at;
      return { type: 'answer-proposed', text: action.text };
    },
    'approve-answer': () => {
      incident.status = 'approved';
      incident.proposedAnswer.approvedBy = actor.id;
      incident.clocks.approvedAt = at;
      return { type: 'answer-approved', note: action.note };
    },
    'return-answer': () => {
      Object.assign(incident, { status: 'assigned', proposedAnswer: null });
      return { type: 'answer-returned', reason: action.reason };
    },
    forward: () => {
      Object.assign(incident, { status: 'forwarded', dueAt: null, forwardedTo: action.to });
      return { type: 'forwarded', to: action.to, reference: action.reference, reason: action.reason };
    },
    pause: () => {
      Object.assign(incident, { pausedAt: at, pauseReason: action.reason });
      return { type: 'paused', reason: action.reason, note: action.note };
    },
    resume: () => {
      Object.assign(incident, { pausedAt: null, pauseReason: null });
      return { type: 'resumed' };
    },
    'change-nature': () => {
      incident.nature = action.nature;
      return { type: 'nature-changed', nature: action.nature };
    },
    'change-topic': () => {
      Object.assign(incident, { group: action.group, topic: action.topic, unsure: false });
      Object.assign(incident.review, { group: action.group, topic: action.topic });
      return { type: 'topic-changed', group: action.group, topic: action.topic };
    },
    'change-urgency': () => {
      incident.urgency = action.urgency;
      incident.review.urgency = action.urgency;
      return { type: 'urgency-changed', urgency: action.urgency };
    },
    'not-incident': () => {
      Object.assign(incident, { status: 'not-incident', dueAt: null });
      return { type: 'marked-not-incident', reason: action.reason };
    },
    answer: () => {
      Object.assign(incident, { status: 'answered', dueAt: null });
      incident.clocks.answeredAt = at;
      return { type: 'answered', text: action.text, url: action.url };
    },
    close: () => {
      Object.assign(incident, { status: 'closed', dueAt: null });
      incident.clocks.closedAt = at;
      return { type: 'closed', outcome: action.outcome, reason: action.reason };
    },
    reopen: () => {
      Object.assign(incident, { status: 'new', dueAt: new Date(nowMs + 9 * 3_600_000).toISOString() });
      return { type: 'reopened', reason: action.reason };
    },
    'settle-promise': () => {
      const promise = incident.promises.find(({ seq }) => seq === action.seq);
      promise.state = action.kept ? 'kept' : 'broken';
      return { type: 'promise-settled', seq: action.seq, kept: action.kept, note: action.note };
    },
    comment: () => ({ type: 'commented', text: action.text }),
  };
  const change = apply[action.type]();
  incident.version += 1;
  incident.updatedAt = at;
  card.history.push({ seq: incident.version, at, actor, change });
}
