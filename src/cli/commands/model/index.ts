import { defineCommand } from 'citty';

/** The model set: what is in force, what the operators' labels make of it, and what that is worth. */
export const model = defineCommand({
  meta: { name: 'model', description: 'The model: versions, learning from operators, measuring, comparing.' },
  subCommands: {
    list: () => import('./list.js').then((module) => module.list),
    show: () => import('./show.js').then((module) => module.show),
    history: () => import('./history.js').then((module) => module.history),
    use: () => import('./use.js').then((module) => module.use),
    rollback: () => import('./rollback.js').then((module) => module.rollback),
    shadow: () => import('./shadow.js').then((module) => module.shadow),
    retrain: () => import('./retrain.js').then((module) => module.retrain),
    eval: () => import('./eval.js').then((module) => module.evaluate),
    compare: () => import('./compare.js').then((module) => module.compare),
    recall: () => import('./recall.js').then((module) => module.recall),
    verify: () => import('./verify.js').then((module) => module.verify),
    card: () => import('./card.js').then((module) => module.card),
  },
});
