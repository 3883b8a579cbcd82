import { defineCommand } from 'citty';
import { inspect } from '../../app/page.js';
import { AppError } from '../../core/errors.js';
import { openContext } from '../context.js';
import { guarded } from '../failure.js';
import { browserArguments, browserOf, networkOf } from '../reading-arguments.js';
import { replayKept } from '../replay-kept.js';
import { formatTable } from '../table.js';

export const page = defineCommand({
  meta: { name: 'page', description: 'Shows what an adapter sees on one page; no queue, nothing is kept.' },
  args: {
    page: {
      type: 'positional',
      required: true,
      description: 'address or saved file; with --replay the id of a kept page, of a source, or «all»',
    },
    kind: { type: 'string', description: 'adapter; guessed when left out' },
    contact: { type: 'string', description: 'who answers for the request (default OTKLIK_CONTACT)' },
    base: { type: 'string', description: 'address that a saved page had' },
    zone: { type: 'string', description: 'time zone of the site, e.g. Asia/Omsk' },
    private: { type: 'boolean', default: false, description: 'allow loopback and private addresses' },
    replay: {
      type: 'boolean',
      default: false,
      description: 'read pages again that could not be parsed (kept for 30 days)',
    },
    send: {
      type: 'boolean',
      default: false,
      description: 'with --replay: send the posts into the line and forget the pages',
    },
    ...browserArguments,
    json: { type: 'boolean', default: false, description: 'everything the adapter returns' },
  },
  run: guarded(async ({ args }) => {
    if (args.replay) {
      await replayKept(args.page, args.send, args.json);
      return;
    }
    if (args.send)
      throw new AppError('E_INPUT_INVALID', '--send goes with --replay: a page that is only looked at is not kept');
    const { env } = openContext({ quiet: true });
    const contact = args.contact ?? env.OTKLIK_CONTACT;
    const seen = await inspect({
      urlOrFile: args.page,
      allowPrivateNetwork: args.private,
      ...(args.kind === undefined ? {} : { kind: args.kind }),
      ...(contact === undefined ? {} : { contact }),
      ...(args.base === undefined ? {} : { baseUrl: args.base }),
      ...(args.zone === undefined ? {} : { timeZone: args.zone }),
      ...browserOf(args),
      ...networkOf(env),
    });
    if (args.json) {
      process.stdout.write(`${JSON.stringify(seen, null, 2)}\n`);
      return;
    }
    const { parsed, robots } = seen;
    const lines = [
      `${seen.url}`,
      `kind ${[seen.kind, seen.contentType, seen.charset].filter((part) => part !== '').join(', ')}, ${seen.bytes} bytes`,
      robots === null
        ? 'robots.txt: not asked'
        : `robots.txt: ${robots.isAllowed ? 'allowed' : 'forbidden'} (${robots.reason})`,
      `${parsed.posts.length} posts, ${parsed.links.length} links${parsed.ttlMinutes === null ? '' : `, ttl ${parsed.ttlMinutes} min`}`,
      ...seen.warnings.map((warning) => `! ${warning}`),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    const flags = (post: (typeof parsed.posts)[number]): string =>
      [
        post.edited && 'edited',
        post.pinned && 'pinned',
        post.replyTo !== null && 'reply',
        post.repostOf !== null && 'repost',
        ...post.attachments.map((each) => each.type),
      ]
        .filter((flag) => flag !== false)
        .join(' ');
    if (parsed.posts.length > 0) {
      const rows = parsed.posts.map((post) => [
        post.nativeId,
        post.publishedAt?.slice(0, 16) ?? post.rawTime ?? '–',
        flags(post),
        post.text,
      ]);
      process.stdout.write(`\n${formatTable(['id', 'published (UTC)', 'is', 'text'], rows)}\n`);
    }
    if (parsed.links.length > 0) {
      const rows = parsed.links.map((link) => [link.rel, link.changedAt?.slice(0, 16) ?? '', link.url]);
      process.stdout.write(`\n${formatTable(['link', 'changed', 'address'], rows)}\n`);
    }
  }),
});
