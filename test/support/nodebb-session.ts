/** Somebody at a NodeBB: signed in through its form, writing over its socket as its own pages do. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

export interface NodeBbSession {
  /** Does one event of the socket («topics.post»). @throws Error with the answer when it refuses */
  emit<T = Record<string, unknown>>(event: string, data: unknown): Promise<T>;
  close(): void;
}

interface Socket {
  on(event: string, listener: (reason: unknown) => void): void;
  emit(event: string, data: unknown, done: (error: { message: string } | null, result: unknown) => void): void;
  close(): void;
}
type Connect = (origin: string, options: object) => Socket;

const ANSWER_MS = 15_000;

/**
 * @param folder of the forum, whose own client of the socket is used
 * @param url of the forum
 * @param account null for a guest
 */
export async function openSession(
  folder: string,
  url: string,
  account: { username: string; password: string } | null,
): Promise<NodeBbSession> {
  const cookies = new Map<string, string>();
  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url + path, { ...init, headers: { ...(init.headers as object), cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return answer;
  }
  const { csrf_token: token } = (await (await ask('/api/config')).json()) as { csrf_token: string };
  if (account !== null) {
    const answer = await ask('/login', {
      method: 'POST',
      headers: { 'x-csrf-token': token },
      body: new URLSearchParams(account),
    });
    if (!answer.ok) throw new Error(`NodeBB lets ${account.username} not in: ${answer.status} ${await answer.text()}`);
  }
  const { origin } = new URL(url);
  const connect = createRequire(join(folder, 'package.json'))('socket.io-client') as Connect;
  const socket = connect(origin, {
    path: '/socket.io',
    transports: ['websocket'],
    forceNew: true,
    extraHeaders: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '), origin },
  });
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', () => resolve());
    for (const event of ['connect_error', 'error'])
      socket.on(event, (reason) => reject(new Error(`NodeBB takes no socket: ${String(reason)}`)));
  });
  return {
    emit<T>(event: string, data: unknown): Promise<T> {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`NodeBB does not answer to ${event}`)), ANSWER_MS);
        socket.emit(event, data, (error, result) => {
          clearTimeout(timer);
          if (error === null) resolve(result as T);
          else reject(new Error(`NodeBB refuses ${event}: ${error.message}`));
        });
      });
    },
    close: () => socket.close(),
  };
}
