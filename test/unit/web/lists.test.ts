import { describe, expect, it } from 'vitest';
import { incidentActionSchema, incidentActionTypes } from '../../../src/core/http.js';
import { buildAction } from '../../../src/web/card/actions/build-action.js';
import type { Draft } from '../../../src/web/card/actions/draft.js';
import { buildFunnel } from '../../../src/web/lib/funnel.js';
import { mergeRows } from '../../../src/web/lib/merge-rows.js';

const rows = (...ids: string[]) => ids.map((id) => ({ id, mark: 'old' }));
const shown = (...ids: string[]) => rows(...ids).map((row) => ({ row, gone: false }));

describe('live rows', () => {
  it('stay where they are while newer ones wait', () => {
    const merged = mergeRows(shown('b', 'c'), [...rows('n1', 'b', 'n2', 'c')]);
    expect(merged.shown.map((entry) => entry.row.id)).toEqual(['b', 'c']);
    expect(merged.waiting.map((row) => row.id)).toEqual(['n1', 'n2']);
  });

  it('are updated in place', () => {
    const merged = mergeRows(shown('a'), [{ id: 'a', mark: 'new' }]);
    expect(merged.shown).toEqual([{ row: { id: 'a', mark: 'new' }, gone: false }]);
  });

  it('grow at the end by the next page', () => {
    const merged = mergeRows(shown('a', 'b'), rows('a', 'b', 'c', 'd'));
    expect(merged.shown.map((entry) => entry.row.id)).toEqual(['a', 'b', 'c', 'd']);
    expect(merged.waiting).toEqual([]);
  });

  it('are kept as gone when the server no longer lists them', () => {
    const merged = mergeRows(shown('a', 'b'), rows('b'));
    expect(merged.shown.map((entry) => [entry.row.id, entry.gone])).toEqual([
      ['a', true],
      ['b', false],
    ]);
  });

  it('let everything wait when none of the shown ones is left', () => {
    const merged = mergeRows(shown('a'), rows('x', 'y'));
    expect(merged.waiting).toHaveLength(2);
    expect(merged.shown).toHaveLength(1);
  });
});

describe('the funnel', () => {
  it('adds up per stage and stands in the order of the pipeline', () => {
    const steps = buildFunnel([
      { queue: 'index', stage: 'index', outcome: 'passed', count: 3 },
      { queue: 'posts', stage: 'gate', outcome: 'dropped:no-complaint', count: 90 },
      { queue: 'posts', stage: 'gate', outcome: 'passed', count: 9 },
      { queue: 'posts', stage: 'gate', outcome: 'failed', count: 1 },
      { queue: 'posts', stage: 'gate', outcome: 'dropped:no-complaint', count: 10 },
      { queue: 'posts', stage: 'brand-new', outcome: 'passed', count: 1 },
    ]);
    expect(steps.map((step) => step.stage)).toEqual(['gate', 'index', 'brand-new']);
    expect(steps[0]).toMatchObject({
      entered: 110,
      passed: 9,
      failed: 1,
      dropped: [{ reason: 'no-complaint', count: 100 }],
    });
  });
});

describe('an action built from what was typed', () => {
  const draft: Draft = {
    executorId: 'gorsvet',
    group: 'roads',
    topic: null,
    urgency: 'urgent',
    outcome: 'solved',
    text: ' Слово ',
    url: '',
    elsewhere: 'По телефону',
    nature: 'informational',
    pauseReason: 'season',
    finalBy: '2026-03-20',
    forwardTo: ' Прокуратура ',
    reference: '',
    into: { id: 'iOther', number: '7K3QX2', version: 4 },
    postIds: ['p2'],
    seq: 3,
    kept: false,
    version: 1,
  };

  it.each(incidentActionTypes)('fits the contract: %s', (type) => {
    expect(incidentActionSchema.safeParse(buildAction(type, draft, []).action).success).toBe(true);
  });

  it('names the fields that are missing or wrong', () => {
    const empty = { ...draft, executorId: null, group: null, text: ' ', url: 'javascript:alert(1)', elsewhere: ' ' };
    expect(buildAction('assign', empty, []).problems).toEqual({ executorId: 'field.required' });
    expect(buildAction('change-topic', empty, []).problems).toEqual({ group: 'field.required' });
    expect(buildAction('answer', empty, []).problems).toEqual({ text: 'field.required', url: 'field.urlWrong' });
    expect(buildAction('comment', empty, []).problems).toEqual({ text: 'field.required' });
    expect(buildAction('forward', { ...empty, forwardTo: ' ' }, []).problems).toEqual({
      forwardTo: 'field.required',
      text: 'field.required',
    });
    expect(buildAction('interim-answer', { ...draft, finalBy: 'завтра' }, []).problems).toEqual({
      finalBy: 'field.dateWrong',
    });
    for (const url of ['', ' '])
      expect(buildAction('answer', { ...empty, text: 'Сделано', url }, []).problems).toEqual({
        url: 'field.urlOwed',
      });
    expect(buildAction('close', empty, ['solved', 'explained']).problems).toBeNull();
    expect(buildAction('close', empty, []).problems).toEqual({ text: 'field.required' });
    const postponed = { ...empty, outcome: 'postponed' as const };
    expect(buildAction('close', postponed, ['solved', 'explained']).problems).toEqual({ text: 'field.required' });
    expect(buildAction('settle-promise', { ...draft, seq: null }, []).problems).toEqual({ seq: 'field.required' });
    expect(buildAction('settle-promise', { ...draft, kept: null }, []).problems).toEqual({ kept: 'field.required' });
  });
});
