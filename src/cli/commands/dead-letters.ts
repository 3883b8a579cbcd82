import { defineCommand } from 'citty';
import { openPlatform } from '../../app/platform.js';
import { replayLetter } from '../../app/replay.js';
import { openLineQueues } from '../../app/work.js';
import { toAppError } from '../../core/errors.js';
import { openContext } from '../context.js';
import { guarded } from '../failure.js';
import { formatTable } from '../table.js';

const where = {
  type: 'string',
  description: 'only those of this place: crawl, posts, candidates, index or queue/stage',
} as const;

const list = defineCommand({
  meta: { name: 'list', description: 'Input that could not be handled, newest first.' },
  args: {
    where,
    limit: { type: 'string', default: '50' },
    json: { type: 'boolean', default: false, description: 'with the input, one a line' },
  },
  run: guarded(async ({ args }) => {
    const { env, log } = openContext({ quiet: true });
    const platform = await openPlatform(env, log);
    try {
      const options = { limit: Number(args.limit) || 50, ...(args.where === undefined ? {} : { where: args.where }) };
      const letters = await platform.store.deadLetters.list(options);
      if (args.json) for (const letter of letters) process.stdout.write(`${JSON.stringify(letter)}\n`);
      else {
        const rows = letters.map((letter) => [
          letter.id,
          letter.at.slice(0, 19),
          letter.where,
          letter.code,
          letter.sourceId ?? '',
          letter.message,
        ]);
        process.stdout.write(
          `${formatTable(['id', 'at', 'where', 'code', 'source', 'message'], rows)}\n${letters.length} of ${await platform.store.deadLetters.count()}\n`,
        );
      }
    } finally {
      await platform.close();
    }
  }),
});

const replay = defineCommand({
  meta: { name: 'replay', description: 'Sends dead letters into the line again, after the cause was mended.' },
  args: { where, limit: { type: 'string', default: '1000' } },
  run: guarded(async ({ args }) => {
    const { env, log } = openContext({ quiet: true });
    const platform = await openPlatform(env, log);
    const queues = openLineQueues(platform, env.OTKLIK_PREFIX);
    let sent = 0;
    try {
      const options = {
        limit: Number(args.limit) || 1_000,
        ...(args.where === undefined ? {} : { where: args.where }),
      };
      for (const letter of await platform.store.deadLetters.list(options)) {
        try {
          await replayLetter(letter, queues, platform.clock.now());
          await platform.store.deadLetters.remove([letter.id]);
          sent++;
        } catch (error) {
          process.stderr.write(`${letter.id} stays: ${toAppError(error).message}\n`);
        }
      }
      process.stdout.write(`${sent} dead letter(s) are on their way again\n`);
    } finally {
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
      await platform.close();
    }
  }),
});

export const deadLetters = defineCommand({
  meta: { name: 'dead-letters', description: 'Input that could not be handled: list and replay.' },
  subCommands: { list, replay },
});
