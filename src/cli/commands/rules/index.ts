import { defineCommand } from 'citty';

/** The daily tools of the rule author. Each loads what it needs and no more: they are started all day. */
export const rules = defineCommand({
  meta: { name: 'rules', description: 'Tries, explains and measures the keyword rules of config/rules/.' },
  subCommands: {
    explain: () => import('./explain.js').then((module) => module.explain),
    try: () => import('./try.js').then((module) => module.tryQuery),
    diff: () => import('./diff.js').then((module) => module.diff),
    lint: () => import('./lint.js').then((module) => module.lint),
    suggest: () => import('./suggest.js').then((module) => module.suggest),
    eval: () => import('./eval.js').then((module) => module.evaluate),
    deploy: () => import('./deploy.js').then((module) => module.deploy),
    history: () => import('./history.js').then((module) => module.history),
    rollback: () => import('./rollback.js').then((module) => module.rollback),
    show: () => import('./show.js').then((module) => module.show),
    reindex: () => import('./reindex.js').then((module) => module.reindex),
    test: () => import('./test.js').then((module) => module.test),
    watch: () => import('./watch.js').then((module) => module.watch),
  },
});
