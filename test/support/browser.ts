/** Pages of operators in a real browser, each with a watch over what must never happen on them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { reportPolicy, runAxe, settleAnimations } from './in-page.mjs';
import { launchChromium, startProduct } from './product.mjs';

export interface Product {
  url: string;
  /** One-time password of «admin». */
  password: string;
  startedAtMs: number;
  output(): string;
  run(...words: string[]): Promise<string>;
  stop(): Promise<void>;
}

export interface Operator {
  context: BrowserContext;
  page: Page;
  /** Console errors, exceptions, refusals of the content security policy, failed requests of the server's making. */
  problems: string[];
  /** Origins that the page asked for anything. */
  origins: Set<string>;
}

export type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

export const ownPassword = 'vesna-nad-ozerom-7';
export const wide = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const openBrowser: () => Promise<Browser> = launchChromium;
export const openProduct: (options?: { sources?: object[] }) => Promise<Product> = startProduct;

/** A fresh browser profile with one page; Russian locale and the wide screen unless said otherwise. */
export async function openOperator(browser: Browser, options: BrowserContextOptions = {}): Promise<Operator> {
  const context = await browser.newContext({ locale: 'ru-RU', viewport: wide, ...options });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const problems: string[] = [];
  const origins = new Set<string>();
  page.on('console', (message) => {
    // An answer such as 401 or 409 is part of the conversation; the browser reports each as an error.
    if (message.type() === 'error' && !/^Failed to load resource.* 4\d\d /.test(message.text())) {
      problems.push(`console: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 500) problems.push(`${response.status()} from ${response.url()}`);
  });
  page.on('request', (request) => {
    if (/^(https?|wss?):/.test(request.url())) origins.add(new URL(request.url()).origin);
  });
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await context.addInitScript(reportPolicy);
  return { context, page, problems, origins };
}

/** Fills the sign-in form of the page that is open. */
export async function signIn(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel('Логин').fill(login);
  await page.getByRole('textbox', { name: 'Пароль' }).fill(password);
  await page.getByRole('button', { name: 'Войти' }).click();
}

/** Exchanges the one-time password that the form just accepted for `ownPassword`. */
export async function choosePassword(page: Page, oneTime: string): Promise<void> {
  await page.getByRole('heading', { name: 'Новый пароль' }).waitFor();
  await page.getByLabel('Текущий пароль').fill(oneTime);
  await page.getByLabel('Новый пароль', { exact: true }).fill(ownPassword);
  await page.getByLabel('Новый пароль ещё раз').fill(ownPassword);
  await page.getByRole('button', { name: 'Сохранить пароль' }).click();
}

/** First sign-in with a one-time password, in a profile of its own. @returns what further profiles need to be signed in. */
export async function firstSignIn(
  browser: Browser,
  product: Product,
  login: string,
  oneTime: string,
): Promise<StorageState> {
  const { context, page } = await openOperator(browser);
  await page.goto(product.url);
  await signIn(page, login, oneTime);
  await choosePassword(page, oneTime);
  await page.getByRole('heading', { name: 'Очередь инцидентов', level: 1 }).waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Rows of the queue that stand in the document. */
export const rowLinks = (page: Page) => page.locator('[data-row-link]');

/** «127 инцидентов» above the queue, as a number; 0 while it loads. */
export async function shownTotal(page: Page): Promise<number> {
  const text = await page
    .getByRole('status')
    .filter({ hasText: /инцидент|incident/ })
    .first()
    .innerText();
  return Number(text.replace(/\D/g, '')) || 0;
}

/** The API with the page's own session. @throws Error when the answer is no 2xx. */
export async function callApi<T>(page: Page, path: string): Promise<T> {
  const response = await page.request.get(new URL(path, page.url()).href);
  if (!response.ok()) throw new Error(`GET ${path} answered ${response.status()}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** What axe-core finds against WCAG A and AA and its own best practices, one line each with the elements. */
export async function findAccessibilityProblems(page: Page): Promise<string[]> {
  // Colours are compared as they end up, so whatever fades in must be there first.
  await page.evaluate(settleAnimations);
  await page.evaluate(axeSource);
  return page.evaluate<string[]>(runAxe);
}
