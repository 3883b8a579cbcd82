import { defineCommand } from 'citty';
import { readyModelThread } from '../../../app/model-thread.js';
import { guarded } from '../../failure.js';
import { rulesOnlyOption } from '../../rules-only.js';

export const train = defineCommand({
  meta: {
    name: 'train',
    description:
      'Learns from texts with their executors and writes a folder for «classify --executors»; needs no services.',
  },
  args: {
    in: {
      type: 'string',
      required: true,
      description: 'JSON lines {text, executor, group?, municipality?}; - for standard input',
    },
    where: {
      type: 'string',
      description: 'only lines with this value, e.g. source=kursk; may be repeated, all must hold',
      valueHint: 'field=value',
    },
    out: { type: 'string', required: true, description: 'folder that the model is written into', valueHint: 'folder' },
    json: { type: 'boolean', default: false, description: 'what came out as one JSON object' },
    'rules-only': rulesOnlyOption,
  },
  run: guarded(async ({ args, rawArgs }) => {
    // The model takes longest: its thread begins before this one loads what the command is made of.
    if (!args['rules-only']) readyModelThread();
    const { parseWheres, trainFile } = await import('../../train-executors.js');
    await trainFile({
      from: args.in,
      to: args.out,
      where: parseWheres(rawArgs),
      json: args.json,
      rulesOnly: args['rules-only'],
    });
  }),
});
