import { defineCommand } from 'citty';
import { readyModelThread } from '../../app/model-thread.js';
import { guarded } from '../failure.js';
import { rulesOnlyOption } from '../rules-only.js';

export const classify = defineCommand({
  meta: { name: 'classify', description: 'Classifies texts of a file, one JSON object a line; needs no services.' },
  args: {
    in: {
      type: 'string',
      required: true,
      description:
        'JSON lines {id, text, context_region?, context_municipality?, context_settlement?}; - for standard input',
    },
    out: { type: 'string', required: true, description: 'where the verdicts go, JSON lines; - for standard output' },
    explain: { type: 'boolean', default: false, description: 'add the evidence behind each answer' },
    executors: {
      type: 'string',
      description: 'folder of «executors train»: names executors by what was learnt instead of the routing table',
      valueHint: 'folder',
    },
    'rules-only': rulesOnlyOption,
  },
  run: guarded(async ({ args }) => {
    // The model takes longest: its thread begins before this one loads what the command is made of.
    if (!args['rules-only']) readyModelThread();
    const { classifyFile } = await import('../classify-file.js');
    await classifyFile(args.in, args.out, {
      explain: args.explain,
      rulesOnly: args['rules-only'],
      executors: args.executors ?? null,
    });
  }),
});
