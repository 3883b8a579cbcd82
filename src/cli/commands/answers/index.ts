import { defineCommand } from 'citty';

export const answers = defineCommand({
  meta: { name: 'answers', description: 'Drafts of answers from the templates of config/answers.' },
  subCommands: {
    check: () => import('./check.js').then((module) => module.check),
    draft: () => import('./draft.js').then((module) => module.draft),
  },
});
