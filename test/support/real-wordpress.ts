/** A real WordPress of the run's own: Debian's package copied into a temporary folder, MariaDB on a socket there, PHP's own server on loopback. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './own-redis.js';
import { type Addresses, createSession, type WordPressSession } from './wordpress-session.js';

const runFile = promisify(execFile);
const SHARE = '/usr/share/wordpress';
/** Where Debian links themes and languages. */
const CONTENT = '/var/lib/wordpress/wp-content';
const READY_MS = 90_000;

/** A theme whose templates are PHP, and two made of blocks: their comments differ in markup. */
export const THEMES = ['twentytwentyone', 'twentytwentytwo', 'twentytwentythree'] as const;

function programAt(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

/** Debian packages that are missing for a WordPress of the run's own; empty when all are there. */
export async function missingPackages(): Promise<string[]> {
  const missing: string[] = [];
  if (!existsSync(join(SHARE, 'wp-load.php'))) missing.push('wordpress');
  for (const theme of THEMES)
    if (!existsSync(join(SHARE, 'wp-content/themes', theme))) missing.push(`wordpress-theme-${theme}`);
  if (!existsSync(join(CONTENT, 'languages/ru_RU.mo'))) missing.push('wordpress-l10n');
  if (programAt('mariadbd') === null || programAt('mariadb-install-db') === null) missing.push('mariadb-server');
  const php = programAt('php');
  if (php === null) return [...missing, 'php-cli', 'php-mysql'];
  const { stdout } = await runFile(php, ['-m']);
  if (!/^mysqli$/m.test(stdout)) missing.push('php-mysql');
  return missing;
}

/** What to say when packages are missing: nothing is installed by the run itself. */
export function installHint(packages: readonly string[]): string {
  return `WordPress cannot be started: install ${packages.join(', ')} (apt-get install --no-install-recommends ${packages.join(' ')})`;
}

export interface RealWordPress {
  origin: string;
  version: string;
  /** Signed in as the administrator. */
  admin: WordPressSession;
  /** Ends its processes and removes its folder. */
  stop(): Promise<void>;
}

const router = `<?php
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$file = __DIR__ . $path;
if ($path !== '/' && is_file($file)) return false;
if (is_dir($file) && is_file(rtrim($file, '/') . '/index.php') && $path !== '/') return false;
$_SERVER['SCRIPT_NAME'] = '/index.php';
require __DIR__ . '/index.php';
`;
/** Comments of one visitor come faster than a person could write them. */
const noFloodCheck = `<?php
add_filter('comment_flood_filter', '__return_false', 99);
`;

function configOf(socket: string): string {
  const keys = ['AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY'].flatMap((name) => [
    `define('${name}', 'test ${name}');`,
    `define('${name.replace('_KEY', '_SALT')}', 'test salt ${name}');`,
  ]);
  return `<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:${socket}');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
${keys.join('\n')}
$table_prefix = 'wp_';
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`;
}

/** Copies the program with its themes and the Russian translation; the installed one stays as it is. */
function layFiles(site: string, socket: string): void {
  cpSync(SHARE, site, {
    recursive: true,
    dereference: true,
    filter: (path) => !/\/wp-content\/|\/wp-config\.php$/.test(path.slice(SHARE.length)),
  });
  const content = join(site, 'wp-content');
  for (const theme of THEMES)
    cpSync(join(SHARE, 'wp-content/themes', theme), join(content, 'themes', theme), {
      recursive: true,
      dereference: true,
    });
  for (const file of readdirSync(join(CONTENT, 'languages')).filter((name) => name.endsWith('ru_RU.mo')))
    cpSync(join(CONTENT, 'languages', file), join(content, 'languages', file), { dereference: true });
  mkdirSync(join(content, 'mu-plugins'), { recursive: true });
  writeFileSync(join(content, 'mu-plugins', 'no-flood-check.php'), noFloodCheck);
  writeFileSync(join(site, 'wp-config.php'), configOf(socket));
  writeFileSync(join(site, 'router.php'), router);
}

async function waitUntil(what: string, isReady: () => Promise<boolean>): Promise<void> {
  const endMs = Date.now() + READY_MS;
  while (Date.now() < endMs) {
    if (await isReady()) return;
    await sleep(200);
  }
  throw new Error(`${what} was not ready within ${READY_MS / 1000} s`);
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // Each child leads a group of its own: the workers of PHP's server outlive it unless the whole group is ended.
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  await ended;
}

/**
 * Starts and installs a WordPress in Russian, time zone of Yekaterinburg, comments without moderation, ten to a page,
 * threads five deep; without the texts that it brings along. @throws Error when a package is missing or a part does not start
 */
export async function startWordPress(addresses: Addresses): Promise<RealWordPress> {
  const missing = await missingPackages();
  if (missing.length > 0) throw new Error(installHint(missing));
  const folder = mkdtempSync(join(tmpdir(), 'otklik-wordpress-'));
  const children: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const child of children.reverse()) await endProcess(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [site, data, socket] = [join(folder, 'site'), join(folder, 'data'), join(folder, 'db.sock')];
    layFiles(site, socket);
    const user = process.getuid?.() === 0 ? ['--user=root'] : [];
    const common = ['--no-defaults', ...user, `--datadir=${data}`];
    await runFile(programAt('mariadb-install-db') ?? '', [
      ...common,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ]);
    writeFileSync(join(folder, 'init.sql'), 'CREATE DATABASE IF NOT EXISTS wordpress CHARACTER SET utf8mb4;\n');
    const small = ['--skip-networking', '--innodb-buffer-pool-size=64M', '--innodb-flush-log-at-trx-commit=0'];
    const files = [
      `--socket=${socket}`,
      `--pid-file=${join(folder, 'db.pid')}`,
      `--init-file=${join(folder, 'init.sql')}`,
    ];
    children.push(
      spawn(programAt('mariadbd') ?? '', [...common, ...small, ...files], { stdio: 'ignore', detached: true }),
    );
    await waitUntil('MariaDB', async () => existsSync(socket));
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const settings = ['-d', 'sendmail_path=/bin/true', '-d', 'opcache.enable_cli=1', '-d', 'display_errors=stderr'];
    children.push(
      spawn(programAt('php') ?? '', [...settings, '-S', `127.0.0.1:${port}`, '-t', site, join(site, 'router.php')], {
        stdio: 'ignore',
        env: { ...process.env, PHP_CLI_SERVER_WORKERS: '3' },
        detached: true,
      }),
    );
    await waitUntil('WordPress', () =>
      fetch(`${origin}/wp-admin/install.php`).then(
        (answer) => answer.ok,
        () => false,
      ),
    );
    const admin = createSession(origin);
    const version = await admin.install('Посёлок у озера', addresses);
    return { origin, version, admin, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
