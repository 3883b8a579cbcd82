function build(): Map<string, string> {
  const table = new Map<string, string>();
  const put = (stem: string, forms: string) => {
    for (const form of forms.split(' ')) if (form !== '') table.set(form, stem);
  };
  put('человек', 'люди людей людям людьми людях человек человека человеку человеком человеке');
  put(
    'ребенок',
    'дети детей детям детьми детях ребенок ребенка ребенку ребенком ребенке ребята ребят ребятам ребятами',
  );
  put('почта', 'почта почты почте почту почтой почтою почт почтам почтами почтах');
  put('почти', 'почти');
  put('домой', 'домой');
  put('потом', 'потом');
  put('май', 'май мая маю маем мае');
  put('год', 'лет год года году годом годе годы годов годам годами годах');
  put('сутки', 'сутки суток суткам сутками сутках');
  put('день', 'день дня дню днем дне дни дней дням днями днях');
  put('мать', 'мать матери матерью матерей матерям матерями матерях');
  put('дочь', 'дочь дочери дочерью дочерей дочерям дочерьми дочерях');
  put('время', 'время времени временем времена времен временам временами временах');
  put('имя', 'имя имени именем имена имен именам именами именах');
  put('ехать', 'ехать еду едешь едет едем едете едут ехал ехала ехало ехали');
  put('идти', 'идти идет иду идешь идем идете идут идите шел шла шло шли идя');
  for (const prefix of 'по за на про подо до пере обо во со ото у вы произо разо'.split(' ')) {
    const base = `${prefix}йт`;
    for (const end of 'ти ду дешь дет дем дете дут ди дите дя'.split(' ')) table.set(`${prefix}й${end}`, base);
    for (const end of 'шел шла шло шли шедший шедшая шедшее шедшие'.split(' ')) table.set(`${prefix}${end}`, base);
  }
  put(
    'прийт',
    'прийти придти приду придешь придет придем придете придут приди придите придя пришел пришла пришло пришли',
  );
  for (const [noun, oblique] of HARD) decline(table, noun, oblique, 'а у ом ем е и ы ов ев ам ами ах');
  for (const [noun, oblique] of SOFT) decline(table, noun, oblique, 'я ю ем и ей ям ями ях');
  for (const [plural, stem] of GENITIVES) table.set(plural, stem);
  return table;
}

function decline(table: Map<string, string>, noun: string, oblique: string, endings: string): void {
  table.set(noun, noun);
  for (const ending of endings.split(' ')) table.set(oblique + ending, noun);
}

/** Noun and the stem of its other cases. The noun itself becomes the stem, so that «угол» and «уголь» stay apart. */
const HARD = pairs(
  'рынок:рынк участок:участк переулок:переулк поселок:поселк песок:песк звонок:звонк перекресток:перекрестк подросток:подростк ' +
    'замок:замк порядок:порядк кусок:куск щенок:щенк угол:угл ветер:ветр котел:котл узел:узл пес:пс лед:льд проселок:проселк ' +
    'городок:городк остаток:остатк недостаток:недостатк убыток:убытк конец:конц отец:отц жилец:жильц владелец:владельц ' +
    'продавец:продавц дворец:дворц образец:образц станок:станк',
);
const SOFT = pairs(
  'уголь:угл камень:камн щебень:щебн ливень:ливн огонь:огн корень:корн уровень:уровн пень:пн ремень:ремн парень:парн',
);
/** Bare genitive plural and the Snowball stem of the other forms. */
const GENITIVES = pairs(
  'площадок:площадк остановок:остановк парковок:парковк скамеек:скамейк лавочек:лавочк лавок:лавк маршруток:маршрутк ' +
    'кнопок:кнопк веток:ветк досок:доск свалок:свалк помоек:помойк вышек:вышк пробок:пробк решеток:решетк плиток:плитк ' +
    'кошек:кошк крышек:крышк дорожек:дорожк тропинок:тропинк справок:справк проверок:проверк стоянок:стоянк ' +
    'застроек:застройк построек:постройк новостроек:новостройк поездок:поездк окон:окн стекол:стекл писем:письм пятен:пятн ' +
    'лампочек:лампочк розеток:розетк девочек:девочк бабушек:бабушк дедушек:дедушк копеек:копейк проводок:проводк ' +
    'установок:установк отметок:отметк оценок:оценк ошибок:ошибк попыток:попытк',
);

function pairs(list: string): readonly (readonly [string, string])[] {
  return list.split(' ').map((entry) => {
    const [bare = '', oblique = ''] = entry.split(':');
    return [bare, oblique] as const;
  });
}

/**
 * Word forms whose Snowball stem is wrong for us, each with the stem to use. Three kinds: forms of one word from different roots
 * (люди/человек), forms with a vowel that comes and goes (день/дня, площадка/площадок), and different words that Snowball merges
 * (почта/почти, дом/домой).
 */
export const STEM_EXCEPTIONS: ReadonlyMap<string, string> = build();
