/** A lane is a measured program in a process of its own; the runner tells it by messages when to work. */
import { type ChildProcess, fork } from 'node:child_process';

/** What a lane needs to know; the runner gives the same to all. */
export interface LaneSettings {
  redisUrl: string;
  /** Prefix of everything written to Redis; removed at the end. */
  prefix: string;
  /** Addresses of the page server, one per host. */
  origins: string[];
  /** Address of the server that answers bulk writes. */
  nullServer: string;
  /** An empty folder, removed at the end. */
  folder: string;
}

export interface Lane {
  /** Work that belongs to no measurement, before each round. */
  prepare?(size: number): Promise<void>;
  /** Does `size` units of work and checks that they were done. */
  round(size: number): Promise<void>;
  close(): Promise<void>;
}

/** One measured round of one lane. */
export interface Reading {
  units: number;
  wallMs: number;
  /** Processor time of the lane's process, all its threads, user and system. */
  cpuMs: number;
}

type Order = { type: 'open'; settings: LaneSettings } | { type: 'round'; size: number } | { type: 'close' };
type Answer = { type: 'done' } | ({ type: 'reading' } & Reading) | { type: 'failed'; message: string };

/** Runs in the lane's process: obeys the runner until it says close or goes away. */
export function serveLane(open: (settings: LaneSettings) => Promise<Lane>): void {
  let lane: Lane | null = null;
  const answer = (message: Answer): void => void process.send?.(message);

  async function obey(order: Order): Promise<void> {
    if (order.type === 'open') {
      lane = await open(order.settings);
      answer({ type: 'done' });
      return;
    }
    if (lane === null) throw new Error('the lane was not opened');
    if (order.type === 'close') {
      await lane.close();
      answer({ type: 'done' });
      process.disconnect?.();
      return;
    }
    await lane.prepare?.(order.size);
    const cpu = process.cpuUsage();
    const startedMs = performance.now();
    await lane.round(order.size);
    const wallMs = performance.now() - startedMs;
    const used = process.cpuUsage(cpu);
    answer({ type: 'reading', units: order.size, wallMs, cpuMs: (used.user + used.system) / 1_000 });
  }

  process.on('message', (order: Order) => {
    obey(order).catch((error: unknown) => {
      answer({ type: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    });
  });
  process.on('disconnect', () => process.exit());
}

/** The runner's end of a lane. */
export interface RemoteLane {
  round(size: number): Promise<Reading>;
  close(): Promise<void>;
  /** Ends the process at once. */
  kill(): void;
}

/**
 * Starts a lane and opens it.
 * @throws Error with the lane's own words when it fails or ends early
 */
export async function startLane(
  module: URL,
  title: string,
  settings: LaneSettings,
  execArgv: readonly string[] = [],
): Promise<RemoteLane> {
  const child = fork(module, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [...execArgv],
    env: laneEnv(settings),
  });
  await ask(child, title, { type: 'open', settings });
  return {
    async round(size) {
      const reading = await ask(child, title, { type: 'round', size });
      if (reading.type !== 'reading') throw new Error(`${title}: answered a round with «${reading.type}»`);
      return { units: reading.units, wallMs: reading.wallMs, cpuMs: reading.cpuMs };
    },
    async close() {
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      await ask(child, title, { type: 'close' });
      await gone;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** Production mode; files that a crawler library wants to write go to the lane's own folder. */
function laneEnv(settings: LaneSettings): NodeJS.ProcessEnv {
  return { ...process.env, NODE_ENV: 'production', CRAWLEE_STORAGE_DIR: settings.folder };
}

function ask(child: ChildProcess, title: string, order: Order): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stop = () => child.off('message', onMessage).off('exit', onExit).off('error', onError);
    const onMessage = (answer: Answer) => {
      stop();
      if (answer.type === 'failed') reject(new Error(`${title} failed: ${answer.message}`));
      else resolve(answer);
    };
    const onExit = (code: number | null, signal: string | null) => {
      stop();
      reject(new Error(`${title} ended early (${signal ?? `exit code ${code}`})`));
    };
    const onError = (error: Error) => {
      stop();
      reject(error);
    };
    child.on('message', onMessage).on('exit', onExit).on('error', onError);
    child.send(order);
  });
}
