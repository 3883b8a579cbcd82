import { defineCommand } from 'citty';

/** What people say of texts: from it the model learns, and on it everything is measured. */
export const label = defineCommand({
  meta: { name: 'label', description: 'What people said of texts; asks for the texts that teach the model most.' },
  default: 'counts',
  subCommands: {
    counts: () => import('./counts.js').then((module) => module.counts),
    next: () => import('./next.js').then((module) => module.next),
    import: () => import('./import.js').then((module) => module.importFile),
    export: () => import('./export.js').then((module) => module.exportFile),
    agreement: () => import('./agreement.js').then((module) => module.agreement),
    settle: () => import('./settle.js').then((module) => module.settle),
    curve: () => import('./curve.js').then((module) => module.curve),
    rebuild: () => import('./rebuild.js').then((module) => module.rebuild),
  },
});
