import { describe, expect, it } from 'vitest';
import { type AnswerDraft, draftKinds, gapsIn } from '../../../src/core/answer-draft.js';
import { gapsOf, groupDrafts, joinTexts } from '../../../src/web/card/actions/pick-draft.js';

const drafts: AnswerDraft[] = draftKinds.map((kind) => ({
  templateId: kind,
  name: kind,
  kind,
  text: kind,
  gaps: [],
  finalBy: null,
}));
const kindsFor = (type: Parameters<typeof groupDrafts>[1]) => groupDrafts(drafts, type).map(({ kind }) => kind);

describe('the list of drafts', () => {
  it('offers each form what it may publish', () => {
    expect(kindsFor('interim-answer')).toEqual(['interim', 'request']);
    expect(kindsFor('answer')).toEqual(['solved', 'explained', 'not-solved', 'postponed']);
    expect(kindsFor('propose-answer')).toEqual(kindsFor('answer'));
    expect(kindsFor('comment')).toEqual([]);
  });

  it('leaves out kinds without a draft', () =>
    expect(groupDrafts(drafts.slice(0, 1), 'interim-answer').map(({ kind }) => kind)).toEqual(['interim']));
});

describe('what was typed', () => {
  it('stays before the draft that is added', () =>
    expect(joinTexts('Своё. \n', 'Черновик.')).toBe('Своё.\n\nЧерновик.'));

  it.each(['', 'Без пропусков', '{а} и {б} и {а}', 'скобки {} и { одна'])(
    'has the gaps that the server sees: %s',
    (text) => expect(gapsOf(text)).toEqual(gapsIn(text)),
  );
});
