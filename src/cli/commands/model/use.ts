import { defineCommand } from 'citty';
import { shippedModel } from '../../../app/models-shipped.js';
import { parseModelVersion, putInForce } from '../../../app/models-versions.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { changeAndTell, useArgs } from '../../model-use.js';

export const use = defineCommand({
  meta: { name: 'use', description: 'Puts a version of the model set in force: workers take it within seconds.' },
  args: {
    version: { type: 'positional', required: true, description: 'its number, or «shipped»' },
    ...useArgs,
  },
  run: guarded(async ({ args }) => {
    const version = parseModelVersion(args.version);
    await changeAndTell(args, (await shippedModel(openEnv())).encoder, (options) => putInForce(version, options));
  }),
});
