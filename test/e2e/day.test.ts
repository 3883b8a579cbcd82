import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IncidentCard, IncidentListReply } from '../../src/core/http.js';
import {
  callApi,
  choosePassword,
  type Operator,
  openBrowser,
  openOperator,
  openProduct,
  ownPassword,
  type Product,
  rowLinks,
  shownTotal,
  signIn,
} from '../support/browser.js';
import { rowPositions } from '../support/in-page.mjs';
import { type OwnSite, startOwnSite } from '../support/own-site.js';

/** An operator's day on the whole product: crawler, line, store, API and browser. */
let site: OwnSite;
let product: Product;
let browser: Browser;
let operator: Operator;
let page: Page;

const within = { timeout: 60_000, interval: 250 };

beforeAll(async () => {
  // A board without a single post would count as redesigned, and be visited less and less.
  site = await startOwnSite([{ title: 'Доска открыта', text: 'Добро пожаловать, пишите о дворе и соседях.' }]);
  product = await openProduct({ sources: [site.source] });
  browser = await openBrowser();
  operator = await openOperator(browser);
  page = operator.page;
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await site?.stop();
});

const list = (query = '') => callApi<IncidentListReply>(page, `/api/incidents?limit=200${query}`);

/** Opens the card of an incident of the board, which no other post of the town can join. */
async function openCardOf(words: string): Promise<string> {
  await page.goto(`${product.url}/?text=${encodeURIComponent(words)}`);
  await rowLinks(page).first().click();
  await page.getByRole('heading', { name: 'История' }).waitFor();
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  return id;
}

/** Opens the form of an action: a button where there is one, else in the menu. */
async function chooseAction(name: string, target: Page = page): Promise<void> {
  const bar = target.getByRole('region', { name: 'Действия' });
  await bar.getByRole('button').first().waitFor();
  const button = bar.getByRole('button', { name, exact: true });
  if ((await button.count()) > 0) return button.click();
  await bar.getByRole('button', { name: 'Ещё' }).click();
  await target.getByRole('menuitem', { name, exact: true }).click();
}

async function submit(name: string, target: Page = page): Promise<void> {
  const form = target.getByRole('form', { name });
  await form.getByRole('button', { name: 'Сохранить' }).click();
  await form.waitFor({ state: 'detached' });
}

const card = () => page.getByRole('region', { name: 'Карточка инцидента' });
const history = () =>
  card()
    .locator('section', { has: page.getByRole('heading', { name: 'История' }) })
    .locator('li');
const status = () => card().locator('[data-status]').first().innerText();

test('nothing is shown before sign-in, and the one-time password must be changed at once', async () => {
  await page.goto(product.url);
  expect((await page.request.get(`${product.url}/api/incidents`)).status()).toBe(401);
  await signIn(page, 'admin', 'not-the-password');
  await page.getByRole('alert').filter({ hasText: 'Логин или пароль не подходят' }).waitFor();
  await signIn(page, 'admin', product.password);
  await page.getByText('Вы вошли с одноразовым паролем').waitFor();
  // The API is as strict as the page.
  expect((await page.request.get(`${product.url}/api/incidents`)).status()).toBe(403);
  await choosePassword(page, product.password);
  await page.getByRole('heading', { name: 'Очередь инцидентов', level: 1 }).waitFor();
});

