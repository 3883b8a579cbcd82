/** Invented names, places and texts of the fake API. */
export const groups = [
  [
    'roads',
    'Дороги',
    'Roads',
    [
      ['pits', 'Ямы на проезжей части', 'Potholes'],
      ['snow', 'Снег и гололёд на дороге', 'Snow and ice on roads'],
      ['lights', 'Светофоры и знаки', 'Traffic lights and signs'],
    ],
  ],
  [
    'housing',
    'ЖКХ',
    'Housing and utilities',
    [
      ['heating', 'Нет отопления', 'No heating'],
      ['hot-water', 'Нет горячей воды', 'No hot water'],
      ['leak', 'Прорыв трубы', 'Burst pipe'],
      ['roof', 'Протекает крыша', 'Leaking roof'],
    ],
  ],
  [
    'improvement',
    'Благоустройство',
    'Public spaces',
    [
      ['lighting', 'Не горят фонари во дворе', 'Yard lamps are out'],
      ['playground', 'Детская площадка', 'Playground'],
    ],
  ],
  ['transport', 'Общественный транспорт', 'Public transport', [['delay', 'Автобус не приходит', 'Bus does not come']]],
  [
    'waste',
    'Мусор',
    'Waste',
    [
      ['bins', 'Переполнены контейнеры', 'Overflowing bins'],
      ['dump', 'Стихийная свалка', 'Illegal dump'],
    ],
  ],
  ['health', 'Здравоохранение', 'Health care', [['queue', 'Не попасть к врачу', 'No appointment']]],
  ['social', 'Социальная защита', 'Social care', []],
  ['education', 'Образование', 'Education', [['kindergarten', 'Места в детском саду', 'Kindergarten places']]],
  ['energy', 'Электричество и газ', 'Power and gas', [['outage', 'Нет света', 'Power outage']]],
  ['culture', 'Культура', 'Culture', []],
  ['labour', 'Труд и занятость', 'Labour', []],
  ['telecom', 'Связь и интернет', 'Telecom', [['internet', 'Нет интернета', 'No internet']]],
  ['ecology', 'Экология', 'Ecology', [['smell', 'Запах и дым', 'Smell and smoke']]],
  ['safety', 'Безопасность', 'Safety', [['dogs', 'Бродячие собаки', 'Stray dogs']]],
  ['authorities', 'Работа органов власти', 'Authorities', []],
  ['economy', 'Экономика и торговля', 'Economy', []],
  ['agriculture', 'Сельское хозяйство', 'Agriculture', []],
  ['construction', 'Строительство', 'Construction', []],
  ['sport', 'Спорт', 'Sport', []],
  ['other', 'Другое', 'Other', []],
].map(([code, ru, en, topics]) => ({
  code,
  ru,
  en,
  topics: topics.map(([id, tru, ten]) => ({ id: `${code}.${id}`, ru: tru, en: ten })),
}));

export const executors = [
  ['gorsvet', 'МУП «Горсвет»'],
  ['teploset', 'АО «Тепловые сети Заречья»'],
  ['vodokanal', 'МУП «Водоканал»'],
  ['dorogi', 'Департамент дорожного хозяйства'],
  ['uk-uyut', 'УК «Уютный дом»'],
  ['region-musor', 'Региональный оператор «Чистый край»'],
  ['transport', 'Управление транспорта администрации г. Заречье'],
  ['zdrav', 'Министерство здравоохранения области'],
  ['obrazovanie', 'Комитет образования'],
  ['energosbyt', 'ПАО «Заречьеэнерго»'],
  ['adm-lesnoy', 'Администрация посёлка Лесной'],
  ['svyaz', 'ООО «Связь-Регион»'],
  ['otlov', 'Служба отлова безнадзорных животных'],
  ['blagoustroystvo', 'Управление благоустройства'],
].map(([id, name]) => ({ id, name }));

export const sources = [
  ['zarechye-live', 'Заречье Live', 'telegram-channel'],
  ['forum-zarechye', 'Городской форум Заречья', 'phpbb'],
  ['zarechye-news', 'Новости Заречья, комментарии', 'news-comments'],
  ['adm-rss', 'Лента администрации', 'rss'],
  ['lesnoy-chat', 'Посёлок Лесной', 'telegram-channel'],
  ['sadovy-rayon', 'Садовый район: соседи', 'telegram-channel'],
  ['avto-forum', 'Автофорум области', 'phpbb'],
].map(([id, name, kind]) => ({ id, name, kind }));

