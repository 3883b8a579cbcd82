import { readFileSync } from 'node:fs';
import { defineCommand } from 'citty';
import { openPlatform } from '../../app/platform.js';
import { replayLetter } from '../../app/replay.js';
import { openLineQueues } from '../../app/work.js';
import { type DeadLetter, deadLetterSchema } from '../../core/dead-letter.js';
import { AppError, toAppError } from '../../core/errors.js';
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
  args: {
    where,
    limit: { type: 'string', default: '1000' },
    in: {
      type: 'string',
      description: 'a file of mended letters, one a line, as «list --json» prints them; without it the stored ones',
    },
  },
  run: guarded(async ({ args }) => {
    const { env, log } = openContext({ quiet: true });
    const mended = args.in === undefined ? null : readLetters(args.in);
    const platform = await openPlatform(env, log);
    const queues = openLineQueues(platform, env.OTKLIK_PREFIX);
    let sent = 0;
    try {
      const options = {
        limit: Number(args.limit) || 1_000,
        ...(args.where === undefined ? {} : { where: args.where }),
      };
      for (const letter of mended ?? (await platform.store.deadLetters.list(options))) {
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

/** @throws AppError E_INPUT_INVALID naming the file and line that is no dead letter. */
function readLetters(file: string): DeadLetter[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError(
      'E_INPUT_INVALID',
      `${file} cannot be read (${(cause as Error).message}): name a file that «dead-letters list --json» wrote`,
      { cause },
    );
  }
  return text.split('\n').flatMap((line, place) => {
    if (line.trim() === '') return [];
    try {
      return [deadLetterSchema.parse(JSON.parse(line))];
    } catch (cause) {
      throw new AppError(
        'E_INPUT_INVALID',
        `${file}:${place + 1} is no dead letter as «dead-letters list --json» prints it: mend the line or leave it out`,
        { cause },
      );
    }
  });
}

export const deadLetters = defineCommand({
  meta: { name: 'dead-letters', description: 'Input that could not be handled: list and replay.' },
  subCommands: { list, replay },
});