test('the queue fills from the crawler while one watches, and nothing moves under the pointer', async () => {
  await rowLinks(page).first().waitFor({ timeout: 60_000 });
  const early = await shownTotal(page);
  await expect.poll(() => shownTotal(page), within).toBeGreaterThan(early);

  await rowLinks(page).first().hover();
  const before = await page.evaluate<[string, number][]>(rowPositions);
  site.add({
    title: 'Фонтанная, 3',
    text: 'На Садовой, 3 прорвало трубу, третий день нет холодной воды, аварийка не едет.',
  });
  const pill = page.getByRole('button', { name: /^Показать \d+ нов/ });
  await pill.waitFor({ timeout: 60_000 });
  await expect
    .poll(async () => (await list('&text=аварийка Садовой Фонтанная')).items.length, within)
    .toBeGreaterThan(0);
  expect((await page.evaluate<[string, number][]>(rowPositions)).slice(0, 8)).toEqual(before.slice(0, 8));

  await pill.click();
  await pill.waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'Очередь инцидентов' }).hover();
  // Nobody reads the list now: what comes in next shows by itself. What came before may have newer ones above it by now, out of sight.
  site.add({
    title: 'Каштановая аллея',
    text: 'На Полевой, 9 не горит ни один фонарь, дети идут из школы в темноте, просим починить освещение.',
  });
  await rowLinks(page).filter({ hasText: 'Каштановая аллея' }).first().waitFor({ timeout: 60_000 });
});

test('a search finds other forms of the word and marks them', async () => {
  await page.getByLabel('Поиск по тексту').fill('дорога');
  await rowLinks(page).locator('mark').first().waitFor();
  await expect
    .poll(async () => (await rowLinks(page).locator('mark').allInnerTexts()).map((word) => word.toLowerCase()), within)
    .toEqual(expect.arrayContaining([expect.stringMatching(/^дорог(и|е|у|ах|ой)$/)]));
  const rows = await rowLinks(page).allInnerTexts();
  for (const text of rows) expect(text.toLowerCase()).toContain('дорог');
  await page.getByRole('button', { name: 'Очистить поиск' }).click();
  await expect.poll(() => rowLinks(page).count(), within).toBeGreaterThan(rows.length);
});

test('filters narrow the list, agree with their counts and live in the address', async () => {
  const filters = page.getByRole('complementary', { name: 'Фильтры' });
  const choose = async (group: string, value: string) => {
    const row = filters.getByRole('group', { name: group }).locator('label').filter({ hasText: value });
    await row.getByRole('checkbox').check();
    // The total and the count come with the same answer.
    await expect
      .poll(async () => Number((await row.innerText()).replace(/\D/g, '')) - (await shownTotal(page)), within)
      .toBe(0);
  };
  await choose('Группа тем', 'Дороги');
  await choose('Срочность', 'Обычный');
  await choose('Состояние', 'Новый');
  expect(page.url()).toMatch(/[?&]group=roads/);
  expect(page.url()).toMatch(/[?&]urgency=ordinary/);
  const reply = await list('&group=roads&urgency=ordinary&status=new');
  expect(reply.total).toBeGreaterThan(0);
  for (const row of reply.items) expect([row.group, row.urgency, row.status]).toEqual(['roads', 'ordinary', 'new']);

  const address = page.url();
  await page.reload();
  await rowLinks(page).first().waitFor();
  expect(page.url()).toBe(address);
  for (const value of ['Дороги', 'Обычный', 'Новый'])
    expect(await filters.locator('label').filter({ hasText: value }).first().getByRole('checkbox').isChecked()).toBe(
      true,
    );
  await filters.getByRole('button', { name: 'Сбросить фильтры' }).click();
  await expect.poll(() => shownTotal(page), within).toBeGreaterThan(reply.total);
});

test('the card tells what was written, why it is here, whose it is and by when', async () => {
  const id = await openCardOf('аварийка Садовой Фонтанная');
  const { incident, posts } = await callApi<IncidentCard>(page, `/api/incidents/${id}`);
  const post = card().getByRole('article', { name: 'Доска двора' });
  expect(await post.innerText()).toContain('третий день нет холодной воды');
  const link = post.getByRole('link').first();
  expect(await link.getAttribute('href')).toBe(posts[0]?.url);
  expect(posts[0]?.url).toMatch(/\/posts\/2$/);
  expect(await link.getAttribute('rel')).toContain('noopener');
  expect(await link.getAttribute('target')).toBe('_blank');

  const mark = post.locator('mark').first();
  await mark.hover();
  const rule = (await mark.getAttribute('aria-description')) ?? '';
  expect(rule).not.toBe('');
  await page
    .getByRole('tooltip')
    .filter({ hasText: rule.split('; ')[0] })
    .waitFor();

  const text = await card().innerText();
  for (const words of [
    incident.executorName,
    incident.machine.route.reason,
    'Светлоозёрск',
    'Садовая',
    'из текста',
    'Опубликован',
  ])
    expect(text).toContain(words);
  expect(incident.dueAt).not.toBeNull();
  expect(await card().locator('time[title*="Первый ответ до"]').count()).toBeGreaterThan(0);
  expect(await history().allInnerTexts()).toEqual([
    expect.stringContaining('Инцидент открыт по посту из источника «Доска двора»'),
  ]);
});

