/** A real NodeBB of the run's own: the installed program copied into a temporary folder, with a Redis of its own, on loopback. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { chooseFolders } from '../../scripts/lib/folders.mjs';
import { type NodeBbSession, openSession } from './nodebb-session.js';
import { freePort, startOwnRedis } from './own-redis.js';
import { until } from './processes.js';

const runFile = promisify(execFile);
const READY_MS = 60_000;
const ADMIN = { username: 'hozyain', password: 'test-Parol-2026-dlinnyj' };
/** Fetches its pictures from a site of its own at the first start, and ends when it cannot. */
const NEEDS_THE_NET = 'nodebb-plugin-emoji-one';

function nodeBbFolder(): string {
  return process.env.OTKLIK_NODEBB_DIR ?? join(chooseFolders().cache, 'nodebb');
}

/** What is missing for a NodeBB of the run's own, with the remedy; null when all is there. */
export function missingNodeBb(): string | null {
  const folder = nodeBbFolder();
  if (!existsSync(join(folder, 'app.js')) || !existsSync(join(folder, 'node_modules')))
    return `NodeBB cannot be started: there is none in ${folder === process.env.OTKLIK_NODEBB_DIR ? 'OTKLIK_NODEBB_DIR' : 'the folder nodebb of the cache'} (docs/collector.md#forums says how to install it)`;
  const folders = (process.env.PATH ?? '').split(delimiter);
  if (!folders.some((each) => existsSync(join(each, 'redis-server'))))
    return 'NodeBB cannot be started: redis-server is not on the PATH («npm run services -- up» installs it)';
  return null;
}

export interface RealNodeBb {
  /** Without a slash at its end. */
  url: string;
  version: string;
  /** Signed in as the administrator. */
  admin: NodeBbSession;
  /** A session of somebody else, signed in where a name is given. */
  enter(username?: string): Promise<NodeBbSession>;
  /** Ends its processes and removes its folder. */
  stop(): Promise<void>;
}

/** Copies the program without what it depends on; the installed one stays as it is. */
function layFiles(from: string, to: string): void {
  const modules = join(from, 'node_modules');
  cpSync(from, to, {
    recursive: true,
    filter: (path) => !path.startsWith(modules) && !/[\\/](?:config\.json|pidfile)$/.test(path),
  });
  symlinkSync(modules, join(to, 'node_modules'));
  // Scripts and styles for browsers are asked for by nobody here; making them takes longer than all else.
  writeFileSync(
    join(to, 'build.js'),
    "'use strict';\nvar done = function () { var f = arguments[arguments.length - 1]; if (typeof f === 'function') f(); };\nmodule.exports = { build: done, buildAll: done, buildTargets: done };\n",
  );
  for (const name of ['stylesheet.css', 'admin.css', 'nodebb.min.js', 'acp.min.js'])
    writeFileSync(join(to, 'public', name), '');
  // Empty folders, which the package leaves out.
  for (const name of ['sounds', 'files', 'category']) mkdirSync(join(to, 'public/uploads', name), { recursive: true });
}

/** Starts and installs a NodeBB in Russian where guests may write under a name. @throws Error when something is missing or does not start */
export async function startNodeBb(): Promise<RealNodeBb> {
  const missing = missingNodeBb();
  if (missing !== null) throw new Error(missing);
  const folder = mkdtempSync(join(tmpdir(), 'otklik-nodebb-'));
  const redis = await startOwnRedis();
  let child: ChildProcess | null = null;
  const sessions: NodeBbSession[] = [];
  const stop = async (): Promise<void> => {
    for (const session of sessions) session.close();
    if (child !== null && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child?.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    }
    await redis.remove();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const site = join(folder, 'site');
    layFiles(nodeBbFolder(), site);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const setup = {
      url,
      secret: 'of the test',
      database: 'redis',
      'redis:host': '127.0.0.1',
      'redis:port': new URL(redis.url).port,
      'redis:password': '',
      'redis:database': 0,
      'admin:username': ADMIN.username,
      'admin:email': 'hozyain@example.org',
      'admin:password': ADMIN.password,
      'admin:password:confirm': ADMIN.password,
    };
    await runFile(process.execPath, ['app.js', `--setup=${JSON.stringify(setup)}`], { cwd: site, timeout: READY_MS });
    const client = new Redis(redis.url);
    await client.zrem('plugins:active', NEEDS_THE_NET);
    client.disconnect();
    const forum = spawn(process.execPath, ['app.js'], {
      cwd: site,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    child = forum;
    let said = '';
    for (const stream of [forum.stdout, forum.stderr])
      stream.on('data', (chunk: Buffer) => {
        said = (said + chunk).slice(-2_000);
      });
    const isUp = async () => {
      if (forum.exitCode !== null) throw new Error(`NodeBB ended at its start: ${said}`);
      return fetch(`${url}/api/config`).then(
        ({ ok }) => (ok ? true : null),
        () => null,
      );
    };
    await until('NodeBB answers', isUp, { timeoutMs: READY_MS, everyMs: 200, describe: () => said });
    const { version } = JSON.parse(readFileSync(join(site, 'package.json'), 'utf8')) as { version: string };
    const enter = async (username?: string, password = ADMIN.password): Promise<NodeBbSession> => {
      const session = await openSession(site, url, username === undefined ? null : { username, password });
      sessions.push(session);
      return session;
    };
    return { url, version, admin: await enter(ADMIN.username), enter, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
