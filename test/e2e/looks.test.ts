import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IncidentListReply } from '../../src/core/http.js';
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
  rowLinks,
  type StorageState,
  wide,
} from '../support/browser.js';
import { focusedRowId, foreignElements, scrollsSideways } from '../support/in-page.mjs';
import { type OwnSite, startOwnSite } from '../support/own-site.js';

const hostile =
  'На Садовой, 3 прорвало трубу, воды нет <script>window.hacked=1</script><img src=x onerror="window.hacked=1"> {{7*7}} Телефон для связи +7 900 000-00-93, почта boris@example.org';
/** Telephone numbers and mail addresses as the town's posts write them. */
const personal = /\+7[\s(-]*9\d\d|\b8[\s(-]+9\d\d[\s)-]*\d{3}|@example\.org/;

let site: OwnSite;
let product: Product;
let browser: Browser;
let session: StorageState;
let hostileId = '';
const opened: Operator[] = [];

async function findHostile(page: Page): Promise<string> {
  const { items } = await callApi<IncidentListReply>(page, '/api/incidents?sourceId=own-board');
  return items[0]?.id ?? '';
}

async function open(options: Parameters<typeof openOperator>[1] = {}): Promise<Page> {
  const operator = await openOperator(browser, { storageState: session, ...options });
  opened.push(operator);
  return operator.page;
}

beforeAll(async () => {
  site = await startOwnSite([{ title: 'Двор <b>на Садовой</b>', text: hostile }]);
  product = await openProduct({ sources: [site.source] });
  browser = await openBrowser();
  session = await firstSignIn(browser, product, 'admin', product.password);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await site?.stop();
});

test('a post full of tags becomes an incident like any other', async () => {
  const page = await open();
  await page.goto(product.url);
  await expect.poll(() => findHostile(page), { timeout: 60_000, interval: 500 }).not.toBe('');
  hostileId = await findHostile(page);
  // The other pages of the town are read at the same time; some are needed below.
  await expect
    .poll(async () => (await callApi<IncidentListReply>(page, '/api/incidents?limit=1')).total, { timeout: 60_000 })
    .toBeGreaterThan(20);
});

test('tags in a post are words on the page, and nothing of them runs', async () => {
  const page = await open();
  await page.goto(`${product.url}/incidents/${hostileId}`);
  const post = page.getByRole('article', { name: 'Доска двора' });
  await post.waitFor();
  expect(await post.innerText()).toContain('прорвало трубу, воды нет');
  // The collector keeps the words of a page; an operator's words come as they were typed.
  const typed = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1"> {{7*7}}';
  await page.getByRole('button', { name: 'Ещё' }).click();
  await page.getByRole('menuitem', { name: 'Комментировать' }).click();
  await page.getByLabel('Комментарий для коллег').fill(typed);
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await page.locator('blockquote').filter({ hasText: typed }).waitFor();
  expect(await page.evaluate<string[]>(foreignElements)).toEqual([]);
  expect(await page.evaluate('window.hacked')).toBeUndefined();
});

test('no telephone number or mail address of a post reaches the page or the API', async () => {
  const page = await open();
  await page.goto(product.url);
  await rowLinks(page).first().waitFor();
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const query: string = after === null ? '' : `&after=${encodeURIComponent(after)}`;
    const reply: IncidentListReply = await callApi<IncidentListReply>(page, `/api/incidents?limit=200${query}`);
    expect(JSON.stringify(reply)).not.toMatch(personal);
    ids.push(...reply.items.map((row) => row.id));
    after = reply.next;
  } while (after !== null);
  expect(ids.length).toBeGreaterThan(20);
  for (const id of ids) expect(JSON.stringify(await callApi(page, `/api/incidents/${id}`))).not.toMatch(personal);

  await page.goto(`${product.url}/incidents/${hostileId}`);
  await page
    .getByText(/скрыто \d+ личн/)
    .first()
    .waitFor();
  expect(await page.content()).not.toMatch(personal);
});