test('assigning, a new topic, an answer, closing and reopening change status and history', async () => {
  await openCardOf('аварийка Садовой Фонтанная');
  await chooseAction('Назначить');
  await card().getByRole('combobox', { name: 'Исполнитель' }).click();
  await page.getByRole('option', { name: 'АО «Озёргаз»' }).click();
  await card().getByLabel('Пояснение для исполнителя').fill('Проверьте до вечера');
  await submit('Назначить');
  await expect.poll(status, within).toBe('Назначен');
  expect(await history().first().innerText()).toContain('Исполнитель назначен: АО «Озёргаз»');
  expect(await history().first().innerText()).toContain('Проверьте до вечера');
  expect(await history().first().innerText()).toContain('Администратор');

  await chooseAction('Сменить тему');
  await card().getByRole('combobox', { name: 'Группа' }).click();
  await page.getByRole('option', { name: 'Экология' }).click();
  await submit('Сменить тему');
  await expect.poll(() => history().first().innerText(), within).toContain('Тема изменена: Экология');

  await chooseAction('Записать ответ');
  await card().getByRole('button', { name: 'Сохранить' }).click();
  await card().getByText('Заполните это поле').waitFor();
  await card().getByLabel('Текст ответа').fill('Бригада работает, воду дадут к 20:00.');
  await card().getByRole('button', { name: 'Сохранить' }).click();
  await card().getByText('Дайте ссылку на ответ или напишите ниже, как ответили автору').waitFor();
  await card().getByLabel('Если ссылки нет: как ответили автору').fill('по телефону');
  await submit('Записать ответ');
  await expect.poll(status, within).toBe('Отвечен');
  expect(await history().first().innerText()).toContain('Записан ответ жителю (по телефону)');
  await card().getByText('нет; автору ответили: по телефону').waitFor();
  expect(await history().first().innerText()).toContain('Бригада работает, воду дадут к 20:00.');

  await chooseAction('Закрыть');
  await card().getByLabel('Итог').selectOption({ label: 'Решено' });
  await submit('Закрыть');
  await expect.poll(status, within).toBe('Закрыт');
  expect(await history().first().innerText()).toContain('Инцидент закрыт: решено');

  await chooseAction('Открыть заново');
  await card().getByLabel('Причина').fill('Воды снова нет');
  await submit('Открыть заново');
  await expect.poll(status, within).not.toBe('Закрыт');
  expect(await history().first().innerText()).toContain('Воды снова нет');
  expect(await history().count()).toBe(6);
});

test('what is no incident leaves the queue of new ones', async () => {
  const id = await openCardOf('Каштановая аллея');
  await chooseAction('Не инцидент');
  await card().getByLabel('Причина').fill('Проверка связи');
  await submit('Не инцидент');
  await expect.poll(status, within).toBe('Не инцидент');
  expect((await list('&status=new&text=Каштановая')).items.map((row) => row.id)).not.toContain(id);
  expect((await list('&status=not-incident')).items.map((row) => row.id)).toContain(id);
});

