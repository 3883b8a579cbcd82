import { describe, expect, it } from 'vitest';
import { isInScope } from '../../../crawlers/fetch/addresses.js';
import { withApis } from '../../../crawlers/fetch/api-pages.js';
import type { ApiOptions } from '../../../crawlers/fetch/fetcher.js';
import { loadRegistry } from '../../../crawlers/registry.js';
import { testSource } from '../../support/crawl-kit.js';

const clock = { now: () => Date.UTC(2026, 2, 14, 12) };

/** Whether the fetcher would let each request pass that a page and its community are asked for with. */
async function scopesOf(url: string, urls: string[]): Promise<[host: string, isAllowed: boolean][]> {
  const asked: [string, boolean][] = [];
  const fetcher = withApis(
    {
      fetchPage: async () => Promise.reject(new Error('no page is fetched')),
      judgeRobots: async () => Promise.reject(new Error('robots.txt is not asked')),
      close: async () => {},
      askApi: async (address: string, { source }: ApiOptions) => {
        asked.push([new URL(address).host, isInScope(new URL(address), source.urls)]);
        return JSON.stringify({ response: { groups: [{ name: 'Заозёрск' }] } });
      },
    },
    { registry: await loadRegistry(), keys: { OTKLIK_VK_TOKEN: 'key' }, clock },
  );
  const source = testSource({ id: 'wall', kind: 'vk', urls });
  await fetcher.fetchPage(url, { source });
  await fetcher.askAbout(url, source);
  return asked;
}

describe('pages that an API answers for', () => {
  it.each([
    ['https://vk.com/zaozersk', 'api.vk.com'],
    ['https://www.vk.com/zaozersk', 'api.vk.com'],
    ['https://m.vk.com/zaozersk', 'api.vk.com'],
    ['https://vk.ru/zaozersk', 'api.vk.ru'],
    ['https://m.vk.ru/zaozersk', 'api.vk.ru'],
  ])('are asked for at its own host, whichever of its hosts they stand on: %s', async (url, host) => {
    expect(await scopesOf(url, [url])).toEqual([
      [host, true],
      [host, true],
    ]);
  });

  it('stay with the source where they are on a host of nobody’s', async () => {
    const own = 'https://vk.example/zaozersk';
    expect(await scopesOf('https://other.example/zaozersk', [own])).toEqual([
      ['other.example', false],
      ['other.example', false],
    ]);
  });
});
