/** What is written to the WordPress of a run: invented, with what its typography makes of it where that differs. */
export interface ArticleText {
  title: string;
  html: string;
  /** As a reader sees it below the title. */
  shown: string;
  author: 'redaktor' | 'korrespondent';
  daysAgo: number;
  sticky?: boolean;
}

const paragraph = (text: string): string => `<!-- wp:paragraph -->\n<p>${text}</p>\n<!-- /wp:paragraph -->`;
const plain = (title: string, text: string, author: ArticleText['author'], daysAgo: number): ArticleText => ({
  title,
  html: paragraph(text),
  shown: text,
  author,
  daysAgo,
});

export const ARTICLES: readonly ArticleText[] = [
  plain('Где набрать воды на этой неделе', 'Бочка с водой стоит у клуба с восьми до десяти утра.', 'redaktor', 40),
  {
    ...plain('Правила разговора под статьями', 'Пишите по делу и называйте улицу.', 'redaktor', 38),
    sticky: true,
  },
  plain('Автобус до станции ходит реже', 'С понедельника остался один рейс утром и один вечером.', 'korrespondent', 33),
  {
    title: 'Что решили на сходе',
    html: [
      paragraph('На сход пришли шестьдесят человек. Решили так:'),
      '<!-- wp:list -->\n<ul><li>убрать свалку за гаражами;</li><li>починить мост через ручей.</li></ul>\n<!-- /wp:list -->',
      '<!-- wp:quote -->\n<blockquote class="wp-block-quote"><p>Денег на фонари пока нет.</p><cite>Староста</cite></blockquote>\n<!-- /wp:quote -->',
      paragraph('Следующий сход через месяц.'),
    ].join('\n\n'),
    shown:
      'На сход пришли шестьдесят человек. Решили так:\n\nубрать свалку за гаражами;\nпочинить мост через ручей.\n\n> Денег на фонари пока нет.\n\nСледующий сход через месяц.',
    author: 'korrespondent',
    daysAgo: 29,
  },
  plain('Школу закрыли на два дня', 'В котельной меняют насос, уроки перенесли на субботу.', 'redaktor', 25),
  {
    title: 'Кто чистит снег на Озёрной',
    html: [
      paragraph('Улица Озёрная не чищена третий день.'),
      '<!--more-->',
      paragraph('Подрядчик обещал трактор к вечеру.'),
    ].join('\n\n'),
    shown: 'Улица Озёрная не чищена третий день.\n\nПодрядчик обещал трактор к вечеру.',
    author: 'korrespondent',
    daysAgo: 21,
  },
  plain('Свет гаснет каждый вечер', 'На Лесной, 12 и Лесной, 14 света нет с семи до девяти.', 'redaktor', 17),
  plain('Фельдшер принимает по средам', 'Приём с девяти до часа дня, запись у дверей.', 'redaktor', 13),
  {
    title: 'Яма у моста: «ждём асфальта»',
    html: paragraph('Яма у моста растёт &mdash; вчера в ней остались два колеса. Глубина 30 см, ширина &gt; метра.'),
    shown: 'Яма у моста растёт — вчера в ней остались два колеса. Глубина 30 см, ширина > метра.',
    author: 'korrespondent',
    daysAgo: 9,
  },
  plain('Мусор не вывозят с площадки у почты', 'Баки полны, пакеты лежат на земле.', 'redaktor', 6),
  plain('Собаки у детского сада', 'Стая из пяти собак встречает детей у калитки.', 'korrespondent', 3),
  plain('Горячую воду обещают к пятнице', 'Котельная остановлена, на Садовой мёрзнут два дома.', 'redaktor', 1),
];

/** Neither may be collected: nobody but the editors sees them. */
export const HIDDEN_ARTICLES = [
  { title: 'Черновик о ремонте клуба', status: 'draft' },
  { title: 'Заметка для редакции', status: 'private' },
] as const;

export interface CommentText {
  /** Place of the article in ARTICLES. */
  article: number;
  /** Place of the comment in COMMENTS that it answers; null: the article. */
  parent: number | null;
  author: string;
  text: string;
  shown: string;
  /** Minutes after the article at which it is dated; null: sent through the form, now. */
  minutes: number | null;
}

const AUTHORS = ['Клавдия', 'Сосед снизу', 'Тимур К.', 'zhitel_12', 'Анна-Мария', 'Дед Матвей', 'Оля 🌷'];
/** Texts that an engine changes on the way to the page. */
const PECULIAR: readonly [text: string, shown: string][] = [
  ['Обещали "к пятнице" - и что...', 'Обещали «к пятнице» — и что…'],
  ['Первый абзац.\n\nВторой абзац\nс переносом строки.', 'Первый абзац.\n\nВторой абзац\nс переносом строки.'],
  [
    '<blockquote>Котельная остановлена</blockquote>\nУ нас тоже холодно.',
    '> Котельная остановлена\n\nУ нас тоже холодно.',
  ],
  ['В квартире 5 & 7 градусов, <strong>не</strong> больше!', 'В квартире 5 & 7 градусов, не больше!'],
  ['Смотрите https://example.org/foto-yamy сами :)', 'Смотрите https://example.org/foto-yamy сами 🙂'],
  ['Ёлки-палки… Щётка ёжика №5 🙂', 'Ёлки-палки… Щётка ёжика №5 🙂'],
];
const COMPLAINTS = [
  'На Садовой, 3 третий день нет горячей воды',
  'Фонарь у дома 8 не горит с октября',
  'Трактор проехал мимо и ничего не почистил',
  'Позвонил диспетчеру, трубку не берут',
  'У нас в подъезде прорвало трубу',
  'Дети идут в школу по проезжей части',
  'Автобус вчера не пришёл совсем',
];

/** Article and parent of each comment: threads five deep, more than a page under one article, some with few, most with none. */
function placeOf(at: number): [article: number, parent: number | null] {
  if (at < 16) return [11, null];
  if (at < 20) return [11, at === 16 ? 2 : at - 1]; // one below the other
  if (at < 24) return [11, at % 2 === 0 ? 15 : 20];
  if (at < 32) return [8, at % 3 === 0 && at > 24 ? at - 1 : null];
  if (at < 37) return [3, at === 34 ? 33 : null];
  return [1, at === 39 ? 38 : null];
}

/** Forty comments. */
export const COMMENTS: readonly CommentText[] = Array.from({ length: 40 }, (_, at) => {
  const [article, parent] = placeOf(at);
  const [text, shown] = PECULIAR[at % 7 === 3 ? Math.floor(at / 7) : -1] ?? [];
  const said = `${COMPLAINTS[at % COMPLAINTS.length]}, пишу в ${at + 1}-й раз.`;
  const author = AUTHORS[(at * 3) % AUTHORS.length] ?? '';
  // What is sent through the form is dated now: those come last under their article.
  const isForm = at % 4 === 3 && at >= 16;
  return { article, parent, author, text: text ?? said, shown: shown ?? said, minutes: isForm ? null : 7 + at * 11 };
});