test('two operators on one card: the second is told, keeps the words and repeats upon the new version', async () => {
  const id = await openCardOf('аварийка Садовой Фонтанная');
  const other = await openOperator(browser, { storageState: await operator.context.storageState() });
  await other.page.goto(`${product.url}/incidents/${id}`);
  await chooseAction('Комментировать', other.page);
  await other.page.getByLabel('Комментарий для коллег').fill('Звонил мастеру, едет');
  await chooseAction('Записать ответ');
  await card().getByLabel('Текст ответа').fill('Авария устранена.');
  await card().getByLabel('Ссылка на ответ').fill('https://forum.example/t/1#p2');
  await submit('Записать ответ');

  const form = other.page.getByRole('form', { name: 'Комментировать' });
  await form.getByRole('button', { name: 'Сохранить' }).click();
  const conflict = form.getByRole('alert').filter({ hasText: 'Карточка изменилась, пока вы писали' });
  await conflict.waitFor();
  expect(await conflict.innerText()).toContain('Авария устранена.');
  expect(await form.getByLabel('Комментарий для коллег').inputValue()).toBe('Звонил мастеру, едет');
  await form.getByRole('button', { name: 'Повторить на новой версии' }).click();
  await form.waitFor({ state: 'detached' });
  // The first operator sees it without a reload.
  await expect.poll(() => history().first().innerText(), within).toContain('Звонил мастеру, едет');
  expect(other.problems).toEqual([]);
  await other.context.close();
});

test('two incidents are merged after a look at what comes of it, and put back', async () => {
  const into = (await list('&status=new')).items.find((row) => !row.title.includes('Фонтанная'));
  if (into === undefined) throw new Error('there is no second incident');
  const from = (await list('&status=new')).items.find((row) => row.id !== into.id);
  if (from === undefined) throw new Error('there is no third incident');
  await page.goto(`${product.url}/incidents/${from.id}`);
  await chooseAction('Объединить с другим');
  const form = page.getByRole('form', { name: 'Объединить с другим' });
  await form.getByLabel('Найти инцидент').fill(into.number);
  await form.getByRole('radio').first().check();
  const preview = form.getByRole('table');
  await preview.waitFor();
  const row = async (name: string) => preview.getByRole('row', { name }).getByRole('cell').allInnerTexts();
  expect(await row('Постов')).toEqual([from.postCount, into.postCount, from.postCount + into.postCount].map(String));
  await form.getByRole('button', { name: 'Сохранить' }).click();
  await form.waitFor({ state: 'detached' });
  await expect.poll(status, within).toBe('Объединён');
  await card().getByRole('link', { name: into.number }).click();
  await expect.poll(() => history().first().innerText(), within).toContain(`Вошёл инцидент № ${from.number}`);
  await chooseAction('Отменить объединение или выделение');
  await submit('Отменить объединение или выделение');
  await expect.poll(() => history().first().innerText(), within).toContain('Объединение отменено');
  const after = (await list('&status=new')).items;
  expect(after.find(({ id }) => id === from.id)?.postCount).toBe(from.postCount);
  expect(after.find(({ id }) => id === into.id)?.postCount).toBe(into.postCount);
});

test('a session that ends in the middle of work leads back to the same address', async () => {
  await openCardOf('аварийка Садовой Фонтанная');
  const address = page.url();
  expect((await page.request.delete(`${product.url}/api/session`)).status()).toBe(204);
  expect((await page.request.get(`${product.url}/api/incidents`)).status()).toBe(401);
  await page.reload();
  await signIn(page, 'admin', ownPassword);
  await page.getByRole('heading', { name: 'История' }).waitFor();
  expect(page.url()).toBe(address);
  await page.getByRole('button', { name: /Меню пользователя/ }).click();
  await page.getByRole('menuitem', { name: 'Выйти' }).click();
  await page.getByRole('heading', { name: 'Вход для сотрудников' }).waitFor();
  expect((await page.request.get(`${product.url}/api/incidents`)).status()).toBe(401);
});

test('a whole day leaves no error in the console and asks no other origin', () => {
  expect(operator.problems).toEqual([]);
  expect([...operator.origins]).toEqual([product.url]);
});
