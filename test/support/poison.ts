/** Bodies that have brought other crawlers down; each as long as told, in UTF-16 units. */
const MIB = 1_048_576;

const filled = (pattern: string, length: number): string =>
  pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length);

export const poisons: Readonly<Record<string, (length: number) => string>> = {
  'divs in divs': (length) => filled('<div>', length),
  'links and bold in each other': (length) => filled('<a><b>', length),
  'tables in tables': (length) => filled('<table><tr><td>', length),
  'paragraphs in posts': (length) => filled('<div class="tgme_widget_message_wrap"><p>', length),
  'lists of comments in each other': (length) => filled('<ol class="comment-list"><li id="comment-1">', length),
  'end tags alone': (length) => filled('</div></p>', length),
  'one element with very many attributes': (length) => `<div ${filled('a="b" ', length)}>текст</div>`,
  'very many classes': (length) => `<div class="${filled('a ', length)}">текст</div>`,
  'one attribute without end': (length) => `<a href="${filled('x', length)}`,
  'opening signs alone': (length) => filled('<', length),
  'a comment without end': (length) => `<!--${filled('- ', length)}`,
  'a script without end': (length) => `<script>${filled('</scrip', length)}`,
  'character data without end': (length) => `<rss><channel><item><title><![CDATA[${filled(']]', length)}`,
  'ampersands alone': (length) => `<p>${filled('&', length)}`,
  'numbers of characters that there are not': (length) => `<p>${filled('&#xFFFFFF;&#0;', length)}`,
  'entities made of entities': (length) =>
    `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ааааааааа"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel><item><title>${filled('&b;', length)}</title></item></channel></rss>`,
  'zeros alone': (length) => filled('\u0000', length),
  'zeros in tags': (length) => filled('<d\u0000iv cl\u0000ass="\u0000">', length),
  'halves of characters': (length) => filled('\ud800<p>\udfff', length),
  'blanks alone': (length) => `<p>${filled(' \n', length)}`,
  'items of a feed': (length) => `<rss><channel>${filled('<item><guid>1</guid><title>т</title></item>', length)}`,
  'posts of one number': (length) => filled('<div class="post" id="p1"><div class="content">т</div></div>', length),
  'links without end': (length) => filled('<a href="./viewtopic.php?f=1&t=1&start=10">1</a>', length),
  'pages of pages': (length) => `<div class="pagination">${filled('<a href="?start=15">2</a>', length)}`,
};

/** On the spot, in a worker, and as long as a page may be. */
export const poisonLengths = [250_000, 500_000, 2 * MIB - 100] as const;
