import { defineCommand } from 'citty';
import { shippedModel } from '../../../app/models-shipped.js';
import { goBack } from '../../../app/models-versions.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { changeAndTell, useArgs } from '../../model-use.js';

export const rollback = defineCommand({
  meta: { name: 'rollback', description: 'Puts in force again what decided before the version in force did.' },
  args: useArgs,
  run: guarded(async ({ args }) => changeAndTell(args, (await shippedModel(openEnv())).encoder, goBack)),
});
