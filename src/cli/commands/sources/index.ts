import { defineCommand } from 'citty';

/** The registry of watched pages; each command is loaded when it is called. */
export const sources = defineCommand({
  meta: {
    name: 'sources',
    description: 'The registry of watched pages: adds, takes in, checks, switches, shows health.',
  },
  subCommands: {
    list: () => import('./list.js').then((module) => module.list),
    add: () => import('./add.js').then((module) => module.add),
    import: () => import('./import.js').then((module) => module.importFile),
    export: () => import('./export.js').then((module) => module.exportAll),
    check: () => import('./check.js').then((module) => module.check),
    disable: () => import('./switch.js').then((module) => module.disable),
    enable: () => import('./switch.js').then((module) => module.enable),
    alerts: () => import('./alerts.js').then((module) => module.alerts),
  },
});