test('the keyboard alone walks the list, opens, goes on to the next card, searches and closes', async () => {
  const page = await open();
  await page.goto(product.url);
  await rowLinks(page).first().waitFor();
  const focused = () => page.evaluate<string | null>(focusedRowId);
  await page.keyboard.press('j');
  await expect.poll(focused).not.toBeNull();
  const first = await focused();
  await page.keyboard.press('j');
  await expect.poll(focused).not.toBe(first);
  const second = await focused();
  await page.keyboard.press('k');
  await expect.poll(focused).toBe(first);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'История' }).waitFor();
  expect(page.url()).toContain(`/incidents/${first}`);
  await page.keyboard.press('j');
  await expect.poll(() => page.url()).toContain(`/incidents/${second}`);
  await page.keyboard.press('Escape');
  await page.getByRole('region', { name: 'Карточка инцидента' }).waitFor({ state: 'detached' });
  await page.keyboard.press('/');
  await page.keyboard.type('вода');
  expect(await page.getByLabel('Поиск по тексту').inputValue()).toBe('вода');
  await page.keyboard.press('Escape');
  expect(await page.getByLabel('Поиск по тексту').inputValue()).toBe('');
});

test('English and the dark theme are one press away and are remembered', async () => {
  const page = await open();
  await page.goto(product.url);
  await rowLinks(page).first().waitFor();
  await page.getByRole('button', { name: 'EN' }).click();
  await page.getByRole('heading', { name: 'Incident queue' }).waitFor();
  await page.getByRole('button', { name: 'Dark theme' }).click();
  const isDark = () => page.locator('html').getAttribute('data-mantine-color-scheme');
  await expect.poll(isDark).toBe('dark');
  await page.reload();
  await page.getByRole('heading', { name: 'Incident queue' }).waitFor();
  expect(await isDark()).toBe('dark');
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  for (const path of ['/sources', '/system']) {
    await page.goto(product.url + path);
    await page.getByRole('main').getByRole('table').first().waitFor();
    // Names of sources are data; everything else is the application's own words.
    const words = await page.locator('nav, th, h1, h2, dt').allInnerTexts();
    expect(words.join('\n')).not.toMatch(/[а-яё]/i);
  }
});

test('on a phone nothing is wider than the screen and the card is a page of its own', async () => {
  const page = await open({ viewport: phone, hasTouch: true, isMobile: true });
  await page.goto(product.url);
  await rowLinks(page).first().waitFor();
  expect(await page.evaluate(scrollsSideways)).toBe(false);
  await rowLinks(page).first().click();
  await page.getByRole('heading', { name: 'История' }).waitFor();
  expect(await rowLinks(page).count()).toBe(0);
  expect(await page.evaluate(scrollsSideways)).toBe(false);
  await page.getByRole('button', { name: 'К очереди' }).click();
  await rowLinks(page).first().waitFor();
  for (const path of ['/sources', '/system', '/password']) {
    await page.goto(product.url + path);
    await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
    await page.locator('table, form').first().waitFor();
    expect(await page.evaluate(scrollsSideways), path).toBe(false);
  }
});

describe.each([
  { colorScheme: 'light' as const, viewport: wide },
  { colorScheme: 'light' as const, viewport: phone },
  { colorScheme: 'dark' as const, viewport: wide },
  { colorScheme: 'dark' as const, viewport: phone },
])('axe-core finds nothing, $colorScheme, $viewport.width px', ({ colorScheme, viewport }) => {
  test('on sign-in, queue, card, sources and system', async () => {
    const stranger = await openOperator(browser, { colorScheme, viewport });
    opened.push(stranger);
    await stranger.page.goto(product.url);
    await stranger.page.getByRole('button', { name: 'Войти' }).waitFor();
    expect(await findAccessibilityProblems(stranger.page), 'sign-in').toEqual([]);

    const page = await open({ colorScheme, viewport });
    await page.goto(product.url);
    await rowLinks(page).first().waitFor();
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe(colorScheme);
    expect(await findAccessibilityProblems(page), 'queue').toEqual([]);
    await rowLinks(page).first().click();
    await page.getByRole('heading', { name: 'История' }).waitFor();
    expect(await findAccessibilityProblems(page), 'card').toEqual([]);
    for (const path of ['/sources', '/system']) {
      await page.goto(product.url + path);
      await page.getByRole('main').getByRole('table').first().waitFor();
      expect(await findAccessibilityProblems(page), path).toEqual([]);
    }
  });
});

test('no page had an error in the console or asked another origin', () => {
  expect(opened.flatMap((operator) => operator.problems)).toEqual([]);
  expect([...new Set(opened.flatMap((operator) => [...operator.origins]))]).toEqual([product.url]);
});
