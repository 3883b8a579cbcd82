/** Baseline: CheerioCrawler as its documentation starts it. */
import { CheerioCrawler } from '@crawlee/cheerio';
import { serveLane } from '../lane.js';
import { type Extracted, POSTS_PER_PAGE, pathOf } from './pages.js';

serveLane(async ({ origins }) => {
  let rounds = 0;
  return {
    async round(size) {
      let posts = 0;
      const crawler = new CheerioCrawler({
        async requestHandler({ $ }) {
          const found: Extracted[] = [];
          $('.tgme_widget_message').each((_, element) => {
            const message = $(element);
            const text = message.find('.js-message_text');
            text.find('br').replaceWith('\n');
            let likes = 0;
            message.find('.tgme_reaction').each((_at, reaction) => {
              likes += Number($(reaction).contents().last().text());
            });
            found.push({
              id: message.attr('data-post') ?? '',
              text: text.text(),
              date: message.find('time').attr('datetime') ?? '',
              likes,
            });
          });
          posts += found.length;
        },
      });
      // A round's own query: addresses that were read before would silently be left out.
      const round = ++rounds;
      await crawler.run(
        Array.from({ length: size }, (_, at) => `${origins[at % origins.length]}${pathOf(at)}?round=${round}`),
      );
      if (posts !== size * POSTS_PER_PAGE) throw new Error(`${posts} posts on ${size} pages`);
    },
    async close() {},
  };
});
