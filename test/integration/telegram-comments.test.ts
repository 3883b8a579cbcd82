/** A Telegram channel whose source asks for comments: messages and what is written below them once each, and again what is new. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCollector } from '../support/collector.js';
import { type FakeHost, startFakeHost, testSource } from '../support/crawl-kit.js';

const written = new Date(Date.now() - 600_000).toISOString();
const timed = `<a class="tgme_widget_message_date" href="#"><time datetime="${written}">x</time></a>`;
const message = (id: number, text: string) =>
  `<div class="tgme_widget_message" data-post="zaozersk/${id}"><div class="tgme_widget_message_text js-message_text">${text}</div>${timed}</div>`;
const comment = (id: number, text: string) =>
  `<div class="tgme_widget_message" data-post-id="${id}"><div class="tgme_widget_message_author"><span class="tgme_widget_message_author_name">Житель</span></div><div class="tgme_widget_message_text js-message_text">${text}</div>${timed}</div>`;

describe('a Telegram channel with comments', () => {
  const comments = [comment(901, 'У нас тоже нет')];
  let host: FakeHost;
  const asked: string[] = [];
  beforeAll(async () => {
    host = await startFakeHost((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://t.example');
      const pages: Record<string, string> = {
        '/s/zaozersk': message(11, 'Правила канала') + message(12, 'Нет света на Лесной, 12'),
        '/zaozersk/11': '<div class="tme_no_messages_found">Discussion is not available at the moment.</div>',
        '/zaozersk/12': `<div class="tgme_post_discussion">${comments.join('')}</div>`,
      };
      if (searchParams.has('discussion')) asked.push(pathname);
      response.writeHead(pages[pathname] === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(`<!DOCTYPE html><html><body>${pages[pathname] ?? ''}</body></html>`);
    });
  });
  afterAll(() => host.close());

  it('is collected with them, and only what is new later', async () => {
    const source = testSource({
      id: 'tg',
      kind: 'telegram-channel',
      urls: [`${host.origin}/s/zaozersk`],
      depth: { pages: 3, topics: 20, comments: 5 },
    });
    const { pass, parts, post, close } = await startCollector([source]);
    try {
      expect(await pass(0)).toEqual(['zaozersk/11', 'zaozersk/12', 'zaozersk/12?comment=901']);
      expect(asked.sort()).toEqual(['/zaozersk/11', '/zaozersk/12']);
      expect(post('zaozersk/12?comment=901')).toMatchObject({
        threadId: 'zaozersk/12',
        replyTo: 'zaozersk/12',
        text: 'У нас тоже нет',
      });
      comments.push(comment(902, 'Дали свет'));
      expect(await pass(60)).toEqual(['zaozersk/12?comment=902']);
      expect(parts.letters.size).toBe(0);
    } finally {
      await close();
    }
  });
});
