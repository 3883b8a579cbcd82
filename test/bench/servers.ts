import { fork } from 'node:child_process';

export interface HelperServer {
  /** Addresses without a path. */
  urls: string[];
  stop(): void;
}

/** Starts a server module of this folder in a process of its own; it ends with this process. Throws Error when it does not start. */
export function startServer(module: string): Promise<HelperServer> {
  const child = fork(new URL(module, import.meta.url), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    child.once('message', ({ urls }: { urls: string[] }) => resolve({ urls, stop: () => void child.kill() }));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${module} ended before it listened (exit code ${code})`)));
  });
}
