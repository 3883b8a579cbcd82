import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IncidentCard, IncidentListReply, SystemReply } from '../../src/core/http.js';
import {
  callApi,
  firstSignIn,
  openBrowser,
  openOperator,
  openProduct,
  type Product,
  rowLinks,
} from '../support/browser.js';

let product: Product;
let browser: Browser;
let admin: Page;
const within = { timeout: 60_000, interval: 500 };

beforeAll(async () => {
  product = await openProduct();
  browser = await openBrowser();
  const session = await firstSignIn(browser, product, 'admin', product.password);
  admin = (await openOperator(browser, { storageState: session })).page;
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('each troubled source says in words what is wrong, and the sound ones are read', async () => {
  await admin.goto(`${product.url}/sources`);
  const line = (name: string) => admin.getByRole('row').filter({ hasText: name }).first();
  const reasons: [string, RegExp][] = [
    ['Канал, который отвечает 500', /[Сс]айт ответил ошибкой/],
    ['Канал после смены оформления', /ни постов, ни ссылок/],
    ['Страница без конца', /не отдал страницу вовремя/],
  ];
  for (const [name, reason] of reasons) {
    await expect.poll(() => line(name).innerText(), within).toMatch(/[Сс]бо/);
    expect(await line(name).innerText()).toMatch(reason);
  }
  for (const name of [
    'Светлоозёрск | Город',
    'Форум Светлоозёрска',
    'Озёрские вести',
    'Канал со странными сообщениями',
  ])
    await expect.poll(() => line(name).innerText(), within).toContain('Читается');
  // One page of the poisoned forum is damaged; the forum itself answers.
  const unread = admin.getByRole('region', { name: 'Непрочитанные страницы' });
  await expect
    .poll(() => unread.getByRole('row').filter({ hasText: 'Форум с ядовитой страницей' }).innerText(), within)
    .toMatch(/повреждена/);
});

test('the numbers of the system page add up: no post is lost between the stages', async () => {
  await admin.goto(`${product.url}/system`);
  await admin.getByRole('heading', { name: 'Путь постов' }).waitFor();
  // Batches in work are between two stages; once the line is empty every number has its like.
  const unbalanced = async (): Promise<string[]> => {
    const { ledger, queues, posts } = await callApi<SystemReply>(admin, '/api/system');
    const sum = (stage: string, outcome?: string) =>
      ledger
        .filter((line) => line.stage === stage && (outcome === undefined || line.outcome === outcome))
        .reduce((total, line) => total + line.count, 0);
    const problems: string[] = [];
    if (queues.some((queue) => queue.waiting + queue.active > 0)) problems.push('the line is at work');
    const stages = ['normalise', 'mask', 'dedupe', 'gate', 'classify', 'locate', 'cluster', 'route'];
    for (const [index, stage] of stages.slice(1).entries()) {
      const before = stages[index] ?? '';
      if (sum(stage) !== sum(before, 'passed'))
        problems.push(`${before} passed ${sum(before, 'passed')}, ${stage} got ${sum(stage)}`);
    }
    if (sum('normalise') === 0) problems.push('nothing came in yet');
    if (sum('index') !== sum('normalise')) problems.push(`${sum('normalise')} came in, ${sum('index')} were written`);
    if (posts > sum('index')) problems.push(`${posts} posts are kept of ${sum('index')} written`);
    return problems;
  };
  await expect.poll(unbalanced, within).toEqual([]);
  const main = await admin.getByRole('main').innerText();
  for (const words of ['Постов сохранено', 'Отбор жалоб', 'Запись', 'Redis и Elasticsearch'])
    expect(main).toContain(words);
});

test('an executor sees the incidents of its own body alone and may only work on them', async () => {
  const said = await product.run(
    'users',
    'add',
    'roads',
    '--name',
    'Дорожный участок',
    '--role',
    'executor',
    '--executors',
    'demo-roads',
  );
  const oneTime = /one-time password (\S+)/.exec(said)?.[1] ?? '';
  const session = await firstSignIn(browser, product, 'roads', oneTime);
  const { page, context, problems } = await openOperator(browser, { storageState: session });
  await page.goto(product.url);
  await rowLinks(page).first().waitFor();

  const own = await callApi<IncidentListReply>(page, '/api/incidents?limit=200');
  const all = await callApi<IncidentListReply>(admin, '/api/incidents?limit=200');
  expect(own.total).toBeGreaterThan(0);
  expect(own.total).toBeLessThan(all.total);
  expect(new Set(own.items.map((row) => row.executorId))).toEqual(new Set(['demo-roads']));
  expect(own.facets.executorId.map((entry) => entry.key)).toEqual(['demo-roads']);
  const foreign = all.items.find((row) => row.executorId !== 'demo-roads')?.id ?? '';
  await page.goto(`${product.url}/incidents/${foreign}`);
  await page.getByText('Такого инцидента нет').waitFor();

  await page.goto(`${product.url}/incidents/${own.items[0]?.id}`);
  const bar = page.getByRole('region', { name: 'Действия' });
  await bar.getByRole('button').first().waitFor();
  expect(await bar.getByRole('button').allInnerTexts()).toEqual([
    'Ответ на согласование',
    'Приостановить',
    'Комментировать',
  ]);
  await bar.getByRole('button', { name: 'Комментировать' }).click();
  await bar.getByLabel('Комментарий для коллег').fill('Бригада выехала');
  await bar.getByRole('button', { name: 'Сохранить' }).click();
  // In the history, where it comes with the new version: the field holds the same words before.
  await page
    .getByRole('region', { name: 'Карточка инцидента' })
    .locator('blockquote')
    .getByText('Бригада выехала')
    .waitFor();
  // How many posts the incident has, and so its version, is the town's affair; the card is read in real time, the list is not.
  const card = await callApi<IncidentCard>(page, `/api/incidents/${own.items[0]?.id}`);
  const { version } = card.incident;
  const refused = await page.request.post(`${product.url}/api/incidents/${own.items[0]?.id}/actions`, {
    data: { version, action: { type: 'close', outcome: 'solved', reason: 'Сделано' } },
  });
  expect(refused.status()).toBe(403);

  // What it writes to the resident is read by somebody else first.
  await bar.getByRole('button', { name: 'Ответ на согласование' }).click();
  await bar.getByLabel('Текст ответа').fill('Яму засыпали сегодня, асфальт положим до пятницы.');
  await bar.getByRole('button', { name: 'Сохранить' }).click();
  await page.getByText('Ждёт согласования, автор — Дорожный участок').waitFor();
  expect(await bar.getByRole('button').allInnerTexts()).toEqual(['Комментировать']);
  await admin.goto(`${product.url}/incidents/${own.items[0]?.id}`);
  const desk = admin.getByRole('region', { name: 'Действия' });
  await desk.getByRole('button', { name: 'Согласовать ответ' }).click();
  await desk.getByRole('button', { name: 'Сохранить' }).click();
  await page.getByText('Согласован, можно публиковать').waitFor();
  await bar.getByRole('button', { name: 'Записать ответ' }).click();
  expect(await bar.getByLabel('Текст ответа').inputValue()).toBe('Яму засыпали сегодня, асфальт положим до пятницы.');
  await bar.getByLabel('Ссылка на ответ').fill('https://forum.example/t/7#p9');
  await bar.getByRole('button', { name: 'Сохранить' }).click();
  await expect.poll(() => page.locator('[data-status="answered"]').count(), within).toBeGreaterThan(0);

  // Sections of the staff are neither offered nor open; what comes again is found among the own incidents.
  expect(await page.getByRole('navigation', { name: 'Разделы' }).getByRole('link').allInnerTexts()).toEqual([
    'Очередь',
    'Повторы',
  ]);
  for (const path of ['/sources', '/system']) {
    await page.goto(product.url + path);
    await page.getByText('Нет доступа').waitFor();
  }
  expect(problems).toEqual([]);
  await context.close();
});
