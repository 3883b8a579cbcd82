import { findKeptPages, replayPages } from '../app/page-replay.js';
import { openPlatform } from '../app/platform.js';
import { openLineQueues, queueSink } from '../app/work.js';
import { loadSecrets } from '../config/secrets.js';
import { AppError } from '../core/errors.js';
import { openContext } from './context.js';
import { formatTable } from './table.js';

/** `otklik page --replay`: reads kept pages again and tells of each what comes of it; exit code 1 when one still cannot be read. */
export async function replayKept(what: string, isSending: boolean, isJson: boolean): Promise<void> {
  const { env, log } = openContext({ quiet: true });
  const platform = await openPlatform(env, log);
  const queues = isSending ? openLineQueues(platform, env.OTKLIK_PREFIX) : null;
  try {
    const pages = await findKeptPages(platform.store, what);
    if (pages.length === 0)
      throw new AppError(
        'E_NOT_FOUND',
        `no page is kept for «${what}»: give the id that «otklik dead-letters list --where crawl» shows, a source, or «all»; pages are kept for 30 days`,
      );
    const rows: string[][] = [];
    let failed = 0;
    let sent = 0;
    const options = {
      store: platform.store,
      sink: queues === null ? null : queueSink(queues),
      authorKey: loadSecrets(env).authorKey,
    };
    for await (const result of replayPages(pages, options)) {
      const { page, parsed, error } = result;
      if (error !== null) failed++;
      sent += result.sent;
      if (isJson) {
        const told = error === null ? null : { code: error.code, message: error.message };
        process.stdout.write(`${JSON.stringify({ page, parsed, error: told, sent: result.sent })}\n`);
      }
      const now = parsed === null ? (error?.code ?? '') : `${parsed.posts.length} posts, ${parsed.links.length} links`;
      rows.push([page.id, page.sourceId, page.fetchedAt.slice(0, 16), page.code, now, page.url]);
    }
    if (!isJson) {
      process.stdout.write(`${formatTable(['page', 'source', 'fetched', 'then', 'now', 'address'], rows)}\n`);
      const gone = isSending
        ? `${sent} posts sent into the line; pages that could be read are kept no longer`
        : 'nothing was sent: add --send to put the posts into the line';
      process.stdout.write(`${rows.length - failed} of ${rows.length} can be read now; ${gone}\n`);
    }
    if (failed > 0) process.exitCode = 1;
  } finally {
    for (const queue of Object.values(queues ?? {})) await queue.close();
    await platform.close();
  }
}
