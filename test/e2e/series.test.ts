import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SeriesListReply } from '../../src/core/series.js';
import {
  callApi,
  findAccessibilityProblems,
  firstSignIn,
  type Operator,
  openBrowser,
  openOperator,
  openProduct,
  type Product,
  phone,
  type StorageState,
  wide,
} from '../support/browser.js';
import { scrollsSideways } from '../support/in-page.mjs';
import { type OwnSite, startOwnSite } from '../support/own-site.js';

/** A pipe that bursts each spring, told of in other words each time. */
const bursts = [
  'На Садовой, 3 прорвало трубу, вода течёт по дороге с утра.',
  'Снова прорыв трубы у дома Садовая, 3: залило парковку, машины стоят в воде.',
  'Садовая, 3. Лопнула труба холодной воды, заливает дорожку к подъезду.',
  'Прорвало трубу на Садовой, 3, вода хлещет фонтаном уже второй час.',
];
let site: OwnSite;
let product: Product;
let browser: Browser;
let session: StorageState;
const opened: Operator[] = [];

async function open(options: Parameters<typeof openOperator>[1] = {}): Promise<Page> {
  const operator = await openOperator(browser, { storageState: session, ...options });
  opened.push(operator);
  return operator.page;
}

beforeAll(async () => {
  const year = new Date().getUTCFullYear();
  site = await startOwnSite(
    bursts.map((text, index) => ({
      title: `Прорыв трубы ${index + 1}`,
      text,
      at: new Date(Date.UTC(year - bursts.length + index, 2, 10 + index * 4, 9)),
    })),
  );
  product = await openProduct({ sources: [site.source] });
  browser = await openBrowser();
  session = await firstSignIn(browser, product, 'admin', product.password);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await site?.stop();
});

test('a pipe that bursts each spring stands on the page of what comes again, each time a link to its card', async () => {
  const page = await open();
  await page.goto(product.url);
  const incidents = async () => (await callApi<{ total: number }>(page, '/api/incidents?sourceId=own-board')).total;
  await expect.poll(incidents, { timeout: 60_000, interval: 500 }).toBe(bursts.length);
  await page.getByRole('navigation', { name: 'Разделы' }).getByRole('link', { name: 'Повторы' }).click();
  const row = page.locator('tr').filter({ hasText: 'Садовая, 3' });
  await row.waitFor();
  expect(await row.innerText()).toContain('4 раза за 3 года');
  const dates = row.locator('a[href^="/incidents/"]');
  expect(await dates.count()).toBe(bursts.length);
  await dates.first().click();
  await page.getByRole('link', { name: 'Серия: 4-й раз за 3 года' }).click();
  await row.waitFor();
});

test('kind and topic narrow the list, and the address keeps them', async () => {
  const page = await open();
  await page.goto(`${product.url}/series`);
  const [series] = (await callApi<SeriesListReply>(page, '/api/series')).items.filter(
    ({ place }) => place.house === '3',
  );
  await page.getByLabel('Вид', { exact: true }).selectOption(series?.kind ?? '');
  await page.getByLabel('Тема', { exact: true }).selectOption(series?.group ?? '');
  const row = page.locator('tr').filter({ hasText: 'Садовая, 3' });
  await row.waitFor();
  await page.reload();
  await row.waitFor();
  expect(new URL(page.url()).search).toBe(`?kind=${series?.kind}&group=${series?.group}`);
  await page.getByLabel('Тема', { exact: true }).selectOption('education');
  await page.getByText('Повторов не найдено').waitFor();
});

describe.each([
  { colorScheme: 'light' as const, viewport: wide },
  { colorScheme: 'light' as const, viewport: phone },
  { colorScheme: 'dark' as const, viewport: wide },
  { colorScheme: 'dark' as const, viewport: phone },
])('$colorScheme, $viewport.width px', ({ colorScheme, viewport }) => {
  test('the page is sound for axe-core and not wider than the screen, in both languages', async () => {
    const page = await open({ colorScheme, viewport });
    await page.goto(`${product.url}/series`);
    const row = page.locator('tr').filter({ hasText: 'Садовая, 3' });
    await row.waitFor();
    expect(await findAccessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate(scrollsSideways)).toBe(false);
    await page.getByRole('button', { name: 'EN' }).click();
    await page.getByRole('heading', { name: 'Recurring', level: 1 }).waitFor();
    expect(await row.innerText()).toContain('4 times in 3 years');
    expect(await page.evaluate(scrollsSideways)).toBe(false);
  });
});

test('no page made a mistake that a browser reports', () => {
  expect(opened.flatMap(({ problems }) => problems)).toEqual([]);
});
