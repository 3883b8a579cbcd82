import { toUtcStamp } from '../html.js';
import type { Timeline } from '../timeline.js';
import type { Page, PageRequest } from '../types.js';
import { forumShell } from './forum.js';
import { telegramShell } from './telegram.js';

const HTML = 'text/html; charset=utf-8';
const POISON_BYTES = 500_000;
const LONG_LINE = 100_000;

function broken(): Page {
  return { status: 500, type: HTML, body: '<!DOCTYPE html><title>500</title><h1>Internal Server Error</h1>' };
}

/** A topic page of half a megabyte of open `<div>`: a parser that recurses falls over. */
function poison(): Page {
  const body = forumShell('Тема - Форум', '', '<div>'.repeat(Math.ceil(POISON_BYTES / '<div>'.length)));
  return { status: 200, type: HTML, body };
}

function rawMessage(id: number, html: string, at: number): string {
  return `<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap js-widget_message" data-post="strannyj/${id}"><div class="tgme_widget_message_bubble"><div class="tgme_widget_message_text js-message_text" dir="auto">${html}</div><div class="tgme_widget_message_footer"><span class="tgme_widget_message_meta"><a class="tgme_widget_message_date" href="/strannyj/${id}"><time datetime="${toUtcStamp(at)}" class="time"></time></a></span></div></div></div></div>`;
}

/** NUL, lone surrogates as character references, a line of 100 kB, tags that never close. */
function odd(timeline: Timeline): Page {
  const at = (minute: number): number => timeline.startedAtMs - minute * 60_000;
  const messages = [
    rawMessage(11, 'Нулевой байт \u0000 посреди строки и ссылка на него &#0; тоже', at(300)),
    rawMessage(12, 'Половинки знаков: &#xD800; и &#xDFFF; и &#55357; сами по себе', at(240)),
    rawMessage(13, 'а'.repeat(LONG_LINE), at(180)),
    rawMessage(14, 'Обычное сообщение между странными, его надо прочесть', at(120)),
    rawMessage(
      15,
      'Незакрытое <b>жирное <i>и <a href="http://[bad">ссылка <span dir="auto">до конца <!-- комментарий',
      at(60),
    ),
  ];
  const body = telegramShell('Странный канал', 'Сообщения с ошибками', 'odd', '12', messages.join('\n'));
  return { status: 200, type: HTML, body, modifiedMs: at(60) };
}

/** The channel after a redesign: the words are there, no known element is. */
function redesigned(): Page {
  const body = `<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>Новый дизайн</title></head><body><div id="app" class="x1a"><section class="x9f"><h1>Мы обновились!</h1><p>Лента загрузится через минуту.</p></section></div></body></html>\n`;
  return { status: 200, type: HTML, body };
}

/** Pages that go wrong on purpose; a crawler survives each and says which it was. */
export function troublePage(request: PageRequest, timeline: Timeline): Page | undefined {
  const { pathname, searchParams } = request.url;
  if (pathname === '/s/broken') return broken();
  if (pathname === '/viewtopic.php' && searchParams.get('t') === '666') return poison();
  if (pathname === '/viewforum.php') return boardOfPoison(timeline);
  if (pathname === '/s/odd') return odd(timeline);
  if (pathname === '/s/redesigned') return redesigned();
  if (pathname === '/slow')
    return { status: 200, type: HTML, body: '<!DOCTYPE html><title>Долго</title>\n', drip: true };
  return undefined;
}

/** A board whose only topic is the poison page. */
function boardOfPoison(timeline: Timeline): Page {
  const stamp = toUtcStamp(timeline.startedAtMs - 3_600_000);
  const row = `<div class="forumbg"><div class="inner"><ul class="topiclist topics"><li class="row bg1"><dl class="row-item topic_read"><dt><div class="list-inner"><a href="./viewtopic.php?t=666" class="topictitle">Не открывается тема</a></div></dt><dd class="posts">1</dd><dd class="views">66</dd><dd class="lastpost"><span><span class="username">Гость</span><br /><time datetime="${stamp}"></time></span></dd></dl></li></ul></div></div>`;
  return {
    status: 200,
    type: HTML,
    body: forumShell('Ошибки - Форум', '', row),
    modifiedMs: timeline.startedAtMs - 3_600_000,
  };
}
