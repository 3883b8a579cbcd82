/** The invented town: what a gazetteer and a routing table for it need to know. */
export const TOWN = {
  territory: 'demo-svetloozersk',
  name: 'Светлоозёрск',
  region: 'Озёрская область',
  timeZone: 'Europe/Moscow',
  /** Other settlements of the urban district. */
  settlements: [
    { type: 'посёлок', name: 'Сосновка' },
    { type: 'посёлок', name: 'Торфяной' },
    { type: 'деревня', name: 'Малые Камыши' },
    { type: 'деревня', name: 'Лисьи Горки' },
    { type: 'село', name: 'Никольское-на-Озере' },
  ],
  /** Parts of the town that residents name instead of a street. */
  districts: ['Центральный', 'Заречный', 'Юбилейный', 'Старая Пристань'],
  streets: [
    { type: 'улица', name: 'Мира' },
    { type: 'улица', name: 'Лесная' },
    { type: 'проспект', name: 'Победы' },
    { type: 'улица', name: '8 Марта' },
    { type: 'улица', name: 'Народного Ополчения' },
    { type: 'шоссе', name: 'Московское' },
    { type: 'улица', name: 'Советская' },
    { type: 'улица', name: 'Озёрная' },
    { type: 'набережная', name: 'Рыбацкая' },
    { type: 'улица', name: 'Садовая' },
    { type: 'улица', name: 'Школьная' },
    { type: 'улица', name: 'Гагарина' },
    { type: 'улица', name: 'Железнодорожная' },
    { type: 'улица', name: 'Заводская' },
    { type: 'улица', name: 'Комсомольская' },
    { type: 'улица', name: 'Молодёжная' },
    { type: 'улица', name: 'Октябрьская' },
    { type: 'улица', name: 'Пушкина' },
    { type: 'улица', name: 'Рабочая' },
    { type: 'переулок', name: 'Северный' },
    { type: 'бульвар', name: 'Строителей' },
    { type: 'проезд', name: 'Цветочный' },
    { type: 'улица', name: 'Первомайская' },
    { type: 'улица', name: 'Кирова' },
    { type: 'улица', name: 'Полевая' },
    { type: 'улица', name: 'Чехова' },
    { type: 'улица', name: 'Дачная' },
  ],
  services: [
    'УК «Уютный берег»',
    'УК «Домовой-Сервис»',
    'ТСЖ «Парус»',
    'МУП «Озёрводоканал»',
    'МУП «Светлоозёрские тепловые сети»',
    'МКУ «Дорожный участок»',
    'МКУ «Зелёный город»',
    'региональный оператор «ЧистоЛес»',
    'АО «Озёрскгорэлектросеть»',
    'АО «Озёргаз»',
    'МУП «Светлотранс»',
    'провайдер «ЛинкОзеро»',
    'застройщик «Новый Причал»',
    'завод «Озёрский кристалл»',
  ],
} as const;

export const CHANNELS = {
  svetloozersk_gorod: {
    title: 'Светлоозёрск | Город',
    about: 'Новости и разговоры жителей Светлоозёрска. Прислать новость: @svetlo_red_bot',
    subscribers: '14.2K',
    firstNumber: 4102,
  },
  podslushano_svetlo: {
    title: 'Подслушано Светлоозёрск',
    about: 'Пишите анонимно, опубликуем. Администрация канала мнение авторов может не разделять.',
    subscribers: '9.31K',
    firstNumber: 18760,
  },
} as const;

export type ChannelName = keyof typeof CHANNELS;

/** Boards of the forum by their phpBB number. */
export const BOARDS = {
  gorod: { number: 2, title: 'Город и ЖКХ', about: 'Дома, дворы, управляющие компании, благоустройство' },
  dorogi: { number: 3, title: 'Дороги и транспорт', about: 'Ямы, пробки, автобусы, ремонт машин' },
  lyudi: { number: 4, title: 'Люди и учреждения', about: 'Школы, больницы, пособия, работа, спорт' },
  boltalka: { number: 5, title: 'Болталка', about: 'Обо всём остальном' },
} as const;

export type BoardName = keyof typeof BOARDS;
