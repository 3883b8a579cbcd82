/** What most people write about most of the time: invented talk with a wide vocabulary, of lengths as they are. */
const people =
  'подруга сестра брат кот сосед бабушка одноклассник тренер начальник малыш дочка тёща коллега собака'.split(' ');
const doing = [
  'купила новые кроссовки',
  'испекла пирог с вишней',
  'смотрит сериал до утра',
  'опять проспал будильник',
  'мечтает о море',
  'записался на курсы гитары',
  'рассказывает смешные истории',
  'потерял ключи от гаража',
  'готовится к экзамену по физике',
  'выиграл билеты на концерт',
  'вяжет шарф к зиме',
  'учит английский по песням',
  'собирает грибы в лесу',
  'фотографирует закаты',
  'празднует день рождения',
  'решает кроссворды на даче',
  'слушает старые пластинки',
  'играет в шахматы с дедом',
];
const feelings = 'обожаю устала радуюсь скучаю жду не могу дождаться люблю ненавижу понедельники хохочу грущу'.split(
  ' ',
);
const things = (
  'кофе весна осень музыка футбол книга поезд чай море работа отпуск сон дождь снег котлета телефон фильм игра стихи танцы ' +
  'аватарка подарок каникулы сессия пельмени шоколад ёлка гирлянда самолёт чемодан фестиваль велосипед рыбалка шашлык'
).split(' ');
const frames = [
  'Сегодня {person} {doing}, а я {feeling}.',
  'Кто смотрел новый фильм про {thing}? Мне понравилось!',
  'Ну почему {thing} так быстро заканчивается…',
  'Доброе утро! {thing} и {thing} — лучшее начало дня.',
  '{person} {doing}. Вот это поворот :)',
  'Хочу {thing}, {thing} и чтобы никто не трогал.',
  'Поздравляем! {person} {doing}, всем отличного настроения.',
  'Продам {thing}, почти новый, звоните вечером.',
  'Вчера {person} {doing}, и мы весь вечер смеялись.',
  'А помните, как {person} {doing}? Было время.',
  'Мой {person} говорит, что {thing} важнее, чем {thing}.',
  'Завтра {thing}, послезавтра {thing}, а потом отдыхать.',
];

/** One to some twenty sentences, most often one to three. */
export function inventTalk(random: () => number): string {
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  const lists: Record<string, readonly string[]> = { person: people, doing, feeling: feelings, thing: things };
  const count = 1 + Math.floor(-Math.log(1 - random() * 0.999) * 2.2);
  const sentences = Array.from({ length: count }, () => {
    const text = pick(frames).replaceAll(/\{(\w+)\}/g, (_, name: string) => pick(lists[name] ?? []));
    return text.charAt(0).toUpperCase() + text.slice(1);
  });
  return sentences.join(' ');
}
