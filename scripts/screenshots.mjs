/**
 * `npm run screenshots`: starts the product with the demo town, waits until its queue has filled, and writes the pictures of the
 * documentation to docs/screens/. Needs a build and OTKLIK_REDIS_URL, OTKLIK_ELASTICSEARCH_URL (`npm run services -- env`).
 */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium, startProduct } from '../test/support/product.mjs';
import { projectRoot } from './lib/project.mjs';

const folder = join(projectRoot, 'docs', 'screens');
const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const password = 'vesna-nad-ozerom-7';
/** The first pass over the town finds more than this many incidents. */
const FULL = 100;
const FULL_MS = 120_000;
const MAX_BYTES = 300_000;

mkdirSync(folder, { recursive: true });
const product = await startProduct();
const browser = await launchChromium();
try {
  await shoot('login-1440', { viewport: wide }, async (page) => {
    await page.getByRole('button', { name: 'Войти' }).waitFor();
  });
  const storageState = await signIn();
  await filled(storageState);
  const rows = async (page) => page.locator('[data-row-link]').nth(5).waitFor();
  const card = async (page) => {
    // Urgent ones first come with a place, several rules and a short term: what a card is for.
    await page.goto(`${product.url}/?urgency=urgent&text=${encodeURIComponent('искрит')}`);
    await page.locator('[data-row-link]').filter({ hasText: 'искрит' }).first().click();
    await page.getByRole('heading', { name: 'История' }).waitFor();
  };
  const table = async (page) => page.getByRole('main').getByRole('table').first().waitFor();
  await shoot('queue-1440', { viewport: wide, storageState }, rows);
  await shoot('queue-390', { viewport: phone, storageState, deviceScaleFactor: 2 }, rows);
  await shoot('queue-dark-1440', { viewport: wide, storageState, colorScheme: 'dark' }, rows);
  await shoot('search-1440', { viewport: wide, storageState }, async (page) => {
    await page.goto(`${product.url}/?text=${encodeURIComponent('дорога')}`);
    await page.locator('[data-row-link] mark').first().waitFor();
  });
  await shoot('card-1440', { viewport: wide, storageState }, card);
  await shoot('card-390', { viewport: phone, storageState, deviceScaleFactor: 2 }, card);
  await shoot('sources-1440', { viewport: wide, storageState }, table, '/sources');
  await shoot('system-1440', { viewport: wide, storageState }, table, '/system');
} finally {
  await browser.close();
  await product.stop();
}

/** A profile with the administrator signed in, its one-time password exchanged. */
async function signIn() {
  const context = await browser.newContext({ locale: 'ru-RU', timezoneId: 'Europe/Moscow', viewport: wide });
  const page = await context.newPage();
  await page.goto(product.url);
  await page.getByLabel('Логин').fill('admin');
  await page.getByRole('textbox', { name: 'Пароль' }).fill(product.password);
  await page.getByRole('button', { name: 'Войти' }).click();
  await page.getByLabel('Текущий пароль').fill(product.password);
  await page.getByLabel('Новый пароль', { exact: true }).fill(password);
  await page.getByLabel('Новый пароль ещё раз').fill(password);
  await page.getByRole('button', { name: 'Сохранить пароль' }).click();
  await page.getByRole('heading', { name: 'Очередь инцидентов' }).waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Waits until the town has been read: many incidents, an empty line, and each troubled source tried. */
async function filled(storageState) {
  const context = await browser.newContext({ storageState });
  const read = async (path) => (await context.request.get(product.url + path)).json();
  const deadline = Date.now() + FULL_MS;
  for (;;) {
    const [{ total }, { queues }, { items }] = await Promise.all([
      read('/api/incidents?limit=1'),
      read('/api/system'),
      read('/api/sources'),
    ]);
    const isCalm = queues.every((queue) => queue.waiting + queue.active === 0);
    if (total >= FULL && isCalm && items.every(({ state }) => state?.lastVisitAt)) break;
    if (Date.now() > deadline)
      throw new Error(`the queue has ${total} incidents after ${FULL_MS / 1000} s, not ${FULL}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await context.close();
}

async function shoot(name, options, prepare, path = '/') {
  const context = await browser.newContext({ locale: 'ru-RU', timezoneId: 'Europe/Moscow', ...options });
  const page = await context.newPage();
  await page.goto(product.url + path);
  await prepare(page);
  await page.mouse.move(options.viewport.width / 2, 4);
  await page.evaluate(() => document.activeElement?.blur());
  await page.getByRole('status').filter({ hasText: 'Подключение' }).waitFor({ state: 'detached' });
  const file = join(folder, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled' });
  await context.close();
  const bytes = statSync(file).size;
  if (bytes > MAX_BYTES) throw new Error(`${file} has ${bytes} bytes, more than ${MAX_BYTES}: show less on it`);
  process.stdout.write(`${name}.png ${Math.round(bytes / 1024)} kB\n`);
}
