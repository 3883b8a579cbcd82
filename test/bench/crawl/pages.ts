import { telegramShell } from '../../../scripts/demo-town/pages/telegram.js';
import { seededRandom } from '../../../src/core/seeded-random.js';
import { inventText } from '../texts.js';

export const POSTS_PER_PAGE = 25;
const PAGE_BYTES = 50_000;
const FIRST_POST_MS = Date.UTC(2026, 1, 1);

/** What every program takes off every post. */
export interface Extracted {
  id: string;
  text: string;
  date: string;
  likes: number;
}

function message(channel: string, number: number, random: () => number, bytes: number): string {
  const post = `${channel}/${number}`;
  const at = new Date(FIRST_POST_MS + number * 1_740_000).toISOString().replace('.000Z', '+00:00');
  const reactions = ['👍', '😢']
    .map(
      (sign) =>
        `<span class="tgme_reaction"><i class="emoji"><b>${sign}</b></i>${1 + Math.floor(random() * 200)}</span>`,
    )
    .join('');
  const frame = (
    text: string,
  ) => `<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap js-widget_message" data-post="${post}" data-view="eyJ${number.toString(36)}">
  <div class="tgme_widget_message_bubble">
    <div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" href="/${channel}"><span dir="auto">Светлый сегодня</span></a></div>
    <div class="tgme_widget_message_text js-message_text" dir="auto">${text}</div>
    <div class="tgme_widget_message_reactions js-message_reactions">${reactions}</div>
    <div class="tgme_widget_message_footer compact js-message_footer">
      <div class="tgme_widget_message_info short js-message_info">
        <span class="tgme_widget_message_views">${1 + Math.floor(random() * 9)}.${Math.floor(random() * 10)}K</span><span class="copyonly"> views</span><span class="tgme_widget_message_meta"><span class="tgme_widget_message_from_author" dir="auto">Редакция ${number % 5}</span>,&nbsp;<a class="tgme_widget_message_date" href="/${post}"><time datetime="${at}" class="time">12:00</time></a></span>
      </div>
    </div>
  </div>
</div></div>`;
  const empty = frame('');
  const room = Math.max(200, bytes - Buffer.byteLength(empty) - 5);
  const lines = [inventText(random, room * 0.6), inventText(random, room * 0.4)];
  // The random numbers inside the frame are drawn before the text, so the frame is used as made.
  return empty.replace('dir="auto"></div>', `dir="auto">${lines.join('<br/>')}</div>`);
}

/** A channel's preview page with 25 posts and 50 kB of UTF-8 (within 2 %); depends on `seed` alone. */
export function makePage(seed: number): string {
  const random = seededRandom(seed);
  const channel = `kanal_${seed}`;
  const shell = Buffer.byteLength(telegramShell('Светлый сегодня', 'Новости города.', channel, '4.2K', ''));
  const each = (PAGE_BYTES - shell) / POSTS_PER_PAGE;
  const messages = Array.from({ length: POSTS_PER_PAGE }, (_, at) => message(channel, 1_000 + at, random, each));
  return telegramShell('Светлый сегодня', 'Новости города.', channel, '4.2K', messages.join('\n'));
}

/** Path of a page on its host. */
export function pathOf(number: number): string {
  return `/s/kanal_${number}`;
}
