import { defineCommand } from 'citty';

export const executors = defineCommand({
  meta: { name: 'executors', description: 'Learns who acts from texts and the bodies that people gave them to.' },
  subCommands: {
    train: () => import('./train.js').then((module) => module.train),
  },
});