export const settlements = ['Заречье', 'Лесной', 'Новосёлово', 'Каменка', 'Верхние Луга'];
export const streets = [
  'Садовая',
  'Ленинградская',
  'Заводская',
  'проспект Строителей',
  'Речная',
  'Школьная',
  'Молодёжная',
  'переулок Кузнечный',
];

/** Topic, executor, urgency, text with {place}; words in [[ ]] are evidence for the topic, in {{ }} for urgency. */
export const templates = [
  [
    'housing.hot-water',
    'teploset',
    'ordinary',
    'Третий день [[нет горячей воды]] на {place}. Звонили в управляющую компанию, отвечают «ждите». Сколько можно ждать?',
  ],
  [
    'housing.leak',
    'vodokanal',
    'urgent',
    '{{Прорвало трубу}} прямо у подъезда, {place}. [[Вода хлещет]] на тротуар, подвал уже заливает, аварийка не едет!',
  ],
  [
    'housing.heating',
    'teploset',
    'urgent',
    'В квартирах +14, [[батареи холодные]] с пятницы. {place}, весь дом мёрзнет, {{маленькие дети болеют}}.',
  ],
  [
    'roads.pits',
    'dorogi',
    'ordinary',
    'На {place} [[яма]] на половину проезжей части, вчера сосед пробил колесо. Когда будет [[ремонт дороги]]?',
  ],
  [
    'roads.snow',
    'dorogi',
    'ordinary',
    '[[Снег не чистят]] вторую неделю, {place}. Пешеходы идут по дороге, автобусы буксуют.',
  ],
  [
    'roads.lights',
    'dorogi',
    'urgent',
    '[[Светофор не работает]] на перекрёстке у школы, {place}. Дети перебегают {{перед машинами}}.',
  ],
  [
    'improvement.lighting',
    'gorsvet',
    'ordinary',
    'Во дворе [[не горят фонари]] уже месяц, {place}. Вечером страшно выходить.',
  ],
  [
    'improvement.playground',
    'blagoustroystvo',
    'urgent',
    'На детской площадке [[сломана горка]], торчат {{острые прутья}}. {place}. Уберите, пока никто не поранился.',
  ],
  [
    'waste.bins',
    'region-musor',
    'ordinary',
    '[[Мусор не вывозят]] с выходных, {place}. Контейнеры переполнены, пакеты лежат вокруг, ветер разносит по двору.',
  ],
  [
    'waste.dump',
    'region-musor',
    'ordinary',
    'За гаражами растёт [[свалка]], {place}: шины, мебель, битое стекло. Кто за это отвечает?',
  ],
  [
    'transport.delay',
    'transport',
    'ordinary',
    'Автобус №14 [[не пришёл]] ни в 7:20, ни в 7:40. Остановка {place}, полная людей, все опоздали на работу.',
  ],
  [
    'health.queue',
    'zdrav',
    'ordinary',
    'К терапевту [[нет талонов]] до конца месяца. Поликлиника, {place}. Регистратура трубку не берёт.',
  ],
  [
    'energy.outage',
    'energosbyt',
    'urgent',
    '{{Нет света}} с утра, {place}. [[Отключили]] без предупреждения, дома пожилая мама с кислородным аппаратом.',
  ],
  [
    'telecom.internet',
    'svyaz',
    'ordinary',
    '[[Интернет пропадает]] каждый вечер, {place}. Мастер приходит, разводит руками и уходит.',
  ],
  ['ecology.smell', 'adm-lesnoy', 'ordinary', 'Опять [[запах гари]] по ночам, {place}. Окна не открыть, горло дерёт.'],
  ['safety.dogs', 'otlov', 'urgent', '[[Стая собак]] у магазина, {place}. Вчера {{бросились на ребёнка}}, еле отбили.'],
  [
    'education.kindergarten',
    'obrazovanie',
    'ordinary',
    'В садике [[закрыли группу]] «на неопределённый срок», {place}. Куда вести детей, никто не объясняет.',
  ],
];

/** Hostile texts: must show as plain text and do nothing. */
export const hostile = [
  '<script>document.title="broken"</script> На Садовой яма, объехать нельзя <img src=x onerror="document.title=1">',
  '"><svg/onload=alert(1)> javascript:alert(1) нет горячей воды третий день <a href="javascript:alert(2)">тут</a>',
];
