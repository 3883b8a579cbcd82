import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { messageOf, ServiceError } from './errors.mjs';

/**
 * Takes a Redis address apart.
 * @returns {{ host: string, port: number, isTls: boolean, username: string, password: string, database: number }}
 * @throws {ServiceError} when it is no redis:// or rediss:// address
 */
export function parseRedisUrl(text) {
  let url;
  try {
    url = new URL(text);
  } catch {
    url = null;
  }
  if (!url || !['redis:', 'rediss:'].includes(url.protocol) || !url.hostname) {
    throw new ServiceError('OTKLIK_REDIS_URL is not an address of Redis.', {
      remedy: 'write it as redis://host:6379 or rediss://user:password@host:6380/0.',
    });
  }
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : 6379,
    isTls: url.protocol === 'rediss:',
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: Number(url.pathname.slice(1) || 0),
  };
}

/** An address for a message: without user and password. */
export function hidePassword(text) {
  return text.replace(/\/\/[^@/]*@/, '//***@');
}

/**
 * Reads one RESP 2 reply from the start of a buffer.
 * @returns {{ value: unknown, next: number } | null} null while the reply is not complete; an error reply comes as an Error value
 */
export function readReply(buffer, from = 0) {
  const end = buffer.indexOf('\r\n', from);
  if (end < 0) return null;
  const line = buffer.toString('utf8', from + 1, end);
  const next = end + 2;
  switch (String.fromCharCode(buffer[from])) {
    case '+':
      return { value: line, next };
    case '-':
      return { value: new Error(line), next };
    case ':':
      return { value: Number(line), next };
    case '$': {
      const length = Number(line);
      if (length < 0) return { value: null, next };
      if (buffer.length < next + length + 2) return null;
      return { value: buffer.toString('utf8', next, next + length), next: next + length + 2 };
    }
    case '*': {
      const values = [];
      let at = next;
      for (let index = 0; index < Number(line); index++) {
        const item = readReply(buffer, at);
        if (!item) return null;
        values.push(item.value);
        at = item.next;
      }
      return { value: values, next: at };
    }
    default:
      throw new Error('the answer is not the Redis protocol');
  }
}

/**
 * Sends commands over one connection (AUTH first where the address has a password) and gives their replies.
 * @param {string} url
 * @param {string[][]} commands
 * @returns {Promise<unknown[]>}
 * @throws {Error} no connection, no answer within `timeoutMs`, or an error reply
 */
export function askRedis(url, commands, { timeoutMs = 2000 } = {}) {
  const { host, port, isTls, username, password } = parseRedisUrl(url);
  const login = password ? [username ? ['AUTH', username, password] : ['AUTH', password]] : [];
  const all = [...login, ...commands];
  return new Promise((resolve, reject) => {
    const socket = isTls ? connectTls({ host, port, servername: host }) : connectTcp({ host, port });
    const replies = [];
    let buffer = Buffer.alloc(0);
    const finish = (error) => {
      clearTimeout(timer);
      socket.destroy();
      if (error) reject(error);
      else resolve(replies.slice(login.length));
    };
    const timer = setTimeout(() => finish(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    socket.on('error', finish);
    socket.on('close', () => finish(new Error('the connection was closed before the answer')));
    socket.on(isTls ? 'secureConnect' : 'connect', () => socket.write(encodeCommands(all)));
    socket.on('data', (chunk) => {
      buffer = Buffer.concat([buffer, chunk]);
      try {
        for (let reply = readReply(buffer); reply; reply = readReply(buffer)) {
          buffer = buffer.subarray(reply.next);
          if (reply.value instanceof Error) throw reply.value;
          replies.push(reply.value);
          if (replies.length === all.length) return finish();
        }
      } catch (error) {
        finish(error);
      }
    });
  });
}

function encodeCommands(commands) {
  return commands
    .map((words) => `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`)
    .join('');
}

/** Turns the text of INFO into a record of its fields. */
export function parseInfo(text) {
  const lines = text.split(/\r?\n/).filter((line) => line.includes(':'));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}

/**
 * Asks a Redis who it is.
 * @returns {Promise<{ version: string, pid: number, isAof: boolean, policy: string }>}
 * @throws {ServiceError} when it does not answer
 */
export async function checkRedis(url, options) {
  try {
    const [pong, info] = await askRedis(url, [['PING'], ['INFO']], options);
    if (pong !== 'PONG') throw new Error(`PING was answered by ${JSON.stringify(pong)}`);
    const fields = parseInfo(String(info));
    return {
      version: fields.redis_version ?? 'of unknown version',
      pid: Number(fields.process_id),
      isAof: fields.aof_enabled === '1',
      policy: fields.maxmemory_policy ?? 'unknown',
    };
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw new ServiceError(`Redis at ${hidePassword(url)} does not answer: ${messageOf(error) || error.code}.`, {
      remedy: 'check the address, the password and that it runs; or unset OTKLIK_REDIS_URL to have one brought up.',
      cause: error,
    });
  }
}
