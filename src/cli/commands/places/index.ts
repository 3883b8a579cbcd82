import { defineCommand } from 'citty';

export const places = defineCommand({
  meta: { name: 'places', description: 'The places of config/places: explains, checks, takes in address registers.' },
  subCommands: {
    explain: () => import('./explain.js').then((module) => module.explain),
    lint: () => import('./lint.js').then((module) => module.lint),
    import: () => import('./import.js').then((module) => module.importRegister),
  },
});
