import { hashNumber, toClock, toHtmlLines, toUtcStamp } from '../html.js';
import { PAGE_SIZES, type Timeline } from '../timeline.js';
import { CHANNELS, type ChannelName } from '../town.js';
import type { Page, PageRequest, PlacedPost } from '../types.js';
import { TELEGRAM_CSS } from './styles.js';

const TAIL =
  '<i class="tgme_widget_message_bubble_tail"><svg class="bubble_icon" width="9px" height="20px" viewBox="0 0 9 20"><g fill="none"><path class="background" fill="#ffffff" d="M8,1 L9,1 L9,20 L8,20 C7.8,15.1 5.9,8.2 1.3,2.7 C0.9,2.3 1.4,1 2,1 Z"></path></g></svg></i>';

export function telegramShell(title: string, about: string, name: string, subscribers: string, main: string): string {
  return `<!DOCTYPE html>
<html>
  <head>
    <meta charset="utf-8">
    <title>${toHtmlLines(title)} – Telegram</title>
    <meta name="viewport" content="width=device-width, initial-scale=1.0" />
    <meta property="og:title" content="${toHtmlLines(title)}">
    <meta property="og:site_name" content="Telegram">
    <meta property="og:description" content="${toHtmlLines(about)}">
    <link rel="canonical" href="/s/${name}">
    <link href="/style.css" rel="stylesheet" type="text/css">
  </head>
  <body class="widget_frame_base tgme_webpreview emoji_image thin_box_shadow tme_mode no_transitions">
    <header class="tgme_header search_collapsed">
      <div class="tgme_container">
        <div class="tgme_header_search"><form class="tgme_header_search_form" action="/search/${name}"><input class="tgme_header_search_form_input js-header_search" placeholder="Search" name="q" autocomplete="off" value="" /></form></div>
        <div class="tgme_header_right_column"><section class="tgme_right_column"><div class="tgme_channel_info">
          <div class="tgme_channel_info_header"><div class="tgme_channel_info_header_title_wrap"><div class="tgme_channel_info_header_title"><span dir="auto">${toHtmlLines(title)}</span></div></div>
          <div class="tgme_channel_info_header_username"><a href="/s/${name}">@${name}</a></div></div>
          <div class="tgme_channel_info_counters"><div class="tgme_channel_info_counter"><span class="counter_value">${subscribers}</span> <span class="counter_type">subscribers</span></div></div>
          <div class="tgme_channel_info_description">${toHtmlLines(about, '<br/>')}</div>
        </div></section></div>
        <div class="tgme_header_info"><a class="tgme_header_link" href="/s/${name}"><div class="tgme_header_title_wrap"><div class="tgme_header_title"><span dir="auto">${toHtmlLines(title)}</span></div></div><div class="tgme_header_counter">${subscribers} subscribers</div></a></div>
      </div>
    </header>
    <main class="tgme_main" data-url="/${name}"><div class="tgme_container"><section class="tgme_channel_history js-message_history">
${main}
    </section></div></main>
  </body>
</html>
`;
}

function photo(post: PlacedPost, index: number, isGrouped: boolean): string {
  const [channel, number] = post.nativeId.split('/');
  const id = Number(number) + index;
  const url = `/photo/${hashNumber(`${post.id}/${index}`, 360)}.svg`;
  const classes = `tgme_widget_message_photo_wrap ${isGrouped ? 'grouped_media_wrap ' : ''}blured js-message_photo`;
  return `<a class="${classes}" style="width:${isGrouped ? 224 : 450}px;background-image:url('${url}')" href="/${channel}/${id}${isGrouped ? '?single' : ''}"><div class="tgme_widget_message_photo${isGrouped ? ' grouped_media' : ''}" style="padding-top:75%"></div></a>`;
}

function photos(post: PlacedPost): string {
  const count = post.photos ?? 0;
  if (count === 0) return '';
  const items = Array.from({ length: count }, (_, index) => photo(post, index, count > 1)).join('');
  if (count === 1) return items;
  return `<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap" data-margin-w="2" data-margin-h="2" style="width:453px;"><div class="tgme_widget_message_grouped js-message_grouped"><div class="tgme_widget_message_grouped_layer js-message_grouped_layer">${items}</div></div></div>`;
}

function views(post: PlacedPost): string {
  const count = 180 + hashNumber(post.id, 3900);
  return count < 1000 ? String(count) : `${(count / 1000).toFixed(2).replace(/\.?0+$/, '')}K`;
}

/** `text` with addresses of sites made into links, lines into `<br/>`. */
function linkify(text: string): string {
  return toHtmlLines(text, '<br/>').replace(
    /https?:\/\/[^\s<]+/g,
    (link) => `<a href="${link}" target="_blank" rel="noopener">${link}</a>`,
  );
}

