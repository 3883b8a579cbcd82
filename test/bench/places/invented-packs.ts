import { buildPack } from '../../../pipelines/places/pack-build.js';
import type { PackStreet } from '../../../pipelines/places/pack-rows.js';
import type { Territory } from '../../../src/core/place.js';
import type { PackFile } from '../../../src/core/place-files.js';
import { seededRandom } from '../../../src/core/seeded-random.js';

const CITIES = 140;
const STREETS_PER_CITY = 1_000;
const CITIES_PER_PACK = 10;
/** Streets and districts of all packs together. */
export const packNames = CITIES * STREETS_PER_CITY;

const beginnings = 'Бар Вел Гор Дул Жив Зан Кор Лам Мос Нил Пат Рож Сум Тар Фон Хол Цеп Чер Шум Щит'.split(' ');
const middles = 'анд евр иль онт урс алг ерм авл ект инд орб уст ажд есп икр омн утв арз елк ибр'.split(' ');
const ends = 'ак ов ин ет ор ун ил ам еч уж аг об из ед ож уб ир ан ен ут'.split(' ');
const tails = ['ова', 'ина', 'ского', 'ская', 'ная', 'овая', 'ов', 'ы'];
const before = ['Академика', 'Маршала', 'Героя', 'Народного', '1-я', '2-я', 'Большая', 'Малая', 'Красная'];
const common =
  'Мира Ленина Победы Гагарина Кирова Пушкина Лесная Садовая Советская Школьная Центральная Молодёжная Набережная Новая Полевая Луговая Заречная'.split(
    ' ',
  );

/** Name number `i` of a vocabulary that has 64 000 of one word and as many of two for each word before them. */
function nameOf(i: number): string {
  if (i < common.length) return common[i] as string;
  const stem = `${beginnings[i % 20]}${middles[Math.floor(i / 20) % 20]}${ends[Math.floor(i / 400) % 20]}`;
  const name = stem + tails[Math.floor(i / 8_000) % tails.length];
  const first = i % 7 < 2 ? before[i % before.length] : undefined;
  return first === undefined ? name : `${first} ${name}`;
}

/**
 * Address packs of the largest towns: 140 towns of 1 000 streets. Three in ten names are known everywhere, half come from some 8 000, the
 * others are rare; a tenth of the streets are no «улица», every fourth has houses with points.
 * @param territories the shipped ones
 */
export function inventPacks(territories: readonly Territory[]): PackFile[] {
  const random = seededRandom(12);
  const towns = territories
    .filter(({ level, point }) => level === 'settlement' && point !== null)
    .toSorted((a, b) => (b.population ?? 0) - (a.population ?? 0))
    .slice(0, CITIES);
  const street = (territory: string, origin: { lat: number; lon: number }, number: number): PackStreet => {
    const point = { lat: origin.lat + random() / 10, lon: origin.lon + random() / 10 };
    const type = random() < 0.9 ? 'улица' : 'переулок';
    const houses = Array.from({ length: random() < 0.25 ? 12 : 0 }, (_, i) => ({ number: String(1 + 2 * i), point }));
    return { territory, type, name: nameOf(number), point, houses };
  };
  const packs: PackFile[] = [];
  for (let from = 0; from < towns.length; from += CITIES_PER_PACK) {
    const streets = towns.slice(from, from + CITIES_PER_PACK).flatMap(({ id, point }) => {
      const numbers = new Set<number>();
      while (numbers.size < STREETS_PER_CITY) {
        const roll = random();
        const [first, count] = roll < 0.3 ? [0, 500] : roll < 0.8 ? [500, 8_000] : [8_500, 55_000];
        numbers.add(first + Math.floor(random() * count));
      }
      return [...numbers].map((number) => street(id, point ?? { lat: 55, lon: 37 }, number));
    });
    const id = `invented-${from}`;
    const meta = { id, title: id, origin: 'invented', licence: 'CC0', attribution: 'none', createdBy: 'npm run bench' };
    packs.push({ path: `config/places/packs/${id}.pack`, bytes: buildPack({ meta, streets }) });
  }
  return packs;
}
