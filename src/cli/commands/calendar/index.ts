import { defineCommand } from 'citty';

export const calendar = defineCommand({
  meta: {
    name: 'calendar',
    description: 'The production calendars of config/calendar: takes in open data, checks, shows a year.',
  },
  subCommands: {
    import: () => import('./import.js').then((module) => module.importYear),
    check: () => import('./check.js').then((module) => module.check),
    show: () => import('./show.js').then((module) => module.show),
  },
});
