/** Valid documents for tests, each with overrides. Texts are invented. */

import type { Route } from '../../src/core/executor.js';
import { incidentNumber } from '../../src/core/ids.js';
import type { Actor, Incident, IncidentChange, IncidentEvent } from '../../src/core/incident.js';
import { placeFields } from '../../src/core/incident.js';
import type { IncidentPost, MachineHalf } from '../../src/core/incident-machine.js';
import { noTies } from '../../src/core/incident-ties.js';
import type { Label } from '../../src/core/label.js';
import type { Place } from '../../src/core/place.js';
import type { Post, RawPost } from '../../src/core/post.js';
import type { RuleSet, SavedSearch } from '../../src/core/rule-set.js';
import type { AuditEntry, Hand, Session, User } from '../../src/core/user.js';
import type { Verdict } from '../../src/core/verdict.js';

/** The instant at which all samples play. */
export const sampleAt = '2026-03-02T09:00:00.000Z';
export const sampleText = 'На улице Садовой третий день не работает освещение, дети идут из школы в темноте.';

export function sampleVerdict(overrides: Partial<Verdict> = {}): Verdict {
  return {
    score: 0.91,
    incident: true,
    unsure: false,
    doubts: [],
    group: 'improvement',
    topic: 'improvement.lighting',
    kind: null,
    urgency: 'ordinary',
    groups: [
      { group: 'improvement', probability: 0.8 },
      { group: 'energy', probability: 0.15 },
    ],
    topics: [],
    evidence: [
      {
        engine: 'rules',
        id: 'lighting-out',
        revision: 'a1b2c3',
        target: 'improvement.lighting',
        weight: 2.5,
        words: [{ text: 'не работает освещение', start: 29, end: 50 }],
      },
    ],
    ...overrides,
  };
}

export function samplePlace(overrides: Partial<Place> = {}): Place {
  return {
    precision: 'street',
    territoryId: 'zarechye',
    region: 'Приозёрная область',
    municipality: 'Заречный округ',
    settlement: 'Заречье',
    street: 'Садовая',
    house: null,
    ...{ district: null, landmarks: [], oktmo: null, pointOf: null, regionConfidence: null },
    point: { lat: 54.125, lon: 37.5 },
    ...{ named: ['street'], confidence: 0.8 },
    evidence: [
      { field: 'street', value: 'Садовая', from: 'text', span: { text: 'улице Садовой', start: 3, end: 16 } },
      { field: 'settlement', value: 'Заречье', from: 'source', span: null },
    ],
    ...overrides,
  };
}

export function sampleRoute(overrides: Partial<Route> = {}): Route {
  return {
    executorId: 'lighting',
    executorName: 'Горсвет Заречья',
    ruleId: 'improvement-zarechye',
    reason: 'Освещение улиц в Заречье ведёт Горсвет.',
    ranked: [{ executorId: 'lighting', executorName: 'Горсвет Заречья', probability: 0.9 }],
    ...overrides,
  };
}

export function sampleMachine(overrides: Partial<MachineHalf> = {}): MachineHalf {
  return {
    verdict: sampleVerdict(),
    place: samplePlace(),
    route: sampleRoute(),
    territories: ['zarechye', 'zarechenskaya'],
    timeZone: 'Europe/Moscow',
    revisions: { rules: 'a1b2c3', 'places.names': 'd4e5f6' },
    ...overrides,
  };
}

export function sampleRawPost(overrides: Partial<RawPost> = {}): RawPost {
  return {
    id: 'pSample0000000000000001',
    sourceId: 'zarechye-forum',
    sourceKind: 'phpbb',
    territory: 'zarechye',
    timeZone: 'Europe/Moscow',
    nativeId: '1001',
    url: 'https://forum.example/viewtopic.php?p=1001',
    text: sampleText,
    publishedAt: sampleAt,
    timePrecision: 'minute',
    rawTime: '2 мар 2026, 12:00',
    threadId: '77',
    replyTo: null,
    edited: false,
    pinned: false,
    repostOf: null,
    counts: { views: 120, likes: null, comments: 4 },
    attachments: [{ type: 'photo', alt: 'тёмная улица' }],
    author: 'authorhash0000000000aa',
    fetchedAt: '2026-03-02T09:05:00.000Z',
    fingerprint: 'fingerprint00001',
    ...overrides,
  };
}

export function samplePost(overrides: Partial<Post> = {}): Post {
  const { timeZone, ...raw } = sampleRawPost();
  return {
    ...raw,
    indexedAt: '2026-03-02T09:05:02.000Z',
    version: 1,
    removedAt: null,
    masked: { phone: 1 },
    dropped: null,
    repeatOf: null,
    verdict: sampleVerdict(),
    place: samplePlace(),
    incidentId: 'iSample0000000000000001',
    join: { how: 'opened', on: null, similarity: null },
    decidedBy: { ruleSet: null, rules: 'a1b2c3', text: 't1', model: null },
    searches: [],
    model: null,
    vector: null,
    ...overrides,
  };
}

export function sampleIncidentPost(overrides: Partial<IncidentPost> = {}): IncidentPost {
  return {
    postId: 'pSample0000000000000001',
    sourceId: 'zarechye-forum',
    sourceKind: 'phpbb',
    url: 'https://forum.example/viewtopic.php?p=1001',
    author: 'authorhash0000000000aa',
    text: sampleText,
    publishedAt: sampleAt,
    fetchedAt: '2026-03-02T09:05:00.000Z',
    version: 1,
    join: { how: 'opened', on: null, similarity: null },
    ...overrides,
  };
}

