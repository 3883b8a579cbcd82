import { matchesOf } from './mask-contexts.js';
import type { Findings } from './mask-found.js';
import { findHandles, findMails, findSpelledMails } from './mask-mails.js';
import type { Scan } from './mask-scan.js';

const BEFORE_LINK = '(?<![\\p{L}\\d@/.])';
const SCHEME = '(?:https?:\\/\\/)?(?:www\\.|m\\.|mobile\\.)?';
/** Links that hold a telephone number are masked whole. */
const PHONE_LINK =
  /(?<![\p{L}\d])(?:(?:https?:\/\/)?(?:www\.)?(?:wa\.me\/(?:send\/?\?phone=)?|api\.whatsapp\.com\/send\/?\?phone=)|(?:viber:\/\/[a-z]{3,10}|whatsapp:\/\/send)\/?\?(?:number|phone)=|(?:https?:\/\/)?t\.me\/(?=\+\d)|https?:\/\/viber\.click\/)(?:\+|%2b)?\d{9,15}(?:[?&][\w=&%.+-]{0,200})?/giu;
/** Names of pages of VK that are no person: walls, communities, parts of the site. */
const VK_PARTS =
  '(?:club|public|event|wall|photo|video|album|topic|market|doc|app|clip|story|podcast|page|note)s?-?\\d|(?:feed|search|groups|audio|away|share|login|join|im|mail|docs|apps|games|video|clips|market|about|support|dev|wall|legal|privacy|terms|help|stats|jobs|blog|press)(?![\\w.])|\\d';
const PROFILE_LINK = new RegExp(
  `${BEFORE_LINK}(?:${SCHEME}(?:(?:vk\\.com|vk\\.ru|vk\\.me|vkontakte\\.ru)\\/(?:id\\d+|write\\d+|im\\?sel=\\d+|(?!${VK_PARTS})[a-z][\\w.]{2,31}(?<![.])(?![\\w/-]))` +
    '|(?:ok\\.ru|odnoklassniki\\.ru)\\/profile\\/\\d+|(?:facebook\\.com|fb\\.com)\\/(?:profile\\.php\\?id=\\d+|(?!groups|pages|events|watch|share|photo|story|permalink|hashtag|marketplace|profile)[a-z][\\w.]{3,50}(?<![.])(?![\\w/-]))|(?:twitter\\.com|x\\.com|threads\\.net)\\/@?(?!home|search|hashtag|intent|share)[a-z]\\w{2,30}(?![\\w/-])|instagram\\.com\\/(?!p\\/|reel|explore|stories)[\\w.]{2,30}(?<![.])\\/?' +
    '|tiktok\\.com\\/@[\\w.]{2,30}(?<![.])|(?:t\\.me|telegram\\.me|telegram\\.dog)\\/(?!s\\/|joinchat|c\\/|addstickers|share)[a-z]\\w{4,31}(?![\\w/]))(?:[?#][\\w=&%.+/-]{0,200}(?<![.]))?|tg:\\/\\/(?:resolve\\?domain=|user\\?id=)\\w{3,32})',
  'giu',
);
/** A name in a network after the network's own: «инстаграм: olga_85». */
const NICKNAME = /(\s?[:–—-]\s?|\s)([a-z][\w.]{3,30}\w)(?![\w@/.-]*(?:[@/]|\.[a-zа-яё]))/gi;
const NETWORK_BEFORE =
  /(?:^|[^\p{L}])(?:инст[аы]\p{L}{0,6}|телег[аиуе]|телеграм\p{L}{0,3}|тг|вк|вконтакте|скайп|skype|telegram|instagram|insta|inst|tg|vk)$/iu;
/** Words before a link, and pieces of its name, that make a community, a channel or an application of it. */
const COMMUNITY_BEFORE =
  /(?:групп|паблик|сообществ|приложени|канал|чат|официальн|газет|тест|опрос|подпис)\p{L}*[^.!?\n]{0,20}$/iu;
const COMMUNITY_NAME =
  /(?:news|novost|gorod|city|official|offic|adm(?:in)?_|_adm|admin|club|test|game|online|region|oblast|school|market|shop|podslush|tipich|chp_|dtp|chat|info|zhkh|gkh|jkh|media|press|gazeta|radio|smi_|_tv|tv_)/i;
const NUMBERED = /(?:id|write|sel=|profile\/)\d/i;

function isCommunity(text: string, start: number, link: string): boolean {
  if (NUMBERED.test(link)) return false;
  const name = link.slice(link.search(/[\w.]\//) + 2);
  return (
    COMMUNITY_NAME.test(name) || /#/.test(link) || COMMUNITY_BEFORE.test(text.slice(Math.max(0, start - 40), start))
  );
}

const IS_PAGE = /https?:|www\.|[a-zа-яё\d]\.[a-zа-яё]{2,10}\//i;
const PAGE =
  /(?:https?:\/\/|www\.)[^\s<>«»"]{3,500}|(?<![\p{L}\d@.-])(?:[\p{L}\d-]{1,63}\.){1,4}\p{L}{2,10}\/[^\s<>«»"]{1,500}/giu;

/** Addresses and links. A link that is no person's profile is shut: figures in it are no telephone. */
export function findLinks(text: string, seen: Scan, found: Findings): void {
  const { hasAt, hasSlash, hasLatin } = seen;
  if (hasSlash) {
    for (const match of matchesOf(PHONE_LINK, text)) found.add(match.index, match.index + match[0].length, 'phone');
    for (const match of matchesOf(PROFILE_LINK, text)) {
      if (isCommunity(text, match.index, match[0])) continue;
      found.add(match.index, match.index + match[0].length, 'link');
    }
  }
  if (hasAt) findMails(text, found);
  if (hasSlash && IS_PAGE.test(text)) {
    for (const match of matchesOf(PAGE, text)) found.shut(match.index, match.index + match[0].length);
  }
  if (hasAt) findHandles(text, found);
  findSpelledMails(text, hasLatin, found);
  if (!hasLatin) return;
  for (const match of matchesOf(NICKNAME, text)) {
    const [whole, sign = '', name = ''] = match;
    if (sign.trim() === '' && !/[\d_.]/.test(name)) continue;
    if (!NETWORK_BEFORE.test(text.slice(Math.max(0, match.index - 20), match.index))) continue;
    const end = match.index + whole.length;
    found.add(end - name.length, end, 'link');
  }
}
