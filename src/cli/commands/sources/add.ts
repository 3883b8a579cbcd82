import { defineCommand } from 'citty';
import { type Inspection, inspect } from '../../../app/page.js';
import { importSources } from '../../../app/source-registry.js';
import { isoTime } from '../../../core/clock.js';
import { fieldPath } from '../../../core/config-file.js';
import { AppError, toAppError } from '../../../core/errors.js';
import { sourceSchema } from '../../../core/source.js';
import { guarded } from '../../failure.js';
import { printable } from '../../highlight.js';
import { browserArguments, browserOf, networkOf } from '../../reading-arguments.js';
import { openRules, withPlatform } from './arguments.js';
import { aboutLine } from './check.js';

export const add = defineCommand({
  meta: { name: 'add', description: 'Puts a source into the registry; its first visit follows within seconds.' },
  args: {
    id: { type: 'positional', required: true, description: 'small Latin letters, digits, hyphens' },
    url: { type: 'string', required: true, description: 'start pages, separated by spaces' },
    name: { type: 'string', description: 'as people know it; without it what the API of the site says' },
    territory: { type: 'string', required: true, description: 'home territory, for a town its OKTMO code' },
    ground: { type: 'string', required: true, description: 'passport: why it may be read' },
    terms: { type: 'string', required: true, description: 'passport: what its terms say about automated reading' },
    contact: { type: 'string', required: true, description: 'passport: who answers for the collection' },
    expires: { type: 'string', required: true, description: 'passport: last day', valueHint: 'YYYY-MM-DD' },
    kind: { type: 'string', description: 'adapter; without it the first page is read once and the kind guessed' },
    zone: { type: 'string', default: 'Europe/Moscow', description: 'time zone of the site' },
    language: { type: 'string', default: 'ru' },
    every: { type: 'string', default: '10', description: 'shortest time between two visits, minutes' },
    'at-most': { type: 'string', description: 'longest time between two visits, minutes (1440)' },
    pages: { type: 'string', default: '3', description: 'further pages of a list' },
    topics: { type: 'string', default: '20', description: 'topics or articles opened from a list' },
    comments: { type: 'string', description: 'messages of a Telegram channel whose comments are opened (none)' },
    backfill: { type: 'string', description: 'pages read back after nobody read the list for long (50)' },
    'requests-per-day': { type: 'string', default: '5000' },
    ...browserArguments,
    labels: { type: 'string', default: '', description: 'separated by commas' },
    private: { type: 'boolean', default: false, description: 'allow loopback and private networks' },
    off: { type: 'boolean', default: false, description: 'keep it switched off' },
  },
  run: guarded(async ({ args }) => {
    const given = {
      id: args.id,
      // Without a name the site is asked for it below.
      name: args.name ?? args.id,
      urls: args.url.split(/\s+/).filter((url) => url !== ''),
      territory: args.territory,
      timeZone: args.zone,
      language: args.language,
      everyMinutes: Number(args.every),
      ...(args['at-most'] === undefined ? {} : { atMostMinutes: Number(args['at-most']) }),
      depth: {
        pages: Number(args.pages),
        topics: Number(args.topics),
        ...(args.backfill === undefined ? {} : { backfill: Number(args.backfill) }),
        ...(args.comments === undefined ? {} : { comments: Number(args.comments) }),
      },
      ...browserOf(args),
      requestsPerDay: Number(args['requests-per-day']),
      allowPrivateNetwork: args.private,
      enabled: !args.off,
      passport: { ground: args.ground, terms: args.terms, contact: args.contact, expires: args.expires },
      labels: args.labels.split(',').filter((label) => label !== ''),
    };
    const parsed = sourceSchema.safeParse({
      kind: 'unknown',
      ...given,
      ...(args.kind === undefined ? {} : { kind: args.kind }),
    });
    if (!parsed.success) {
      const problems = parsed.error.issues.map((issue) => `${fieldPath(issue.path)}: ${issue.message}`);
      throw new AppError('E_INPUT_INVALID', `source ${args.id} cannot be added:\n  ${problems.join('\n  ')}`);
    }
    let source = parsed.data;
    await withPlatform(async ({ store, clock }, env) => {
      if ((await store.sources.get(source.id)) !== null)
        throw new AppError(
          'E_CONFLICT',
          `there is a source ${source.id} already: change it with «otklik sources import», or take another id`,
        );
      if (args.kind === undefined || args.name === undefined) {
        const look = (urlOrFile: string, kind?: string) =>
          inspect({
            urlOrFile,
            ...(kind === undefined ? {} : { kind }),
            contact: source.passport.contact,
            allowPrivateNetwork: source.allowPrivateNetwork,
            timeZone: source.timeZone,
            language: source.language,
            ...(source.browser === undefined ? {} : { browser: source.browser }),
            ...networkOf(env),
          });
        const [first = ''] = source.urls;
        const { seen, url } =
          args.kind === undefined ? await recognise(first, look) : { seen: await look(first, args.kind), url: first };
        const name = args.name ?? seen.about?.name ?? null;
        if (name === null)
          throw new AppError(
            'E_INPUT_INVALID',
            `source ${args.id}: ${url} does not say what it is called: give --name as people know it`,
          );
        source = { ...source, name, kind: seen.kind, urls: [url, ...source.urls.slice(1)] };
        const about = seen.about === null ? '' : `${printable(aboutLine(seen.about))}\n`;
        process.stdout.write(
          `${url === first ? '' : `${url}\n`}${about}kind ${seen.kind}: ${seen.parsed.posts.length} posts, ${seen.parsed.links.length} links on the first page\n`,
        );
      }
      const { problems } = await importSources(store.sources, [source], {
        rules: await openRules(env),
        file: source.id,
        at: isoTime(clock.now()),
        isTrial: false,
      });
      const [problem] = problems;
      if (problem !== undefined) throw new AppError('E_INPUT_INVALID', `${problem.field}: ${problem.message}`);
      process.stdout.write(`${source.id} is in the registry${source.enabled ? '' : ', switched off'}\n`);
    });
  }),
});

/**
 * Reads a page and says what it is. Where its engine gives its data at another address, that one is read, and taken when it shows anything.
 */
async function recognise(
  url: string,
  look: (url: string, kind?: string) => Promise<Inspection>,
): Promise<{ seen: Inspection; url: string }> {
  let seen: Inspection | null = null;
  let trouble: AppError | null = null;
  let suggestions: Inspection['suggestions'] = [];
  try {
    seen = await look(url);
    suggestions = seen.suggestions;
  } catch (thrown) {
    trouble = toAppError(thrown);
    suggestions = (trouble.details.suggestions as Inspection['suggestions'] | undefined) ?? [];
  }
  const engine = suggestions.find(({ isEngine }) => isEngine);
  if (engine !== undefined) {
    try {
      return { seen: await look(engine.url, engine.kind), url: engine.url };
    } catch (thrown) {
      // The page as it is then, when it shows anything itself.
      trouble ??= toAppError(thrown);
    }
  }
  if (seen === null) throw trouble ?? toAppError('a page was neither read nor refused');
  return { seen, url };
}
