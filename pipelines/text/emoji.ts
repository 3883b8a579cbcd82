import { fold } from './fold.js';
import { stem } from './stem.js';

/** Russian names of emoji that say something about what is complained of, or how. */
const NAMES =
  '🔥 огонь 💧 капля 💦 брызги 🌊 волна 🚰 вода 🚿 душ 🛁 ванна 🚽 туалет 🚾 туалет 🧻 бумага ❄ снег 🌨 снег ⛄ снеговик ☃ снеговик 🧊 лёд 🌧 дождь ☔ дождь ' +
  '⛈ гроза 🌩 гроза ⚡ молния 🌪 ураган 🌬 ветер 💨 ветер 🌫 туман ☀ солнце 🌡 термометр 🥶 холод 🥵 жара 🌈 радуга ☁ облако ' +
  '🚧 ремонт 🏗 стройка 👷 рабочий 🛠 инструменты 🔧 ключ 🔨 молоток 🧱 кирпич ⛏ кирка 🚜 трактор 🕳 яма 🛣 дорога 🌉 мост 🚦 светофор 🚥 светофор 🛑 стоп ' +
  '⛔ запрет 🚫 запрет 🚷 запрет 🅿 парковка 🚗 машина 🚙 машина 🚕 такси 🚓 полиция 🚔 полиция 👮 полиция 🚨 тревога 🚒 пожарная 🚑 скорая 🚌 автобус 🚍 автобус ' +
  '🚎 троллейбус 🚐 маршрутка 🚋 трамвай 🚊 трамвай 🚃 вагон 🚇 метро 🚆 поезд 🚂 поезд 🚉 вокзал 🚏 остановка 🚲 велосипед 🛴 самокат 🏍 мотоцикл 🚚 грузовик 🚛 грузовик ' +
  '⛽ заправка ✈ самолёт 🚢 корабль ♿ инвалид 🦽 коляска 👶 ребёнок 🧒 ребёнок 👧 девочка 👦 мальчик 👵 бабушка 👴 дедушка 👪 семья 🤰 беременная ' +
  '🏠 дом 🏡 дом 🏘 дома 🏚 развалины 🏢 здание 🏬 магазин 🏪 магазин 🏫 школа 🎒 школа 🏥 больница 💊 таблетка 💉 укол 🩺 врач 🤒 болезнь 🤢 тошнота 🤮 тошнота ' +
  '😷 маска 🦠 вирус 🩸 кровь 🚪 дверь 🪟 окно 🛗 лифт 🔑 ключ 🔒 замок 💡 лампочка 🔦 фонарь 🕯 свеча 🔌 розетка 🔋 батарея 🏭 завод ☢ радиация ☣ опасность ⚠ внимание ' +
  '🗑 урна 🚮 мусор ♻ переработка 💩 дерьмо 🐀 крыса 🐁 мышь 🐭 мышь 🪳 таракан 🦟 комар 🪰 муха 🐜 муравей 🐕 собака 🐶 собака 🐩 собака 🐺 волк 🐈 кошка 🐱 кошка 🐦 птица 🐍 змея 🐻 медведь ' +
  '🌳 дерево 🌲 ель 🌿 трава 🍂 листья 🍁 листья 🌷 цветы 🌸 цветы 🌺 цветы 💐 цветы 🎄 ёлка ⛲ фонтан 🛝 горка 🎠 карусель ⚽ футбол 🏒 хоккей ⛸ коньки 🏊 бассейн ' +
  '📞 телефон ☎ телефон 📱 телефон 📵 связь 📶 связь 📡 антенна 📺 телевизор 💻 компьютер 📷 фото 📸 фото 📹 видео 🎥 видео 📄 документ 📝 заявление ✉ письмо 📧 письмо 📬 почта ' +
  '💰 деньги 💵 деньги 💸 деньги 💳 карта 🧾 квитанция 📈 рост 📉 падение ⏰ часы ⌛ ожидание ⏳ ожидание 📅 календарь 📍 место 🗺 карта ' +
  '🆘 помощь 🙏 спасибо 👍 хорошо 👎 плохо 👏 браво ❤ сердце 💔 горе 😡 злость 😠 злость 🤬 злость 😤 злость 😱 ужас 😨 страх 😭 слёзы 😢 слёзы 😂 смех 🤣 смех 🤡 клоун ☠ смерть 💀 смерть 🔇 тишина 🔊 шум 📢 объявление ' +
  '🧨 петарда 🎆 салют 🎇 салют 💥 взрыв 💣 бомба 🔫 оружие 🔪 нож 🍺 пиво 🍾 бутылка 🚬 курение 🚭 курение';

interface Name {
  readonly name: string;
  readonly stem: string;
}

const VARIATION = 0xfe0f;
const JOINER = 0x200d;

const byEmoji = new Map<string, Name>();
const words = NAMES.split(' ');
for (let index = 0; index + 1 < words.length; index += 2) {
  const name = fold(words[index + 1] as string);
  byEmoji.set(words[index] as string, { name, stem: stem(name) });
}

/**
 * The emoji with a Russian name at `start`, together with its skin tone, its joined parts and its own repetitions («🔥🔥🔥» is one
 * token); undefined when there is none.
 */
export function emojiAt(text: string, start: number): (Name & { readonly end: number }) | undefined {
  const base = pointAt(text, start);
  const named = byEmoji.get(base);
  if (named === undefined) return undefined;
  let end = modifiersEnd(text, start + base.length);
  while (text.startsWith(base, end)) end = modifiersEnd(text, end + base.length);
  return { ...named, end };
}

function pointAt(text: string, index: number): string {
  const point = text.codePointAt(index);
  return point === undefined ? '' : String.fromCodePoint(point);
}

/** End of what belongs to the emoji before `from`: variation selectors, skin tones, and what zero-width joiners tie to it. */
function modifiersEnd(text: string, from: number): number {
  let end = from;
  for (;;) {
    const code = text.charCodeAt(end);
    if (code === VARIATION) end += 1;
    else if (code === 0xd83c && text.charCodeAt(end + 1) >= 0xdffb) end += 2;
    else if (code === JOINER && /^\p{Extended_Pictographic}/u.test(pointAt(text, end + 1))) {
      end += 1 + pointAt(text, end + 1).length;
    } else return end;
  }
}
