import { defineCommand } from 'citty';

export const routing = defineCommand({
  meta: {
    name: 'routing',
    description: 'The table of config/routing: proves it complete, says why a text goes where.',
  },
  subCommands: {
    check: () => import('./check.js').then((module) => module.check),
    explain: () => import('./explain.js').then((module) => module.explain),
  },
});
