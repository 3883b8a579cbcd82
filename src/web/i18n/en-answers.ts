import type { Entry } from './translate.js';

/** English texts of drafts of answers. */
export const enAnswers = {
  'drafts.label': 'Draft from a template',
  'drafts.pick': 'Choose a template',
  'drafts.replace': 'Replace what is typed',
  'drafts.append': 'Add at the end',
  'drafts.keep': 'Leave it as it is',
  'drafts.typed': 'There is a text already. What about the draft «{name}»?',
  'drafts.gaps': 'Still to be filled in: {gaps}',
  'drafts.failed': 'The drafts did not load; the answer can be written without.',
  'drafts.kind.interim': 'Interim answer',
  'drafts.kind.request': 'Question to the author',
  'drafts.kind.solved': 'Solved',
  'drafts.kind.explained': 'Explained',
  'drafts.kind.not-solved': 'Not solved',
  'drafts.kind.postponed': 'Postponed',
} as const satisfies Record<string, Entry>;
