import type { LandmarkKind } from '../../src/core/place.js';
import type { Gender } from './words.js';

/** A word that people tell a place by: «школа», «остановка», «автобус». */
export interface LandmarkWord {
  readonly kind: LandmarkKind;
  /** Nominative singular: «школа». */
  readonly title: string;
  readonly gender: Gender;
  /** This form may be the genitive plural: «5 школ» counts schools. */
  readonly plural: boolean;
  /** This form may be the genitive singular: «3 школы» counts schools, «у 3 школы» does not. */
  readonly genitive: boolean;
  /** Has names of its own without a number or quotation marks: «ДК Железнодорожников», «ТЦ Европа». */
  readonly bareName: boolean;
}

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');
const landmarkWords = new Map<string, LandmarkWord>();
function add(
  kind: LandmarkKind,
  title: string,
  gender: Gender,
  forms: { other: string; genitive?: string; plural?: string; bareName?: boolean },
): void {
  const base = { kind, title, gender, plural: false, genitive: false, bareName: forms.bareName ?? false };
  for (const word of words(forms.other)) landmarkWords.set(word, base);
  for (const word of words(forms.genitive ?? '')) landmarkWords.set(word, { ...base, genitive: true });
  for (const word of words(forms.plural ?? '')) landmarkWords.set(word, { ...base, plural: true });
}

add('school', 'школа', 'f', {
  other: 'школа школе школу школой школам школами школах сош мбоу моу маоу гбоу сш',
  genitive: 'школы',
  plural: 'школ',
});
add('school', 'гимназия', 'f', {
  other: 'гимназия гимназию гимназией гимназиях',
  genitive: 'гимназии',
  plural: 'гимназий',
});
add('school', 'лицей', 'm', { other: 'лицей лицее лицею лицеем лицеи', genitive: 'лицея', plural: 'лицеев' });
add('school', 'школа-интернат', 'f', { other: 'школа-интернат школе-интернате', genitive: 'школы-интерната' });
add('kindergarten', 'детский сад', 'm', {
  other:
    'детсад детсаде детсаду детсадом детсады садик садике садику садиком садики д/с д/саду доу мбдоу мдоу мадоу гбдоу сад саду садом сады',
  genitive: 'детсада садика сада',
  plural: 'детсадов садиков садов',
});
add('clinic', 'поликлиника', 'f', {
  other: 'поликлиника поликлинике поликлинику поликлиникой поликлинника поликлиннике',
  genitive: 'поликлиники',
  plural: 'поликлиник',
});
add('clinic', 'городская поликлиника', 'f', { other: 'гкп' });
add('clinic', 'стоматология', 'f', { other: 'стоматология стоматологию', genitive: 'стоматологии' });
add('clinic', 'женская консультация', 'f', { other: 'консультация консультацию', genitive: 'консультации' });
add('hospital', 'больница', 'f', {
  other: 'больница больнице больницу больницей',
  genitive: 'больницы',
  plural: 'больниц',
});
add('hospital', 'городская больница', 'f', {
  other: 'горбольница горбольнице горбольницу гкб',
  genitive: 'горбольницы',
});
add('hospital', 'медсанчасть', 'f', { other: 'медсанчасть мсч', genitive: 'медсанчасти' });
add('hospital', 'роддом', 'm', { other: 'роддом роддоме роддому', genitive: 'роддома', plural: 'роддомов' });
add('hospital', 'госпиталь', 'm', { other: 'госпиталь госпитале', genitive: 'госпиталя' });
add('other', 'ДК', 'm', { other: 'дк', bareName: true });
add('other', 'ТЦ', 'm', { other: 'тц', bareName: true });
add('other', 'ТРЦ', 'm', { other: 'трц', bareName: true });
add('other', 'ТРК', 'm', { other: 'трк', bareName: true });
add('other', 'кинотеатр', 'm', { other: 'кинотеатр кинотеатре кинотеатру', genitive: 'кинотеатра', bareName: true });
add('other', 'стадион', 'm', { other: 'стадион стадионе стадиону', genitive: 'стадиона', bareName: true });
add('other', 'общежитие', 'n', { other: 'общежитие общежитии', genitive: 'общежития', plural: 'общежитий' });

add('other', 'училище', 'n', { other: 'училище училищем училищу', genitive: 'училища' });
add('other', 'колледж', 'm', { other: 'колледж колледже колледжу', genitive: 'колледжа' });
add('other', 'ЖК', 'm', { other: 'жк', bareName: true });

add('route', 'автобус', 'm', {
  other: 'автобус автобусе автобусу автобусом автобусы автобусам автобусах',
  genitive: 'автобуса',
  plural: 'автобусов',
});
add('route', 'маршрут', 'm', {
  other: 'маршрут маршруте маршруту маршрутом маршруты маршрутам маршрутах',
  genitive: 'маршрута',
  plural: 'маршрутов',
});
add('route', 'маршрутка', 'f', {
  other: 'маршрутка маршрутке маршрутку маршруткой маршруткам маршрутках',
  genitive: 'маршрутки',
  plural: 'маршруток',
});
add('route', 'троллейбус', 'm', {
  other: 'троллейбус троллейбусе троллейбусу троллейбусом троллейбусы троллейбусам тролейбус',
  genitive: 'троллейбуса',
  plural: 'троллейбусов',
});
add('route', 'трамвай', 'm', {
  other: 'трамвай трамвае трамваю трамваем трамваи трамваям',
  genitive: 'трамвая',
  plural: 'трамваев',
});

const stop = { kind: 'stop', title: 'остановка', gender: 'f', plural: false, genitive: false, bareName: true } as const;
for (const word of words('остановка остановке остановку остановкой остановки остановок оот ооп ост метро'))
  landmarkWords.set(word, stop);

const kilometre = {
  kind: 'road-km',
  title: 'км',
  gender: 'm',
  plural: false,
  genitive: false,
  bareName: false,
} as const;
for (const word of words('км километр километре километра километру')) landmarkWords.set(word, kilometre);

/** The landmark that this folded word may open or close; undefined for any other word. */
export function landmarkWord(word: string): LandmarkWord | undefined {
  return landmarkWords.get(word);
}

/** Adjectives that belong to the name of an institution, by their folded nominative masculine. */
export const institutionAdjectives = new Set(
  words(`детский городской областной краевой республиканский районный окружной взрослый стоматологический центральный инфекционный
  музыкальный спортивный художественный вечерний коррекционный начальный психиатрический клинический онкологический железнодорожный`),
);
/** Abbreviations of such adjectives: «гор. больница» → «городской». */
export const shortAdjectives: ReadonlyMap<string, string> = new Map([
  ['гор', 'городской'],
  ['обл', 'областной'],
  ['дет', 'детский'],
  ['стом', 'стоматологический'],
]);
