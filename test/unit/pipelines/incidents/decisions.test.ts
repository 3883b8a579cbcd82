import { describe, expect, it } from 'vitest';
import { decisionLabels } from '../../../../pipelines/incidents/decisions.js';
import type { IncidentChange, IncidentEvent } from '../../../../src/core/incident.js';
import { labelSchema } from '../../../../src/core/label.js';
import { sampleChanges } from '../../../support/sample-changes.js';
import {
  sampleEvent,
  sampleIncidentPost,
  sampleMachine,
  sampleMachineActor,
  sampleOperator,
  sampleVerdict,
} from '../../../support/samples.js';

type Step = IncidentChange | { by: 'machine'; change: IncidentChange };

const opened: IncidentChange = {
  type: 'opened',
  post: sampleIncidentPost({ postId: 'p1' }),
  machine: sampleMachine({ verdict: sampleVerdict({ group: 'roads', topic: 'roads.signs' }) }),
  clusterKeys: [],
};
const history = (...steps: Step[]): IncidentEvent[] =>
  [opened, ...steps].map((step, index) => {
    const isMachine = index === 0 || 'by' in step;
    const change = 'by' in step ? step.change : step;
    const at = new Date(Date.UTC(2026, 2, 2, 9, index)).toISOString();
    return sampleEvent({ seq: index + 1, at, actor: isMachine ? sampleMachineActor : sampleOperator, change });
  });
const machine = (change: IncidentChange): Step => ({ by: 'machine', change });
const joined = (postId: string): Step =>
  machine({ type: 'post-joined', post: sampleIncidentPost({ postId }), clusterKeys: [] });
const edited = (postId: string, text: string): Step =>
  machine({ type: 'post-edited', post: sampleIncidentPost({ postId, text, version: 2 }) });

const assigned: IncidentChange = { type: 'assigned', executorId: 'e', executorName: 'Е', note: null };
const answered: IncidentChange = { type: 'answered', text: 'Бригада выехала.', url: null };
const closed: IncidentChange = { type: 'closed', outcome: 'solved', reason: null };
const notIncident: IncidentChange = { type: 'marked-not-incident', reason: 'Старая запись.' };
const topic: IncidentChange = { type: 'topic-changed', group: 'waste', topic: 'waste.dump' };
const urgent: IncidentChange = { type: 'urgency-changed', urgency: 'urgent' };
const reopened: IncidentChange = { type: 'reopened', reason: 'Всё же да.' };
const comment: IncidentChange = { type: 'commented', text: 'Проверить.' };
const rescored = machine({
  type: 'rescored',
  machine: sampleMachine({ verdict: sampleVerdict({ group: 'health', topic: null }) }),
});
const asItStood = { incident: true, group: 'roads', topic: 'roads.signs', urgency: 'ordinary' };

describe('what operators decided on an incident', () => {
  it.each([
    ['nobody decided', history(), undefined],
    ['a comment', history(comment), undefined],
    ['the machine alone', history(machine(assigned), rescored), undefined],
    ['not an incident', history(notIncident), { incident: false, group: null, topic: null, urgency: null }],
    ['accepted', history({ type: 'accepted' }), asItStood],
    ['its answer approved', history({ type: 'answer-approved', note: null }), asItStood],
    [
      'work begun, an answer proposed',
      history({ type: 'work-started' }, { type: 'answer-proposed', text: 'Готово.' }),
      undefined,
    ],
    ['handed on', history(assigned), asItStood],
    ['answered', history(answered), asItStood],
    ['closed', history(closed), asItStood],
    ['another topic', history(topic), { incident: true, group: 'waste', topic: 'waste.dump', urgency: null }],
    ['another topic, handed on', history(topic, assigned), { ...asItStood, group: 'waste', topic: 'waste.dump' }],
    ['a topic that stands against the machine', history(topic, rescored, closed), { group: 'waste' }],
    ['another urgency', history(urgent), { incident: true, group: null, topic: null, urgency: 'urgent' }],
    ['another urgency, handed on', history(urgent, assigned), { ...asItStood, urgency: 'urgent' }],
    ['not an incident after all', history(topic, notIncident), { incident: false, group: null, urgency: null }],
    ['reopened', history(notIncident, reopened), { incident: true, group: null, topic: null }],
    ['closed and reopened', history(closed, reopened), asItStood],
    ['accepted before the machine changed its mind', history(assigned, rescored), asItStood],
    ['accepted as the machine saw it by then', history(rescored, assigned), { group: 'health', topic: null }],
  ])('is read from its log: %s', (_what, events, expected) => {
    const [label] = decisionLabels(events);
    if (expected === undefined) expect(label).toBeUndefined();
    else expect(label).toMatchObject(expected);
  });

  it('is said by the last who decided, with what was shown then', () => {
    const events = history(topic, rescored, assigned, comment);
    const last = events[3];
    if (last !== undefined) last.actor = { ...sampleOperator, id: 'operator2' };
    const [label] = decisionLabels(events);
    expect(label).toMatchObject({
      who: 'operator2',
      at: '2026-03-02T09:03:00.000Z',
      version: 4,
      origin: 'operator',
      cluster: 'iSample0000000000000001',
      subject: 'p1',
      postId: 'p1',
      shown: {
        group: 'health',
        candidates: [{ group: 'improvement' }, { group: 'energy' }],
        revisions: { rules: 'a1b2c3' },
      },
    });
  });

  it('is said of every post that was there, in its words of that moment, and of none that came later', () => {
    const before = history(joined('p2'), edited('p2', 'Как было.'), assigned, joined('p3'), edited('p2', 'Иначе.'));
    expect(decisionLabels(before).map(({ postId, text }) => [postId, text])).toEqual([
      ['p1', sampleIncidentPost().text],
      ['p2', 'Как было.'],
    ]);
    const after = decisionLabels([...before, sampleEvent({ seq: 7, actor: sampleOperator, change: closed })]);
    expect(after.map(({ postId, version }) => [postId, version])).toEqual([
      ['p1', 7],
      ['p2', 7],
      ['p3', 7],
    ]);
    expect(after[1]?.text).toBe('Иначе.');
  });

  it('keeps its id from decision to decision, so that the later one replaces the earlier', () => {
    const [first, second] = [history(topic), history(topic, notIncident)].map((events) => decisionLabels(events)[0]);
    expect(first?.id).toBe(second?.id);
    expect((first?.version ?? 9) < (second?.version ?? 0)).toBe(true);
  });

  it('makes valid labels of every kind of change, without a word of the operator or a trace of the author', () => {
    const events = sampleChanges().map((change, index) =>
      sampleEvent({ seq: index + 1, change, actor: index < 4 ? sampleMachineActor : sampleOperator }),
    );
    const labels = decisionLabels(events);
    expect(labels).toHaveLength(2);
    for (const label of labels) expect(labelSchema.parse(label)).toEqual(label);
    const written = JSON.stringify(labels);
    for (const kept of ['authorhash', 'Прошлогодняя', 'Снова темно', 'Проверить вечером'])
      expect(written).not.toContain(kept);
  });
});
