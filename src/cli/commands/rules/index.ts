import { defineCommand } from 'citty';

/** The daily tools of the rule author. Each loads what it needs and no more: they are started all day. */
export const rules = defineCommand({
  meta: { name: 'rules', description: 'Tries, explains and measures the keyword rules of config/rules/.' },
  subCommands: {
    test: () => import('./test.js').then((module) => module.test),
  },
});