function message(post: PlacedPost, timeline: Timeline, byId: Map<string, PlacedPost>, nowMs: number): string {
  const [name] = post.nativeId.split('/') as [ChannelName];
  const { title } = CHANNELS[name];
  const at = timeline.publishedAtMs(post);
  const answered = post.replyTo === undefined ? undefined : byId.get(post.replyTo);
  const reply =
    answered === undefined
      ? ''
      : `<a class="tgme_widget_message_reply" href="${answered.path}"><div class="tgme_widget_message_author accent_color"><span class="tgme_widget_message_author_name" dir="auto">${title}</span></div><div class="tgme_widget_message_metatext js-message_reply_text" dir="auto">${toHtmlLines(timeline.textAt(answered, nowMs).replaceAll('\n', ' ').slice(0, 80))}</div></a>`;
  const forwarded =
    post.forwardedFrom === undefined
      ? ''
      : `<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;<span class="tgme_widget_message_forwarded_from_name"><span dir="auto">${toHtmlLines(post.forwardedFrom)}</span></span></div>`;
  const meta = [
    post.author === ''
      ? ''
      : `<span class="tgme_widget_message_from_author" dir="auto">${toHtmlLines(post.author)}</span>,&nbsp;`,
    timeline.editedAtMs(post, nowMs) === undefined ? '' : 'edited &nbsp;',
  ].join('');
  return `<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap js-widget_message" data-post="${post.nativeId}" data-view="${hashNumber(post.id, 2 ** 31).toString(36)}">
  <div class="tgme_widget_message_user"><a href="/s/${name}"><i class="tgme_widget_message_user_photo bgcolor${hashNumber(name, 7)}" data-content="${title.slice(0, 1)}"></i></a></div>
  <div class="tgme_widget_message_bubble">
    ${TAIL}
    <div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" href="/s/${name}"><span dir="auto">${title}</span></a></div>
    ${forwarded}${reply}${photos(post)}
    <div class="tgme_widget_message_text js-message_text" dir="auto">${linkify(timeline.textAt(post, nowMs))}</div>
    <div class="tgme_widget_message_footer compact js-message_footer">
      <div class="tgme_widget_message_info short js-message_info">
        <span class="tgme_widget_message_views">${views(post)}</span><span class="copyonly"> views</span><span class="tgme_widget_message_meta">${meta}<a class="tgme_widget_message_date" href="${post.path}"><time datetime="${toUtcStamp(at)}" class="time">${toClock(at)}</time></a></span>
      </div>
    </div>
  </div>
</div></div>`;
}

function svgPhoto(hue: number): Page {
  const body = `<svg xmlns="http://www.w3.org/2000/svg" width="450" height="338"><rect width="450" height="338" fill="hsl(${hue},35%,72%)"/><circle cx="350" cy="80" r="36" fill="hsl(${hue},60%,88%)"/><path d="M0 338 L120 190 L210 270 L300 160 L450 338 Z" fill="hsl(${hue},30%,48%)"/></svg>`;
  return { status: 200, type: 'image/svg+xml', body };
}

/** Answers `/s/<channel>?before=<number>` (the newest twenty, or the twenty before), permalinks, photos and the style. */
export function telegramPage(request: PageRequest, timeline: Timeline): Page | undefined {
  const { pathname, searchParams } = request.url;
  if (pathname === '/style.css') return { status: 200, type: 'text/css; charset=utf-8', body: TELEGRAM_CSS };
  const hue = /^\/photo\/(\d{1,3})\.svg$/.exec(pathname)?.[1];
  if (hue !== undefined) return svgPhoto(Number(hue));
  if (pathname === '/') {
    const links = Object.entries(CHANNELS).map(([name, channel]) => `<p><a href="/s/${name}">${channel.title}</a></p>`);
    return { status: 200, type: 'text/html; charset=utf-8', body: `<meta charset="utf-8">${links.join('\n')}\n` };
  }
  const match = /^\/(?:s\/)?([a-z_]+)(?:\/(\d+))?$/.exec(pathname);
  if (match === null || !Object.hasOwn(CHANNELS, match[1] as string)) return undefined;
  const name = match[1] as ChannelName;
  const channel = CHANNELS[name];
  const numberOf = (post: PlacedPost): number => Number(post.nativeId.split('/')[1]);
  const all = timeline.visible(request.nowMs).filter((post) => post.site === 'telegram' && post.thread === name);
  const wanted = match[2] === undefined ? undefined : Number(match[2]);
  const before = Number(searchParams.get('before') ?? Number.POSITIVE_INFINITY);
  const shown =
    wanted === undefined
      ? all.filter((post) => numberOf(post) < before).slice(-PAGE_SIZES.channel)
      : all.filter((post) => wanted >= numberOf(post) && wanted < numberOf(post) + Math.max(1, post.photos ?? 1));
  if (wanted !== undefined && shown.length === 0) return undefined;
  const oldest = shown[0];
  const hasOlder = wanted === undefined && oldest !== undefined && oldest !== all[0];
  const more = hasOlder
    ? `<div class="tgme_widget_message_centered js-messages_more_wrap"><a href="/s/${name}?before=${numberOf(oldest)}" class="tme_messages_more js-messages_more" data-before="${numberOf(oldest)}"></a></div>\n`
    : '';
  const byId = new Map(all.map((post) => [post.id, post]));
  const messages = shown.map((post) => message(post, timeline, byId, request.nowMs)).join('\n');
  return {
    status: 200,
    type: 'text/html; charset=utf-8',
    body: telegramShell(channel.title, channel.about, name, channel.subscribers, more + messages),
    modifiedMs: timeline.changedAtMs(shown, request.nowMs),
  };
}
