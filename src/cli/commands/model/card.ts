import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineCommand } from 'citty';
import { versionsInUse } from '../../../app/models-in-force.js';
import { AppError } from '../../../core/errors.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { describeVersion } from '../../model-version-text.js';
import { withStoreIfNeeded } from '../../store-access.js';

export const card = defineCommand({
  meta: {
    name: 'card',
    description: 'The model card: what it is for and not for, what it was made of, how good it is.',
  },
  args: {
    shipped: { type: 'boolean', default: false, description: 'the shipped card alone, without asking the store' },
  },
  run: guarded(async ({ args }) => {
    const env = openEnv();
    const path = join(env.OTKLIK_MODELS_DIR, 'CARD.md');
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (cause) {
      throw new AppError(
        'E_MODEL_MISSING',
        `the model card ${path} cannot be read (${(cause as Error).message}): restore it (git checkout -- models) or set OTKLIK_MODELS_DIR`,
        { cause },
      );
    }
    process.stdout.write(text);
    if (args.shipped) return;
    const inForce = await withStoreIfNeeded(env, false, async (store) => {
      if (store === null) return null;
      const { live } = await versionsInUse(store.modelSets);
      return live === 0 ? null : store.modelSets.get(live);
    });
    if (inForce === null) return;
    const { set: _set, ...entry } = inForce;
    process.stdout.write(
      `\n## The set in force here\n\nRefitted by operators' labels; the figures above are those of the shipped set.\n\n\`\`\`\n${describeVersion(entry, 'decides')}\n\`\`\`\n`,
    );
  }),
});
