/** What the screens say to whom: refusals in the language of the page, times by the clock of the place. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IncidentAction, IncidentCard, IncidentListReply } from '../../src/core/http.js';
import {
  callApi,
  findAccessibilityProblems,
  firstSignIn,
  type Operator,
  openBrowser,
  openOperator,
  openProduct,
  ownPassword,
  type Product,
  phone,
  rowLinks,
  type StorageState,
} from '../support/browser.js';
import { scrollsSideways } from '../support/in-page.mjs';

let product: Product;
let browser: Browser;
let session: StorageState;
let id = '';
const opened: Operator[] = [];
/** Seven hours ahead of the demo town, which keeps the time of Moscow. */
const far = 'Asia/Vladivostok';

async function open(options: Parameters<typeof openOperator>[1] = {}): Promise<Page> {
  const operator = await openOperator(browser, { storageState: session, timezoneId: 'Europe/Moscow', ...options });
  opened.push(operator);
  return operator.page;
}
const card = (page: Page) => page.getByRole('region', { name: 'Карточка инцидента' });
const words = async (alert: Locator): Promise<string> => {
  await alert.waitFor();
  return (await alert.innerText()).replaceAll('\u00A0', ' ');
};
/** Two words of English side by side are a sentence of the server's. */
const english = /[a-z]{2,} [a-z]{2,}/i;

