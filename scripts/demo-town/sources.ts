import { BOARDS, CHANNELS, TOWN } from './town.js';
import type { SiteName, SourceEntry } from './types.js';

export const DEFAULT_BASE_PORT = 8471;
/** Order of the sites' ports, counted from the base port. */
export const SITE_ORDER: readonly SiteName[] = ['telegram', 'forum', 'news', 'feed', 'trouble'];

type Origins = Readonly<Record<SiteName, string>>;

/** Origins of the sites on loopback for a base port. */
export function originsAt(basePort: number, host = '127.0.0.1'): Origins {
  const pairs = SITE_ORDER.map((site, index) => [site, `http://${host}:${basePort + index}`]);
  return Object.fromEntries(pairs) as Origins;
}

/** The town's entries of the source list, as config/sources/demo-town.yaml holds them for the default port. */
export function listSources(origins: Origins): SourceEntry[] {
  const entry = (
    id: string,
    kind: SourceEntry['kind'],
    name: string,
    urls: string[],
    labels: string[] = ['demo'],
  ): SourceEntry => ({
    id,
    kind,
    name,
    urls,
    territory: TOWN.territory,
    timeZone: TOWN.timeZone,
    language: 'ru',
    everyMinutes: 1,
    depth: { pages: 6, topics: 40 },
    requestsPerDay: 80_000,
    allowPrivateNetwork: true,
    passport: {
      ground: 'own demonstration site',
      terms: 'invented texts, served by this machine to itself; robots.txt is obeyed',
      contact: 'demo@otklik.invalid',
      expires: '2099-12-31',
    },
    labels,
  });
  const boards = Object.values(BOARDS).map(({ number }) => `${origins.forum}/viewforum.php?f=${number}`);
  const trouble = ['demo', 'trouble'];
  return [
    entry('demo-telegram-gorod', 'telegram-channel', CHANNELS.svetloozersk_gorod.title, [
      `${origins.telegram}/s/svetloozersk_gorod`,
    ]),
    entry('demo-telegram-podslushano', 'telegram-channel', CHANNELS.podslushano_svetlo.title, [
      `${origins.telegram}/s/podslushano_svetlo`,
    ]),
    entry('demo-forum', 'phpbb', 'Форум Светлоозёрска', boards),
    entry('demo-news', 'news-comments', 'Озёрские вести', [`${origins.news}/news/`]),
    entry('demo-feed-administration', 'feed', 'Доска сообщений администрации', [`${origins.feed}/rss.xml`]),
    entry('demo-feed-blog', 'feed', 'Дневник старого района', [`${origins.feed}/atom.xml`]),
    entry(
      'demo-trouble-broken',
      'telegram-channel',
      'Канал, который отвечает 500',
      [`${origins.trouble}/s/broken`],
      trouble,
    ),
    entry(
      'demo-trouble-odd',
      'telegram-channel',
      'Канал со странными сообщениями',
      [`${origins.trouble}/s/odd`],
      trouble,
    ),
    entry(
      'demo-trouble-redesigned',
      'telegram-channel',
      'Канал после смены оформления',
      [`${origins.trouble}/s/redesigned`],
      trouble,
    ),
    entry(
      'demo-trouble-poison',
      'phpbb',
      'Форум с ядовитой страницей',
      [`${origins.trouble}/viewforum.php?f=6`],
      trouble,
    ),
    entry('demo-trouble-slow', 'news-comments', 'Страница без конца', [`${origins.trouble}/slow`], trouble),
  ];
}
