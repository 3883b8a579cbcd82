import { describe, expect, it } from 'vitest';
import { allowedActions, changeFor } from '../../../../pipelines/incidents/lifecycle.js';
import { type IncidentAction, incidentActionTypes } from '../../../../src/core/http.js';
import { type IncidentStatus, incidentChangeSchema, incidentStatusSchema } from '../../../../src/core/incident.js';
import { sampleIncident } from '../../../support/samples.js';

const actions: Record<IncidentAction['type'], IncidentAction> = {
  assign: { type: 'assign', executorId: 'lighting', note: null },
  'change-topic': { type: 'change-topic', group: 'roads', topic: null },
  'change-urgency': { type: 'change-urgency', urgency: 'urgent' },
  'not-incident': { type: 'not-incident', reason: 'Шутка' },
  answer: { type: 'answer', text: 'Приедем', url: null },
  close: { type: 'close', outcome: 'solved', reason: null },
  reopen: { type: 'reopen', reason: 'Снова темно' },
  comment: { type: 'comment', text: 'Проверить' },
};
/** x = possible. Written out a second time on purpose: a change of the table is a decision. */
const table: Record<IncidentStatus, string> = {
  //                assign topic urgency not-incident answer close reopen comment
  new: 'x x x x x x - x',
  assigned: 'x x x x x x - x',
  answered: '- x - - x x x x',
  closed: '- - - - - - x x',
  'not-incident': '- - - - - - x x',
};
const order: IncidentAction['type'][] = [
  'assign',
  'change-topic',
  'change-urgency',
  'not-incident',
  'answer',
  'close',
  'reopen',
  'comment',
];
const executorName = (id: string): string | undefined => (id === 'lighting' ? 'Горсвет Заречья' : undefined);
const cases = incidentStatusSchema.options.flatMap((status) =>
  order.map((type, index) => [status, type, table[status].split(' ')[index] === 'x'] as const),
);

describe('the lifecycle', () => {
  it('knows every action and every state', () => {
    expect([...incidentActionTypes].toSorted()).toEqual([...order].toSorted());
    expect(Object.keys(allowedActions).toSorted()).toEqual([...incidentStatusSchema.options].toSorted());
  });

  it.each(cases.filter(([, , isAllowed]) => isAllowed))('lets «%s» be followed by «%s»', (status, type) => {
    const change = changeFor(sampleIncident({ status }), actions[type], executorName);
    expect(incidentChangeSchema.safeParse(change).error).toBeUndefined();
  });

  it.each(cases.filter(([, , isAllowed]) => !isAllowed))(
    'does not let «%s» be followed by «%s», and says what is possible',
    (status, type) => {
      const incident = sampleIncident({ status });
      expect(() => changeFor(incident, actions[type], executorName)).toThrow(
        expect.objectContaining({
          code: 'E_MOVE_FORBIDDEN',
          message: `incident ${incident.number} is «${status}»: «${type}» is not possible, only ${allowedActions[status].join(', ')}`,
          details: { status, allowed: allowedActions[status] },
        }),
      );
    },
  );

  it('assigns only to an executor that exists', () => {
    const action: IncidentAction = { type: 'assign', executorId: 'nobody', note: null };
    expect(() => changeFor(sampleIncident(), action, executorName)).toThrow(
      expect.objectContaining({ code: 'E_INPUT_INVALID', message: expect.stringContaining('no executor «nobody»') }),
    );
    expect(changeFor(sampleIncident(), actions.assign, executorName)).toMatchObject({
      executorName: 'Горсвет Заречья',
    });
  });
});