beforeAll(async () => {
  product = await openProduct();
  browser = await openBrowser();
  session = await firstSignIn(browser, product, 'admin', product.password);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('the town is read', async () => {
  const page = await open();
  await page.goto(product.url);
  const find = async () =>
    (await callApi<IncidentListReply>(page, '/api/incidents?status=new&limit=200')).items.filter(
      ({ clocks }) => clocks.publishedAt !== null,
    );
  await expect.poll(async () => (await find()).length, { timeout: 60_000, interval: 500 }).toBeGreaterThan(20);
  id = (await find())[0]?.id ?? '';
});

test('the form of a password says which of the two is wrong', async () => {
  const page = await open();
  await page.goto(`${product.url}/password`);
  const send = async (current: string, next: string) => {
    await page.getByLabel('Текущий пароль').fill(current);
    await page.getByLabel('Новый пароль', { exact: true }).fill(next);
    await page.getByLabel('Новый пароль ещё раз').fill(next);
    await page.getByRole('button', { name: 'Сохранить пароль' }).click();
  };
  await send('not my password', 'quite another one');
  expect(await words(page.getByRole('alert'))).toBe('Текущий пароль не подходит.');
  await send(ownPassword, ownPassword);
  await page.getByText('Новый пароль совпадает со старым. Придумайте другой.').waitFor();
});

test('whoever may not see a section reads for whom it is, in the language of the page', async () => {
  const add = ['users', 'add', 'worker', '--name', 'Дорожный участок', '--role', 'executor'];
  const said = await product.run(...add, '--executors', 'demo-roads');
  const oneTime = /one-time password (\S+)/.exec(said)?.[1] ?? '';
  const page = await open({ storageState: await firstSignIn(browser, product, 'worker', oneTime) });
  await page.goto(`${product.url}/system`);
  const main = await words(page.getByRole('main').filter({ hasText: 'Нет доступа' }));
  expect(main).toContain('Это может администратор, координатор, оператор. Ваша роль — исполнитель.');
  expect(main).not.toMatch(english);
});

/** Sends another action than the form's, as a page would that does not know better; the refusal is the real server's. */
async function refusedInstead(page: Page, action: IncidentAction): Promise<string> {
  await page.route('**/actions', async (route) => {
    const sent = route.request().postDataJSON() as { version: number };
    await route.continue({ postData: JSON.stringify({ ...sent, action }) });
  });
  const form = card(page).getByRole('form', { name: 'Комментировать' });
  await form.getByRole('button', { name: 'Сохранить' }).click();
  const alert = form.getByRole('alert').filter({ hasText: 'Не получилось' });
  const text = await words(alert);
  await page.unroute('**/actions');
  expect(text).not.toMatch(english);
  // The next refusal is another alert.
  return text;
}

test.each(['wide', 'phone'] as const)('a refused action says why, with its parameters in words: %s', async (screen) => {
  const page = await open(screen === 'phone' ? { viewport: phone } : {});
  await page.goto(`${product.url}/incidents/${id}`);
  const { incident } = await callApi<IncidentCard>(page, `/api/incidents/${id}`);
  await card(page).getByRole('button', { name: 'Ещё', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Комментировать' }).click();
  await card(page).getByLabel('Комментарий для коллег').fill('Проверить');

  const moved = await refusedInstead(page, { type: 'approve-answer', note: null });
  expect(moved).toContain(
    `Действие «Согласовать ответ» сейчас невозможно: инцидент № ${incident.number} в состоянии «Новый». Возможны: Принять,`,
  );
  expect(await refusedInstead(page, { type: 'assign', executorId: 'nobody', note: null })).toContain(
    'Исполнителя «nobody» нет в списке. Выберите другого.',
  );
  expect(await refusedInstead(page, { type: 'answer', text: 'Сделали {что сделано}.', url: null })).toContain(
    'В тексте осталось незаполненное: {что сделано}.',
  );
  expect(await refusedInstead(page, { type: 'comment', text: 'а'.repeat(4_001) })).toContain(
    'Проверьте введённое: текст — длиннее 4 000 знаков.',
  );
  expect(await page.evaluate(scrollsSideways)).toBe(false);
  expect(await card(page).getByLabel('Комментарий для коллег').inputValue()).toBe('Проверить');
  expect(await findAccessibilityProblems(page)).toEqual([]);

  await page.getByTitle('English').click();
  const alert = page.getByRole('alert').filter({ hasText: 'That did not work' });
  expect(await words(alert)).toContain('Check what you entered: text is longer than 4,000 characters.');
});

/** Every «21 нояб., 14:05» of a part of the page, with the instant that it stands for. */
const shownTimes = (part: Locator) =>
  part
    .locator('time')
    .evaluateAll((all) =>
      all.map((one) => ({
        at: one.getAttribute('datetime') ?? '',
        text: one.textContent ?? '',
        title: one.getAttribute('title') ?? '',
      })),
    )
    .then((all) => all.filter(({ text }) => /\d\d:\d\d/.test(text)));
const clockOf = (at: string, timeZone: string) =>
  new Intl.DateTimeFormat('ru-RU', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(new Date(at));

test.each(['wide', 'phone'] as const)('a card shows the time of its place, wherever it is read: %s', async (screen) => {
  const viewport = screen === 'phone' ? { viewport: phone } : {};
  const away = await open({ timezoneId: far, ...viewport });
  const home = await open(viewport);
  for (const page of [away, home]) {
    await page.goto(`${product.url}/incidents/${id}`);
    await card(page).getByRole('heading', { name: 'История' }).waitFor();
    const times = await shownTimes(card(page));
    expect(times.length).toBeGreaterThan(3);
    for (const { at, text, title } of times) {
      // Similar incidents, which come later, are a list: it names the zone.
      const own = clockOf(at, 'Europe/Moscow');
      expect([own, `${own} МСК`]).toContain(text);
      expect(title).toMatch(/ МСК, время места/);
    }
    expect(await page.evaluate(scrollsSideways)).toBe(false);
  }
  const note = 'Время на карточке местное, МСК; у вас МСК+7';
  expect(await card(away).innerText()).toContain(note);
  expect(await card(home).innerText()).not.toContain('Время на карточке');
  const [first] = await shownTimes(card(away));
  expect(first?.title).toContain(`; у вас ${clockOf(first?.at ?? '', far)} МСК+7`);
  expect(await findAccessibilityProblems(away)).toEqual([]);
});

test('the queue keeps the time of each place, the sources that of the browser, and both say so', async () => {
  const page = await open({ timezoneId: far });
  await page.goto(product.url);
  await rowLinks(page).first().waitFor();
  const titles = await page
    .getByRole('main')
    .locator('time')
    .evaluateAll((all) => all.map((one) => one.getAttribute('title') ?? ''));
  expect(titles.length).toBeGreaterThan(10);
  for (const title of titles) expect(title).toMatch(/ МСК, время места; у вас \d.* МСК\+7/);

  await page.goto(`${product.url}/sources`);
  await page.getByRole('row').nth(3).waitFor();
  const visits = page.locator('td time[title*="время"]');
  await visits.first().waitFor();
  for (const title of await visits.evaluateAll((all) => all.map((one) => one.getAttribute('title') ?? '')))
    expect(title).toMatch(/ МСК\+7, время вашего браузера$/);
});

test('no page had anything to complain of', () => {
  for (const { problems } of opened) expect(problems).toEqual([]);
});
