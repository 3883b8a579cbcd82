import { defineCommand } from 'citty';
import { buildAnalysis } from '../../../app/analysis.js';
import { followModelSets, openShippedModel } from '../../../app/model.js';
import { isSameVerdict, replayVerdict, rulesOfPosts } from '../../../app/replay-verdict.js';
import { AppError } from '../../../core/errors.js';
import { openConfigOnly, openContext } from '../../context.js';
import { guarded } from '../../failure.js';
import { withStore } from '../../store-access.js';

export const verify = defineCommand({
  meta: {
    name: 'verify',
    description:
      'Makes the verdict on a stored post again from its record, and says whether it is the same to the byte.',
  },
  args: {
    id: { type: 'positional', required: true, description: 'of the post; it stands on the card of its incident' },
    json: { type: 'boolean', default: false, description: 'both verdicts as one JSON object' },
  },
  run: guarded(async ({ args }) => {
    const { env, log } = openContext({ quiet: true });
    const { config } = openConfigOnly(env);
    const { rules: files, locator } = buildAnalysis(config);
    const { taxonomy, models } = config;
    await withStore(async (store) => {
      const [post] = await store.posts.byIds([args.id]);
      if (post === undefined) throw new AppError('E_INPUT_INVALID', `there is no post ${args.id}`);
      const model = post.model === null ? null : await openShippedModel({ env, models });
      const followed =
        model === null ? null : await followModelSets(model, { store, gateSample: models.gateSample, log });
      try {
        const rulesOf = rulesOfPosts({ files, ruleSets: store.ruleSets, taxonomy, locator });
        const made = await replayVerdict(post, { rulesOf, model: followed });
        const same = post.verdict !== null && isSameVerdict(post.verdict, made);
        if (args.json) process.stdout.write(`${JSON.stringify({ id: post.id, same, stored: post.verdict, made })}\n`);
        else
          process.stdout.write(
            same
              ? `${post.id}: the same verdict to the byte (${post.decidedBy?.model ?? 'rules alone'})\n`
              : `${post.id}: ANOTHER verdict than the stored one; --json shows both\n`,
          );
        if (!same) process.exitCode = 1;
      } finally {
        await followed?.sets.close();
        await model?.close();
      }
    });
  }),
});
