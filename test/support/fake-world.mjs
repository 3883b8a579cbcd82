/** Builds invented incidents in the shape of src/core/http.ts; the unit test checks them against its schemas. */
import { promisesOf } from './fake-answers.mjs';
import { executors, groups, hostile, settlements, sources, templates } from './fake-names.mjs';
import { buildPlace, pointOf } from './fake-place.mjs';
import { createRandom } from './fake-random.mjs';
import { wordsAfter } from './fake-reaction.mjs';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const iso = (ms) => new Date(ms).toISOString();
const executorName = (id) => executors.find((executor) => executor.id === id)?.name ?? id;

/** Text of a template with the places of its evidence words. */
function compose(template, place, topic) {
  const words = [];
  let text = '';
  for (const part of template.split(/(\[\[.*?\]\]|\{\{.*?\}\}|\{place\})/)) {
    const start = text.length;
    if (part === '{place}') {
      text += place.text;
      for (const one of place.spans) {
        const at = start + place.text.indexOf(one.value);
        words.push({
          field: one.field,
          value: one.value,
          span: { text: one.value, start: at, end: at + one.value.length },
        });
      }
    } else if (/^(\[\[|\{\{)/.test(part)) {
      const word = part.slice(2, -2);
      text += word;
      words.push({ target: part.startsWith('{{') ? 'urgent' : topic, span: { text: word, start, end: text.length } });
    } else text += part;
  }
  return { text, words };
}

function buildMachine(random, topic, urgency, executorId, place, composed) {
  const group = topic.split('.')[0];
  const probability = 0.55 + random() * 0.44;
  const others = groups.map((one) => one.code).filter((code) => code !== group);
  const score = 0.5 + random() * 0.49;
  const unsure = score < 0.62;
  const second = executors[Math.floor(random() * executors.length)];
  const ranked = [{ executorId, executorName: executorName(executorId), probability }];
  if (second.id !== executorId)
    ranked.push({ executorId: second.id, executorName: second.name, probability: (1 - probability) * 0.7 });
  const evidence = composed.words
    .filter((word) => word.target)
    .map((word, index) => ({
      engine: 'rules',
      id: `${word.target.replace('.', '-')}-${index + 1}`,
      revision: `r${(index + 7) * 4_099}`,
      target: word.target,
      weight: 1.2 + index * 0.35,
      words: [word.span],
    }));
  if (random() < 0.5)
    evidence.push({
      engine: 'rules',
      id: 'question-not-complaint',
      revision: 'r90211',
      target: 'not-incident',
      weight: -0.4,
      words: [],
    });
  // The model's parts: the same words, in its own measure.
  for (const word of composed.words.filter((one) => one.target))
    evidence.push({
      engine: 'transformer',
      id: word.span.text.toLowerCase(),
      revision: 'v0-1a2b3c4d5e6f',
      target: 'incident',
      weight: 0.412,
      words: [word.span],
    });
  return {
    verdict: {
      score,
      incident: true,
      unsure,
      doubts: unsure ? ['group'] : [],
      group,
      topic,
      kind: 'complaint',
      urgency,
      groups: [
        { group, probability },
        { group: others[Math.floor(random() * others.length)], probability: (1 - probability) * 0.6 },
        { group: 'other', probability: (1 - probability) * 0.25 },
      ].filter((one, index, all) => all.findIndex((other) => other.group === one.group) === index),
      evidence,
    },
    place: {
      precision: place.house ? 'house' : place.street ? 'street' : 'settlement',
      territoryId: `t-${settlements.indexOf(place.settlement)}`,
      region: 'Заречная область',
      municipality: 'городской округ Заречье',
      settlement: place.settlement,
      street: place.street,
      house: place.house,
      ...pointOf(place),
      ...(place.house ? { pointLicence: '© OpenStreetMap contributors, ODbL 1.0' } : {}),
      regionConfidence: null,
      named: place.spans.map((span) => span.field),
      confidence: 0.6 + random() * 0.39,
      evidence: [
        ...composed.words
          .filter((word) => word.field)
          .map((word) => ({ field: word.field, value: word.value, from: 'text', span: word.span })),
        { field: 'region', value: 'Заречная область', from: 'source', span: null },
        { field: 'district', value: 'Озёрный район', from: 'boundary', span: null },
      ],
    },
    route: {
      executorId,
      executorName: executorName(executorId),
      ruleId: `${topic}@zarechye`,
      reason: `Тема «${groups.flatMap((one) => one.topics).find((one) => one.id === topic)?.ru}» в городском округе Заречье: отвечает ${executorName(executorId)}.`,
      ranked,
    },
    territories: ['svetlogorsk'],
    // One of the settlements lies two hours further east, so that the screens show which clock a time is of.
    timeZone: place.settlement === settlements[1] ? 'Asia/Yekaterinburg' : 'Europe/Moscow',
    revisions: { normaliser: 'n3', rules: 'r7f21c', 'model set': 'v0-1a2b3c4d5e6f', places: 'p11', routing: 'm5' },
  };
}

function buildPost(id, source, text, atMs, random, join, machine) {
  return {
    nativeId: id,
    url: `https://${source.id}.example/post/${id}`,
    text,
    publishedAt: random() < 0.95 ? iso(atMs) : null,
    timePrecision: 'minute',
    rawTime: null,
    threadId: null,
    replyTo: null,
    edited: random() < 0.1,
    pinned: false,
    repostOf: null,
    counts: { views: 120, likes: 4, comments: 9 },
    attachments: random() < 0.3 ? [{ type: 'photo', alt: null }] : [],
    id,
    sourceId: source.id,
    sourceKind: source.kind,
    territory: 't-0',
    fetchedAt: iso(atMs + 180_000),
    indexedAt: iso(atMs + 200_000),
    fingerprint: `f${id}`,
    version: 1,
    removedAt: null,
    masked: random() < 0.2 ? { phone: 1 } : {},
    dropped: null,
    repeatOf: null,
    verdict: machine?.verdict ?? null,
    place: machine?.place ?? null,
    incidentId: null,
    join,
    decidedBy: null,
    searches: [],
    model: machine && {
      revision: 'v0-1a2b3c4d5e6f',
      sampled: false,
      shadow: machine.verdict.unsure
        ? {
            score: 0.31,
            incident: false,
            unsure: true,
            group: 'other',
            topic: null,
            urgency: 'ordinary',
            revision: 'v1-6f5e4d3c2b1a',
          }
        : null,
    },
  };
}

/** One incident with its card. index makes ids; atMs is the moment of the first post. */
export function buildIncident(index, atMs, nowMs) {
  const random = createRandom(index * 7_919 + 17);
  for (let i = 0; i < 5; i++) random();
  const [topic, executorId, urgency, template] = templates[Math.floor(random() * templates.length)];
  const place = buildPlace(random);
  const composed = compose(template, place, topic);
  if (index === 5 || index === 9) Object.assign(composed, { text: hostile[index === 5 ? 0 : 1], words: [] });
  const machine = buildMachine(random, topic, urgency, executorId, place, composed);
  const source = sources[Math.floor(random() * sources.length)];
  const id = `i${String(index).padStart(6, '0')}AbCdEfGh`;
  const postCount = random() < 0.6 ? 1 : 2 + Math.floor(random() ** 3 * 30);
  const posts = [];
  for (let i = 0; i < postCount; i++) {
    const join =
      i === 0
        ? { how: 'opened', on: null, similarity: null }
        : random() < 0.6
          ? { how: 'near-duplicate', on: `p${index}x0`, similarity: 0.7 + random() * 0.29 }
          : { how: ['same-place', 'same-thread', 'repeat'][Math.floor(random() * 3)], on: 'k', similarity: null };
    const from = i === 0 ? source : sources[Math.floor(random() * sources.length)];
    const text = i === 0 || random() < 0.4 ? composed.text : `Подтверждаю! ${composed.text}`;
    posts.push(
      buildPost(
        `p${index}x${i}`,
        from,
        text,
        atMs + i * 900_000,
        random,
        join,
        text === composed.text ? machine : null,
      ),
    );
  }
  if (index === 9) posts[0].url = 'https://forum-zarechye.example/topic?id=1&x=%22%3E%3Cscript%3E';
  const age = nowMs - atMs;
  const step = Math.min(4, Math.floor(random() * 2 + age / 40_000_000));
  const status =
    age < 7_200_000
      ? 'new'
      : (['new', 'assigned', index % 2 ? 'proposed' : 'answered', 'closed', 'not-incident'][step] ?? 'new');
  const queued = atMs + 260_000;
  const events = [
    {
      actor: machineActor,
      at: queued,
      change: { type: 'opened', post: toIncidentPost(posts[0]), machine },
    },
  ];
  for (const post of posts.slice(1))
    events.push({
      actor: machineActor,
      at: Date.parse(post.fetchedAt),
      change: { type: 'post-joined', post: toIncidentPost(post) },
    });
  const person = { kind: 'operator', id: 'operator1', name: 'Смирнова Вера' };
  const assignedAt = status !== 'new' && status !== 'not-incident' ? queued + 2_400_000 : null;
  if (assignedAt)
    events.push({
      actor: person,
      at: assignedAt,
      change: {
        type: 'assigned',
        executorId,
        executorName: executorName(executorId),
        note: random() < 0.5 ? 'Прошу ответить до конца дня.' : null,
      },
    });
  const proposedAnswer =
    status === 'proposed'
      ? {
          text: 'Здравствуйте! Светильник заменён сегодня, линию проверили до конца улицы.',
          by: 'brigade',
          byName: 'Мастер участка',
          at: iso(queued + 6_000_000),
          approvedBy: null,
        }
      : null;
  if (proposedAnswer)
    events.push({
      actor: { kind: 'operator', id: 'brigade', name: 'Мастер участка' },
      at: queued + 6_000_000,
      change: { type: 'answer-proposed', text: proposedAnswer.text },
    });
  const answeredAt = status === 'answered' || status === 'closed' ? queued + 9_000_000 : null;
  const answerUrl = `https://${source.id}.example/answer/${index}`;
  const { authorWords, ...answered } = wordsAfter(answeredAt, posts, answerUrl);
  if (answeredAt)
    events.push({
      actor: person,
      at: answeredAt,
      change: {
        type: 'answered',
        text: 'Здравствуйте! Бригада выехала, работы закончат завтра к 18:00. Контроль — за участком №3.',
        url: answerUrl,
      },
    });
  const closedAt = status === 'closed' ? queued + 90_000_000 : null;
  if (closedAt)
    events.push({
      actor: person,
      at: closedAt,
      change: { type: 'closed', outcome: 'solved', reason: 'Автор подтвердил.' },
    });
  if (status === 'not-incident')
    events.push({
      actor: person,
      at: queued + 900_000,
      change: { type: 'marked-not-incident', reason: 'Обсуждают прошлогоднюю новость.' },
    });
  events.sort((a, b) => a.at - b.at);
  const history = events.map((event, order) => ({
    seq: order + 1,
    at: iso(event.at),
    actor: event.actor,
    change: event.change,
  }));
  const people = new Set(posts.map((_, i) => (i % 5 === 4 ? 0 : i))).size;
  const incident = {
    id,
    number: [...Array(6)].map((_, i) => alphabet[(index * 37 + i * i * 11 + Math.floor(random() * 32)) % 32]).join(''),
    version: history.length,
    status,
    group: machine.verdict.group,
    topic,
    urgency,
    executorId,
    executorName: executorName(executorId),
    approverId: null,
    approverName: null,
    nature: 'solvable',
    proposedAnswer,
    ...{ finalBy: null, pausedAt: null, pauseReason: null, forwardedTo: null },
    promises: promisesOf(history, index),
    ...(index % 17 === 3 ? { recurrences: 1, recurredAt: iso(nowMs) } : { recurrences: 0, recurredAt: null }),
    ...answered,
    ties: noTies,
    score: machine.verdict.score,
    unsure: machine.verdict.unsure,
    territories: [machine.place.territoryId, 't-region'],
    settlement: place.settlement,
    street: place.street,
    house: place.house,
    district: machine.place.district,
    precision: machine.place.precision,
    oktmo: machine.place.oktmo,
    point: machine.place.point,
    pointOf: machine.place.pointOf,
    title: composed.text.slice(0, 200),
    texts: posts.map((post) => post.text),
    posts: posts.slice(0, 50).map(toIncidentPost),
    postCount,
    peopleCount: people,
    sourceIds: [...new Set(posts.map((post) => post.sourceId))],
    clocks: {
      publishedAt: posts[0].publishedAt,
      fetchedAt: posts[0].fetchedAt,
      queuedAt: iso(queued),
      termFrom: iso(queued),
      acceptedAt: null,
      assignedAt: assignedAt && iso(assignedAt),
      startedAt: null,
      interimAt: null,
      proposedAt: proposedAnswer?.at ?? null,
      approvedAt: null,
      answeredAt: answeredAt && iso(answeredAt),
      closedAt: closedAt && iso(closedAt),
    },
    dueAt:
      status === 'new' || status === 'assigned' || status === 'proposed'
        ? iso(queued + (urgency === 'urgent' ? 4 : 9) * 3_600_000)
        : null,
    lastPostAt: iso(atMs + (postCount - 1) * 900_000),
    updatedAt: history.at(-1).at,
    logHash: null,
    machine,
    review: {
      group: null,
      topic: null,
      urgency: null,
      executorId: assignedAt ? executorId : null,
      executorName: assignedAt ? executorName(executorId) : null,
      incident: null,
      outcome: closedAt ? 'solved' : null,
      reason: null,
    },
  };
  return { incident, posts, authorWords, history };
}

const noTies = { mergedInto: null, absorbed: [], splitOff: [], splitFrom: null, unsettled: [] };
export const machineActor = { kind: 'machine', id: 'work', name: 'work' };

function toIncidentPost(post) {
  const { id, sourceId, sourceKind, url, text, publishedAt, fetchedAt, version, join } = post;
  return { postId: id, sourceId, sourceKind, url, text, publishedAt, fetchedAt, version, join };
}

/** All incidents of the fake town, newest first. */
export function buildWorld(nowMs, count = 640) {
  const items = [];
  for (let i = 0; i < count; i++) items.push(buildIncident(i, nowMs - 240_000 - i * i * 900 - i * 420_000, nowMs));
  return items;
}
