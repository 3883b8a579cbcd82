import { defineCommand } from 'citty';
import { type Inspection, inspect } from '../../../app/page.js';
import type { Env } from '../../../config/env.js';
import { AppError, toAppError } from '../../../core/errors.js';
import { isPassportValid, type Source } from '../../../core/source.js';
import { openContext } from '../../context.js';
import { guarded } from '../../failure.js';
import { printable } from '../../highlight.js';
import { browserArguments, browserOf, networkOf } from '../../reading-arguments.js';
import { formatTable } from '../../table.js';
import { withPlatform } from './arguments.js';

/** Posts shown of each page. */
const SHOWN = 5;

export const check = defineCommand({
  meta: {
    name: 'check',
    description: 'Reads each start page of a source once and shows what would be collected; nothing is kept.',
  },
  args: {
    source: { type: 'positional', required: true, description: 'id of a source, or an address that is none yet' },
    contact: { type: 'string', description: 'for an address: who answers for the request (default OTKLIK_CONTACT)' },
    zone: { type: 'string', description: 'for an address: time zone of the site' },
    private: { type: 'boolean', default: false, description: 'for an address: allow loopback and private networks' },
    ...browserArguments,
    json: { type: 'boolean', default: false, description: 'everything that the adapter returns, one page a line' },
  },
  run: guarded(async ({ args }) => {
    if (/^https?:\/\//i.test(args.source)) {
      const { env } = openContext({ quiet: true });
      const contact = args.contact ?? env.OTKLIK_CONTACT;
      const seen = await inspect({
        urlOrFile: args.source,
        allowPrivateNetwork: args.private,
        ...(contact === undefined ? {} : { contact }),
        ...(args.zone === undefined ? {} : { timeZone: args.zone }),
        ...browserOf(args),
        ...networkOf(env),
      });
      if (args.json) process.stdout.write(`${JSON.stringify(seen)}\n`);
      else {
        process.stdout.write(`${describe(seen, null)}\n`);
        process.stdout.write(
          `\nto watch it: otklik sources add ID --url ${args.source} --kind ${seen.kind} --name … --territory … --ground … --terms … --contact … --expires …\n`,
        );
      }
      return;
    }
    await withPlatform(async ({ store, clock }, env) => {
      const source = await store.sources.get(args.source);
      if (source === null)
        throw new AppError(
          'E_NOT_FOUND',
          `there is no source ${args.source}: «otklik sources list» shows all, and an address is written with https://`,
        );
      await checkSource(source, clock.now(), args.json, env);
    });
  }),
});

async function checkSource(source: Source, nowMs: number, isJson: boolean, env: Env): Promise<void> {
  const { passport } = source;
  if (!isPassportValid(passport, nowMs))
    throw new AppError(
      'E_PASSPORT_INVALID',
      `the passport of ${source.id} expired on ${passport.expires}, so not one request is made: renew it after checking ground and terms`,
    );
  if (!isJson) {
    const state = source.enabled ? '' : ', switched off';
    process.stdout.write(`${source.id}: ${printable(source.name)}${state}\n`);
    process.stdout.write(`passport: ${printable(passport.ground)}, valid until ${passport.expires}\n`);
  }
  for (const url of source.urls) {
    try {
      const seen = await inspect({
        urlOrFile: url,
        prefers: source.kind,
        contact: passport.contact,
        allowPrivateNetwork: source.allowPrivateNetwork,
        timeZone: source.timeZone,
        language: source.language,
        ...(source.browser === undefined ? {} : { browser: source.browser }),
        ...networkOf(env),
      });
      process.stdout.write(isJson ? `${JSON.stringify(seen)}\n` : `\n${describe(seen, source.kind)}\n`);
      if (seen.kind !== source.kind) process.exitCode = 1;
    } catch (thrown) {
      // The other pages of the source are looked at all the same.
      const { code, message } = toAppError(thrown);
      process.stderr.write(`\n${url}\n  ${message} (${code})\n`);
      process.exitCode = 1;
    }
  }
}

/** What a site says of itself, in one line. */
export function aboutLine({ name, notes }: NonNullable<Inspection['about']>): string {
  return [name, ...notes].filter((part) => part !== null).join('; ');
}

/** What a person wants to know of a page before it is watched. */
function describe(seen: Inspection, configuredKind: string | null): string {
  const { parsed, robots } = seen;
  const found = seen.tried
    .filter(({ error }) => error === null)
    .map(({ kind, posts, links }) => `${kind} ${posts} posts, ${links} links`);
  const times = parsed.posts.flatMap(({ publishedAt }) => publishedAt ?? []).sort();
  const kindLine =
    configuredKind === null || configuredKind === seen.kind
      ? `${seen.kind}${configuredKind === null ? ' (guessed)' : ''}`
      : `configured as ${configuredKind}, which finds nothing; ${seen.kind} does`;
  const count = (rel: string) => parsed.links.filter((link) => link.rel === rel).length;
  const lines = [
    seen.url,
    ...(seen.about === null ? [] : [`  site        ${printable(aboutLine(seen.about))}`]),
    `  robots.txt  ${robots === null ? 'not asked' : `${robots.isAllowed ? 'allowed' : 'forbidden'}: ${robots.reason}${robots.crawlDelayMs > 0 ? `; ${robots.crawlDelayMs / 1_000} s between requests` : ''}`}`,
    `  kind        ${kindLine}`,
    `  all kinds   ${found.join('; ')}`,
    `  page        ${seen.contentType}, ${seen.charset}, ${seen.bytes} bytes`,
    `  posts       ${parsed.posts.length}${times.length === 0 ? ', none with a time' : `, ${times[0]?.slice(0, 16)} to ${times.at(-1)?.slice(0, 16)} UTC`}`,
    `  leads to    ${count('thread')} topics or articles, ${count('feed')} further lists, ${count('older')} older pages`,
    ...seen.suggestions.map((each) => `  try         ${printable(each.url)} as ${each.kind}: ${each.why}`),
    ...seen.warnings.map((warning) => `  ! ${printable(warning)}`),
  ];
  if (parsed.posts.length === 0) return lines.join('\n');
  const rows = parsed.posts
    .slice(0, SHOWN)
    .map((post) => [post.nativeId, post.publishedAt?.slice(0, 16) ?? post.rawTime ?? '–', printable(post.text)]);
  return `${lines.join('\n')}\n${formatTable(['id', 'published (UTC)', 'text'], rows)}`;
}