export const sampleMachineActor: Actor = { kind: 'machine', id: 'work', name: 'Отклик' };
export const sampleOperator: Actor = { kind: 'operator', id: 'operator1', name: 'Дежурный оператор' };
export const sampleHand: Hand = { login: 'operator1', name: 'Дежурный оператор', role: 'operator', executors: [] };

export function sampleOpening(): Extract<IncidentChange, { type: 'opened' }> {
  return {
    type: 'opened',
    post: sampleIncidentPost(),
    machine: sampleMachine(),
    clusterKeys: ['improvement|zarechye|садовая'],
  };
}

export function sampleEvent(overrides: Partial<IncidentEvent> = {}): IncidentEvent {
  return {
    incidentId: 'iSample0000000000000001',
    seq: 1,
    at: sampleAt,
    actor: sampleMachineActor,
    change: sampleOpening(),
    ...overrides,
  };
}

export function sampleIncident(overrides: Partial<Incident> = {}): Incident {
  const id = overrides.id ?? 'iSample0000000000000001';
  const text = overrides.texts?.[0] ?? sampleText;
  return {
    id,
    number: incidentNumber(id),
    version: 1,
    status: 'new',
    group: 'improvement',
    topic: 'improvement.lighting',
    urgency: 'ordinary',
    executorId: 'lighting',
    executorName: 'Горсвет Заречья',
    approverId: null,
    approverName: null,
    nature: 'solvable',
    proposedAnswer: null,
    finalBy: null,
    promises: [],
    pausedAt: null,
    pauseReason: null,
    forwardedTo: null,
    ties: noTies,
    recurrences: 0,
    recurredAt: null,
    reply: null,
    reactions: [],
    score: 0.91,
    unsure: false,
    territories: ['zarechye', 'zarechny-okrug', 'priozernaya'],
    ...placeFields(overrides.machine ?? sampleMachine()),
    title: text.slice(0, 200),
    texts: [text],
    posts: [sampleIncidentPost()],
    postIds: [sampleIncidentPost().postId],
    authors: ['authorhash0000000000aa'],
    postCount: 1,
    peopleCount: 1,
    sourceIds: ['zarechye-forum'],
    clusterKeys: ['improvement|zarechye|садовая'],
    clocks: {
      publishedAt: sampleAt,
      fetchedAt: '2026-03-02T09:05:00.000Z',
      queuedAt: '2026-03-02T09:05:03.000Z',
      termFrom: '2026-03-02T09:05:03.000Z',
      acceptedAt: null,
      assignedAt: null,
      startedAt: null,
      interimAt: null,
      proposedAt: null,
      approvedAt: null,
      answeredAt: null,
      closedAt: null,
    },
    dueAt: '2026-03-05T09:00:00.000Z',
    clockRuns: [],
    noticeAt: null,
    lastPostAt: sampleAt,
    updatedAt: '2026-03-02T09:05:03.000Z',
    logHash: null,
    machine: sampleMachine(),
    review: {
      group: null,
      topic: null,
      urgency: null,
      executorId: null,
      executorName: null,
      incident: null,
      outcome: null,
      reason: null,
    },
    ...overrides,
  };
}

export function sampleUser(overrides: Partial<User> = {}): User {
  return {
    login: 'operator1',
    name: 'Дежурный оператор',
    role: 'operator',
    passwordHash: 'scrypt$16384$8$1$c2FsdA$aGFzaA',
    mustChangePassword: false,
    territories: ['zarechye'],
    executors: [],
    disabled: false,
    createdAt: sampleAt,
    ...overrides,
  };
}

export function sampleSession(overrides: Partial<Session> = {}): Session {
  return {
    id: 'a'.repeat(64),
    login: 'operator1',
    createdAt: sampleAt,
    expiresAt: '2026-03-02T21:00:00.000Z',
    ...overrides,
  };
}

export function sampleAuditEntry(overrides: Partial<AuditEntry> = {}): AuditEntry {
  return { id: 'dAudit1', at: sampleAt, login: 'operator1', action: 'read-text', target: 'iSample1', ...overrides };
}

export function sampleRuleSet(overrides: Partial<RuleSet> = {}): RuleSet {
  return {
    version: 1,
    revision: 'dRules1',
    files: [{ path: 'config/rules/roads.yaml', text: 'rules: []\n' }],
    note: 'первая',
    by: 'analyst',
    createdAt: sampleAt,
    restores: null,
    ...overrides,
  };
}

export function sampleSavedSearch(overrides: Partial<SavedSearch> = {}): SavedSearch {
  return { id: 'pits', name: 'Ямы', query: 'яма | выбоина', owner: 'analyst', createdAt: sampleAt, ...overrides };
}

export function sampleLabel(overrides: Partial<Label> = {}): Label {
  return {
    id: 'lSample1',
    version: 3,
    subject: 'pSample0000000000000001',
    postId: 'pSample0000000000000001',
    text: sampleText,
    cluster: 'iSample0000000000000001',
    who: 'operator1',
    at: sampleAt,
    origin: 'operator',
    incident: true,
    group: 'improvement',
    alt: null,
    topic: 'improvement.lighting',
    kind: null,
    urgency: 'ordinary',
    shown: {
      score: 0.91,
      incident: true,
      unsure: false,
      group: 'improvement',
      topic: 'improvement.lighting',
      kind: null,
      urgency: 'ordinary',
      candidates: [
        { group: 'improvement', probability: 0.8 },
        { group: 'energy', probability: 0.15 },
      ],
      revisions: { rules: 'a1b2c3', 'places.names': 'd4e5f6' },
    },
    note: null,
    ...overrides,
  };
}
