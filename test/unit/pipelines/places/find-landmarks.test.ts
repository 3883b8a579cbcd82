import { describe, expect, it } from 'vitest';
import { createLocator } from '../../../../pipelines/places/locator.js';

const { locator } = createLocator({ files: [] });
const found = (text: string) => locator.locate(text, {}).landmarks.map(({ kind, name }) => `${kind}: ${name}`);

describe('landmarks', () => {
  it.each([
    ['школа №7 без столовой', ['school: школа № 7']],
    ['в 7-й школе нет воды', ['school: школа № 7']],
    ['дорога до школ 55 и 57', ['school: школа № 55', 'school: школа № 57']],
    ['лицей 15 остался без физрука', ['school: лицей № 15']],
    ['возле 29 садика и детского сада № 16', ['kindergarten: детский сад № 29', 'kindergarten: детский сад № 16']],
    ['детсад «Ромашка» закрыт', ['kindergarten: детский сад «Ромашка»']],
    ['у 10 поликлиники грязь', ['clinic: поликлиника № 10']],
    ['детской поликлинике 4 нужен врач', ['clinic: детская поликлиника № 4']],
    ['гор. больница №2, МСЧ № 133', ['hospital: городская больница № 2', 'hospital: медсанчасть № 133']],
    ['закрыли ДК Железнодорожников и ТЦ «Европа»', ['other: ДК Железнодорожников', 'other: ТЦ «Европа»']],
    ['дом в ЖК Изумрудный', ['other: ЖК Изумрудный']],
    ['на остановке "Площадь Ленина" нет урны', ['stop: Площадь Ленина']],
    ['от остановки Рынок до остановки Улица Пушкина', ['stop: Рынок', 'stop: Улица Пушкина']],
    ['Ост. Льговский поворот без павильона', ['stop: Льговский поворот']],
    ['разбита остановка ООТ "ДСК"', ['stop: ДСК']],
    ['автобус №24 и маршрутка 15к не ходят', ['route: 24', 'route: 15к']],
    ['24 маршрут и троллейбус 3', ['route: 24', 'route: 3']],
    ['873 и 876 маршруты отменили', ['route: 873', 'route: 876']],
    ['авария на 12 км трассы М-7', ['road-km: М-7, 12 км']],
    ['М5 Урал 1345-й км, яма', ['road-km: М-5, 1345 км']],
    ['12-й километр Казанского тракта', ['road-km: Казанский тракт, 12 км']],
    ['На перекрёстке Мира и Ленина', ['intersection: Мира — Ленина']],
    ['на перекрёстке ул. Ленина — ул. Мира', ['intersection: Ленина — Мира']],
    ['на углу Кирова и Гоголя', ['intersection: Кирова — Гоголя']],
    ['Угол Советской и Карла Маркса', ['intersection: Советская — Карла Маркса']],
    ['На пересечении Победы и 8 марта', ['intersection: Победы — 8 Марта']],
  ])('«%s»', (text, names) => {
    expect(found(text)).toEqual(names);
  });

  it.each([
    'нет 5 школ и 3 поликлиник',
    'школа 2 года строится, в школе 25 учителей',
    'автобус 40 минут ждали, автобусов 5 не хватает',
    'автобус в 7.30, на автобусе 8 30 утра',
    'Автобусная остановка. Реклама на стекле',
    'на остановке стоят люди',
    'тариф 5 Гб за 200 рублей',
  ])('none in «%s»', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('leave the precision as it is, and the streets of a crossing stay streets', () => {
    expect(locator.locate('В школе №7 холодно', {})).toMatchObject({ precision: 'none', named: ['landmark'] });
    expect(locator.locate('На углу Кирова и Гоголя яма', {})).toMatchObject({
      precision: 'street',
      street: 'Кирова;Гоголя',
    });
  });

  it('take their street with them: the stop «Улица Пушкина» is no street', () => {
    const place = locator.locate('Разбита ООТ "Улица Пушкина" напротив дома ул. Мира, 19', {});
    expect(place).toMatchObject({ street: 'Мира', house: '19' });
  });

  it('have the span of their evidence in the text', () => {
    const text = 'Ямы у школы №7, ул. Мира';
    const [evidence] = locator.locate(text, {}).evidence.filter(({ field }) => field === 'landmark');
    expect(text.slice(evidence?.span?.start, evidence?.span?.end)).toBe('школы №7');
  });
});

describe('names of stops and numbers of other forms', () => {
  it.each([
    ['остановка "ул. Гагарина"', ['stop: Улица Гагарина']],
    ['на ост.Улица 40 лет Октября', ['stop: Улица 40 лет Октября']],
    ['На остановке улица Вокзальная темно', ['stop: Улица Вокзальная']],
    ['на остановке Дом культуры', ['stop: Дом культуры']],
    ['СОШ N5 закрыта', ['school: школа № 5']],
    ['маршрутов 53 и 66 нет', ['route: 53', 'route: 66']],
    ['Московский тракт, 9 км, темень', ['road-km: Московский тракт, 9 км']],
  ])('«%s»', (text, landmarks) => {
    expect(found(text)).toEqual(landmarks);
  });
});
