/** The commonest first names of Russia with their short forms, in all cases. */

const MEN =
  'александр алексей анатолий андрей антон аркадий арсений артём артур богдан борис вадим валентин валерий василий виктор виталий влад ' +
  'владимир владислав всеволод вячеслав гавриил геннадий георгий герман глеб григорий давид даниил данил данила демид денис дмитрий ' +
  'евгений егор ефим захар иван игнат игорь илья иннокентий камиль кирилл константин лаврентий лев леонид макар максим марат марк ' +
  'матвей мирон михаил мурад никита николай олег осип павел пётр платон прохор радик рамиль расул ренат ринат роберт родион роман ростислав ' +
  'рустам савелий семён сергей станислав степан тарас тимофей тимур тихон фёдор феликс филипп эдуард эльдар эмиль юлий юрий яков ' +
  'ярослав алан азат айрат ахмед ислам ильдар ильнур магомед марсель мухаммед рафаэль рашид руслан самат тагир фарид хасан ' +
  'армен арсен ашот вахтанг гагик георг карен левон рубен тигран анвар бахтиёр фарход шамиль зураб аслан заур муса аскер дамир ильяс искандер рафик нурлан азамат эльчин вугар наиль ильсур джамал тахир';
const WOMEN =
  'александра алевтина алёна алина алиса алла альбина альфия анастасия ангелина анжела анна антонина арина валентина валерия варвара ' +
  'василиса вера вероника виктория виолетта владислава галина гульнара дарья диана дина динара ева евгения евдокия екатерина елена елизавета ' +
  'жанна зинаида злата зоя зульфия инга инесса инна ирина карина кира клавдия кристина ксения лариса лейла лиана лидия лилия любовь людмила ' +
  'майя маргарита марина мария марта милана мирослава надежда наталия наталья нелли нина оксана олеся ольга полина раиса регина римма роза ' +
  'розалия руфина светлана серафима снежана софия софья таисия тамара татьяна ульяна фаина эвелина эльвира эльмира эмма юлия яна ' +
  'марьяна ярослава влада стефания эмилия есения николь камила амина ясмина аделина лейсан венера фарида наиля рамиля ' +
  'айгуль алсу гузель лиля гуля зарина мадина фатима патимат';
/** Short forms; those of both sexes stand in the second list. */
const SHORT_MEN =
  'ваня вася витя виталик вова володя влад вовка гена гриша дима дениска димон егорка коля костя лёня лёша лёха миша миха митя никитка паша петя рома ' +
  'серёжа серёга серый стас стёпа тёма толя толик федя юра юрик яша андрюха андрюша антоха игорёк ильюха ильюша колян кирюха кирюша макс санёк саня саша сева славик слава ' +
  'боря вадик валера даня жора жорик лёва лев лёня мишка петька сенька гоша гога эдик олежка';
const SHORT_WOMEN =
  'аня анечка анюта аля ася валя варя вика галя даша дашка женя зина ира иришка инночка катя катюша катерина ксюша лара лена леночка лера лида лиза люба люда ' +
  'люся маша машенька марго мила надя настя настёна наташа ната нюра оля олечка оленька поля рита света соня таня танюша тоня тома уля шура юля юлечка яночка саша женя валя слава';

export const MAN = 1;
export const WOMAN = 2;
/** The form may be a genitive: streets are named so («улица Юрия Гагарина»). */
export const GENITIVE = 4;
/** In all capitals or at the beginning of a sentence the word is as often something else («СВЕТА НЕТ»). */
export const WORD_TOO = 8;

const WORDS_TOO = new Set(
  'света слава вера надежда любовь роман лев роза мила майя злата серый рая лада полина рима макар тома марк марка гоша даня поля поле карен иса'.split(
    ' ',
  ),
);
const IRREGULAR: Readonly<Record<string, readonly string[]>> = {
  пётр: ['петра', 'петру', 'петром', 'петре'],
  павел: ['павла', 'павлу', 'павлом', 'павле'],
  лев: ['льва', 'льву', 'львом', 'льве'],
  любовь: ['любови', 'любови', 'любовью', 'любови'],
};

const FORMS = build();

/**
 * What a word is as a first name: bits MAN and WOMAN when it may be the nominative of one, GENITIVE, WORD_TOO. 0 for any other case, null
 * when it is no first name. `word` in small letters.
 */
export function firstName(word: string): number | null {
  const key = word.includes('ё') ? word.replaceAll('ё', 'е') : word;
  const bits = FORMS.get(key);
  if (bits !== undefined) return bits;
  const hyphen = key.indexOf('-');
  if (hyphen < 0 || FORMS.get(key.slice(0, hyphen)) === undefined) return null;
  return FORMS.get(key.slice(hyphen + 1)) ?? null;
}

function build(): Map<string, number> {
  const forms = new Map<string, number>();
  const add = (form: string, bits: number): void => {
    const key = form.replaceAll('ё', 'е');
    forms.set(key, (forms.get(key) ?? 0) | bits | (WORDS_TOO.has(form) ? WORD_TOO : 0));
  };
  const addAll = (names: string, sex: number): void => {
    for (const name of names.split(' ')) {
      add(name, sex);
      const [genitive = '', ...others] = IRREGULAR[name] ?? cases(name, sex);
      add(genitive, GENITIVE);
      for (const form of others) add(form, 0);
    }
  };
  addAll(MEN, MAN);
  addAll(SHORT_MEN, MAN);
  addAll(WOMEN, WOMAN);
  addAll(SHORT_WOMEN, WOMAN);
  return forms;
}

/** Genitive first. Names that do not change («Алсу») stay alone. */
function cases(name: string, sex: number): string[] {
  const stem = name.slice(0, -1);
  switch (name.at(-1)) {
    case 'й':
      return [`${stem}я`, `${stem}ю`, `${stem}ем`, `${stem}е`, `${stem}и`];
    case 'ь':
      return sex === MAN ? [`${stem}я`, `${stem}ю`, `${stem}ем`, `${stem}е`] : [`${stem}и`, `${name}ю`];
    case 'я':
      return [`${stem}и`, `${stem}е`, `${stem}ю`, `${stem}ей`];
    case 'а':
      return /[гкхжшщч]$/.test(stem)
        ? [`${stem}и`, `${stem}е`, `${stem}у`, `${stem}ой`, `${stem}ей`]
        : [`${stem}ы`, `${stem}е`, `${stem}у`, `${stem}ой`];
    case 'о':
    case 'у':
    case 'и':
      return [name];
    default:
      return sex === MAN ? [`${name}а`, `${name}у`, `${name}ом`, `${name}ем`, `${name}е`] : [name];
  }
}
