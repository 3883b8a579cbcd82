/** The built command line as a child process, without services. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'dist', 'src', 'cli', 'main.js');

export interface CliAnswer {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Starts `otklik <args>` with no variable of Otklik in its environment but those given. */
export function startCli(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcessWithoutNullStreams {
  if (!existsSync(program)) throw new Error(`${program} is not built: run «npm run build:server» first.`);
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(OTKLIK_|NO_COLOR$|FORCE_COLOR$|NODE_OPTIONS$)/.test(name),
  );
  return spawn(process.execPath, [program, ...args], { cwd: root, env: { ...Object.fromEntries(inherited), ...env } });
}

/** Runs `otklik <args>` to its end. */
export async function runCli(
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<CliAnswer> {
  const child = startCli(args, options.env);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => undefined); // it may end before it has read all
  child.stdin.end(options.input ?? '');
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, stdout, stderr };
}
