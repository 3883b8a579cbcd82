/** Real processes of the built program, each test file with a prefix, a state folder and a config folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { projectRoot } from '../../src/version.js';
import { elasticsearchUrl, randomPrefix, removeIndices } from './elasticsearch.js';

const program = join(projectRoot, 'dist', 'src', 'cli', 'main.js');

/** Address of the shared Redis; throws a sentence that helps when the environment names none. */
export function redisUrl(): string {
  const url = process.env.OTKLIK_REDIS_URL;
  if (url) return url;
  throw new Error(
    'This test needs Redis: run «npm test», which brings it up, or set OTKLIK_REDIS_URL to one that runs.',
  );
}

export interface Workspace {
  prefix: string;
  configDir: string;
  redisUrl: string;
  elasticsearchUrl: string;
  /** Environment of the program's processes. */
  env: NodeJS.ProcessEnv;
  /** Starts `otklik <args>`; killed with the workspace at the latest. */
  start(args: readonly string[], env?: NodeJS.ProcessEnv): CliProcess;
  /** Runs `otklik <args>` to its end. */
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<CliResult>;
  /** Ends all processes, removes indices, keys and folders. */
  remove(): Promise<void>;
}

export interface WorkspaceOptions {
  /** Entries of config/sources/, or the text of its file. */
  sources: readonly object[] | string;
  redisUrl?: string;
  elasticsearchUrl?: string;
  env?: NodeJS.ProcessEnv;
  /** Time after which the jobs of a killed process are taken up by another, ms. */
  lockMs?: number;
}

/** Copies config/ with the test's own sources and prepares the environment. */
export function makeWorkspace(options: WorkspaceOptions): Workspace {
  if (!existsSync(program)) throw new Error(`${program} is not built: run «npm run build:server» first.`);
  const folder = mkdtempSync(join(tmpdir(), 'otklik-test-'));
  const configDir = join(folder, 'config');
  for (const name of readdirSync(join(projectRoot, 'config'))) {
    if (name !== 'sources') cpSync(join(projectRoot, 'config', name), join(configDir, name), { recursive: true });
  }
  cpSync(join(projectRoot, 'config', 'sources'), join(configDir, 'sources'), { recursive: true, filter: isFolder });
  writeSources(configDir, options.sources);
  const prefix = randomPrefix();
  const redis = options.redisUrl ?? redisUrl();
  const elasticsearch = options.elasticsearchUrl ?? elasticsearchUrl();
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('OTKLIK_') && name !== 'NODE_OPTIONS',
  );
  const env = {
    ...Object.fromEntries(inherited),
    OTKLIK_REDIS_URL: redis,
    OTKLIK_ELASTICSEARCH_URL: elasticsearch,
    OTKLIK_PREFIX: prefix,
    OTKLIK_STATE_DIR: join(folder, 'state'),
    OTKLIK_CONFIG_DIR: configDir,
    OTKLIK_PORT: '0',
    OTKLIK_JOB_LOCK_MS: String(options.lockMs ?? 2_000),
    // Killed and started many times: what is tested with them is the line, not what the model says.
    OTKLIK_RULES_ONLY: 'true',
    ...options.env,
  };
  const processes: CliProcess[] = [];
  const start: Workspace['start'] = (args, extra = {}) => {
    const started = startProcess(args, { ...env, ...extra });
    processes.push(started);
    return started;
  };
  return {
    prefix,
    configDir,
    redisUrl: redis,
    elasticsearchUrl: elasticsearch,
    env,
    start,
    run: (args, extra) => start(args, extra).ended,
    async remove() {
      await Promise.all(processes.map((each) => each.kill('SIGKILL')));
      await removeIndices(prefix);
      if (options.redisUrl === undefined) await removeKeys(redis, prefix);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function isFolder(path: string): boolean {
  return !/\.(ya?ml|json)$/.test(path);
}

/** Replaces the sources of a workspace. */
export function writeSources(configDir: string, sources: readonly object[] | string): void {
  const text = typeof sources === 'string' ? sources : JSON.stringify({ sources }, null, 2);
  writeFileSync(join(configDir, 'sources', 'test.yaml'), text);
}

async function removeKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url);
  try {
    for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 500 })) {
      if ((keys as string[]).length > 0) await redis.del(keys as string[]);
    }
  } finally {
    redis.disconnect();
  }
}

export interface CliResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  /** From the start of the process to its end. */
  ms: number;
}

export interface CliProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<CliResult>;
  isRunning(): boolean;
  /** Standard output and error so far. */
  output(): string;
  /** Resolves with the match once the output has one; rejects when the process ends before or after `timeoutMs`. */
  says(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  /** Sends the signal and waits for the end; `ms` is the time from the signal on. */
  kill(signal: NodeJS.Signals): Promise<CliResult>;
}

function startProcess(args: readonly string[], env: NodeJS.ProcessEnv): CliProcess {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [program, ...args], {
    cwd: projectRoot,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  let isRunning = true;
  const ended = new Promise<CliResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      isRunning = false;
      resolve({ code, signal, ...texts, ms: Math.round(performance.now() - startedMs) });
    });
  });
  const output = () => texts.stdout + texts.stderr;
  return {
    child,
    ended,
    isRunning: () => isRunning,
    output,
    async says(pattern, timeoutMs = 40_000) {
      const untilMs = performance.now() + timeoutMs;
      for (;;) {
        const match = pattern.exec(output());
        if (match !== null) return match;
        const why = isRunning ? (performance.now() > untilMs ? `did not say ${pattern} in time` : '') : 'ended';
        if (why !== '') throw new Error(`otklik ${args.join(' ')} ${why}; it said:\n${output().slice(-4_000)}`);
        await sleep(50);
      }
    },
    async kill(signal) {
      const sentMs = performance.now();
      if (isRunning) child.kill(signal);
      return { ...(await ended), ms: Math.round(performance.now() - sentMs) };
    },
  };
}

/** Asks every `everyMs` until the answer is not null and gives it; throws with the last word of `describe` after `timeoutMs`. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null>,
  options: { timeoutMs: number; everyMs?: number; describe?: () => Promise<string> | string },
): Promise<T> {
  const untilMs = performance.now() + options.timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (performance.now() > untilMs) {
      throw new Error(`${what}: not within ${options.timeoutMs} ms. ${(await options.describe?.()) ?? ''}`);
    }
    await sleep(options.everyMs ?? 250);
  }
}

/** True when a text shows a stack trace of Node. */
export function showsStack(text: string): boolean {
  return /^\s+at .+:\d+:\d+\)?$/m.test(text) || /\\n\s+at /.test(text);
}
