import { describe, expect, it } from 'vitest';
import { loadRegistry } from '../../../crawlers/registry.js';

const registry = await loadRegistry();
const source = { urls: ['http://example.org/'], depth: { pages: 3, topics: 20 }, language: 'ru' };
const crumbs = (...links: string[]) => links.map((href) => `<a href="${href}">Форум</a>`).join(' &raquo; ');

/** What engines print, by their own templates, where there is nothing to read: markup around the words kept, with its links. */
const pages: [string, string, string][] = [
  [
    'phpbb',
    'a topic that is not there',
    `<ul class="nav-breadcrumbs"><li class="breadcrumbs">${crumbs('./index.php')}</li></ul>
     <div class="panel" id="message"><div class="inner"><h2 class="message-title">Информация</h2><p>Запрошенной темы не существует.</p></div></div>`,
  ],
  [
    'phpbb',
    'a board for members',
    `<form action="./ucp.php?mode=login" method="post" id="login"><div class="panel"><div class="inner"><div class="content">
     <h2 class="login-title">Для просмотра этого форума вы должны быть авторизованы.</h2><fieldset class="fields1"><dl><dt>
     <label for="username">Имя:</label></dt><dd><input name="username"></dd></dl></fieldset></div></div></div></form>`,
  ],
  [
    'phpbb',
    'a board without topics',
    `<h2 class="forum-title"><a href="./viewforum.php?f=4">Двор</a></h2><div class="action-bar bar-top"><div class="pagination">
     Тем: 0 &bull; Страница <strong>1</strong> из <strong>1</strong></div></div><div class="panel"><div class="inner">
     <strong>В этом форуме нет тем или сообщений.</strong></div></div>
     <div class="action-bar actions-jump"><p class="jumpbox-return"><a href="./index.php" class="left-box arrow-left">К списку</a></p></div>`,
  ],
  [
    'vbulletin',
    'a topic for members, version 3',
    `<table class="tborder"><tr><td class="alt1"><span class="navbar">${crumbs('index.php')}</span></td></tr></table>
     <table class="tborder"><tr><td class="tcat">Сообщение форума</td></tr><tr><td class="panelsurround" align="center"><div class="panel">
     <div align="left"><div style="margin:8px">Вы не вошли или не имеете прав.</div><form action="login.php?do=login" method="post"></form>
     </div></div></td></tr></table><select name="f"><option value="3">ЖКХ</option></select>`,
  ],
  [
    'vbulletin',
    'a topic that is not there, version 4',
    `<div class="standard_error"><h2 class="blockhead">Сообщение форума</h2><div class="blockbody formcontrols"><div class="blockrow restore">
     Указана неверная тема.</div></div></div><ul><li><a href="faq.php">Справка</a></li></ul>`,
  ],
  [
    'invision',
    'a topic for members, version 4',
    `<nav class="ipsBreadcrumb"><ul><li><a href="https://example.org/">Главная</a></li></ul></nav><section id="elError" class="ipsType_center">
     <div class="ipsBox ipsPad"><i class="fa fa-lock ipsType_huge"></i><p id="elErrorMessage">У вас нет прав.</p><p class="ipsType_light">
     Код ошибки: 2F173/H</p></div></section>`,
  ],
  [
    'invision',
    'a topic that is not there, version 3',
    `<h1 class="ipsType_pagetitle">Произошла ошибка</h1><div class="ipsBox"><div class="ipsBox_container ipsPad"><p class="ipsType_sectiontitle">
     Тема не найдена</p></div></div><h3 class="maintitle">Войти</h3><form action="http://example.org/index.php?app=core&amp;module=global"></form>`,
  ],
  [
    'xenforo',
    'a thread that is not there, version 2',
    `<ul class="p-breadcrumbs"><li><a href="/">Форумы</a></li></ul><h1 class="p-title-value">Упс! Мы столкнулись с проблемой</h1>
     <div class="blockMessage">Запрашиваемая тема не найдена.</div>`,
  ],
  [
    'xenforo',
    'a board without threads, version 2',
    `<div class="block" data-type="thread"><div class="block-container"><div class="block-body"><div class="structItemContainer">
     <div class="structItem"><div class="structItem-cell">В этом разделе нет тем.</div></div></div></div></div></div>`,
  ],
  [
    'smf',
    'a topic for members',
    `<div class="navigate_section"><ul><li><a href="http://example.org/index.php">Форум</a></li></ul></div><div id="fatal_error">
     <div class="cat_bar"><h3 class="catbg">Ошибка</h3></div><div class="windowbg"><div class="padding">Тема отсутствует или закрыта для вас.
     </div></div></div><div class="centertext"><a class="button" href="javascript:history.go(-1)">Назад</a></div>`,
  ],
  [
    'smf',
    'a board without topics, version 2.1',
    `<div class="pagesection"><div class="pagelinks floatleft"><a href="#bot" class="button">Вниз</a><span class="pages">Страницы</span>
     <span class="current_page">1</span></div></div><div id="messageindex"><div class="title_bar" id="topic_header"><h3 class="titlebg">
     Сообщений нет</h3></div><div id="topic_container"></div></div>`,
  ],
  [
    'mybb',
    'a topic that is not there',
    `<div class="navigation">${crumbs('http://example.org/index.php')}</div><table class="tborder"><tr><td class="thead"><span class="smalltext">
     <strong>Форум</strong></span></td></tr><tr><td class="trow1">Тема не существует.</td></tr></table>`,
  ],
  [
    'mybb',
    'a board without topics',
    `<table class="tborder clear"><tr><td class="thead" colspan="7"><div><strong>Двор</strong></div></td></tr><tr><td class="trow1" colspan="7">
     В этом разделе нет тем.</td></tr></table>`,
  ],
  [
    'punbb',
    'a topic for members, FluxBB',
    `<div id="msg" class="block"><h2><span>Информация</span></h2><div class="box"><div class="inbox"><p>У вас нет прав.</p></div></div></div>`,
  ],
  [
    'punbb',
    'a board without topics, FluxBB',
    `<div class="linkst"><ul class="crumbs"><li>${crumbs('index.php')}</li><li><strong><a href="viewforum.php?id=3">Двор</a></strong></li></ul></div>
     <div id="vf" class="blocktable"><table><tbody><tr class="rowodd inone"><td class="tcl" colspan="4"><div class="icon inone"></div>
     <div class="tclcon"><div><strong>Форум пуст.</strong></div></div></td></tr></tbody></table></div>`,
  ],
  [
    'bitrix-forum',
    'a forum without topics',
    `<div class="forum-header-box"><div class="forum-header-title"><span>Двор</span></div></div><div class="forum-block-container">
     <table class="forum-table forum-topic-list"><tbody><tr class="forum-row-first"><td class="forum-column-alone">
     <div class="forum-empty-message">Тем пока нет.<br /></div></td></tr></tbody></table></div>`,
  ],
  [
    'bitrix-forum',
    'a topic for members',
    `<div class="forum-note-box forum-note-error"><div class="forum-note-box-text"><p><font class="errortext">Недостаточно прав.</font></p></div></div>`,
  ],
  [
    'ucoz',
    'a topic that is not there',
    `<table class="forumContent"><tr><td class="forumNamesBar">${crumbs('/forum/')}</td></tr></table>
     <div class="gTableError">Тема не найдена.</div>`,
  ],
];

describe('forums that have nothing to read', () => {
  it.each(pages)('%s: %s is an empty page, not a list of what stands around', (kind, _what, markup) => {
    const body = `<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>Форум</title></head><body><div id="wrap">${markup}
      <div id="footer"><a href="/sitemap.html">Карта сайта</a> <a href="/contact">Обратная связь</a></div></div></body></html>`;
    const page = {
      url: 'http://example.org/forum/page',
      body,
      contentType: 'text/html',
      fetchedAt: '2026-03-14T12:00:00.000Z',
      timeZone: 'Europe/Moscow',
    };
    expect(() => registry.get(kind).parse(page, source)).toThrowError(
      expect.objectContaining({ code: 'E_PAGE_EMPTY' }) as Error,
    );
  });
});
