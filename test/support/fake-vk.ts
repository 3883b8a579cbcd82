import type { IncomingMessage } from 'node:http';
import { type FakeHost, startFakeHost } from './crawl-kit.js';

/** A call as it came, alone or within `execute`. */
export interface VkCall {
  method: string;
  parameters: Record<string, string>;
}
/** What VK says to a call: an answer, or an error by its number. */
export type VkReply = { response: unknown } | { error: number };

export interface FakeVk extends FakeHost {
  /** Calls in each request, in order. */
  requests: VkCall[][];
}

const refusal = (error_code: number, more = {}) => ({ error_code, error_msg: 'refused', ...more });

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Calls of a script that is one list of calls, as https://dev.vk.com/ru/method/execute describes them; null for any other script. */
function callsOf(code: string): VkCall[] | null {
  const list = /^return \[(.*)\];$/s.exec(code)?.[1];
  if (list === undefined) return null;
  const calls: VkCall[] = [];
  let rest = list;
  while (rest !== '') {
    const head = /^,?API\.([a-z]+\.[A-Za-z]+)\(/.exec(rest);
    if (head === null) return null;
    const body = rest.slice(head[0].length);
    // The object ends where JSON can be read: no guessing at braces in strings.
    let end = body.indexOf('})');
    let parameters: Record<string, string> | null = null;
    for (; end !== -1 && parameters === null; end = parameters === null ? body.indexOf('})', end + 1) : end) {
      try {
        parameters = JSON.parse(body.slice(0, end + 1)) as Record<string, string>;
      } catch {
        // a brace within a string
      }
    }
    if (parameters === null) return null;
    calls.push({ method: head[1] ?? '', parameters });
    rest = body.slice(end + 2);
  }
  return calls;
}

export interface FakeVkOptions {
  /** What a request as a whole is refused with; null where it is answered. */
  refuse?: (calls: readonly VkCall[]) => number | null;
  /** Calls that fit into one answer. */
  mostCalls?: number;
  /** Requests that come while this is so are never answered. */
  isHanging?: () => boolean;
}

/** A server that answers like the API of VK, `execute` included, to whoever has the key in the header. */
export async function startFakeVk(
  key: string,
  reply: (call: VkCall) => VkReply,
  { refuse = () => null, mostCalls = 25, isHanging = () => false }: FakeVkOptions = {},
): Promise<FakeVk> {
  const requests: VkCall[][] = [];
  const answer = async (request: IncomingMessage): Promise<object> => {
    const url = new URL(request.url ?? '', 'http://vk.example');
    const { v, ...parameters } = Object.fromEntries(url.searchParams);
    const method = url.pathname.replace('/method/', '');
    if (request.headers.authorization !== `Bearer ${key}`) return { error: refusal(5) };
    const isBatch = method === 'execute';
    const code = new URLSearchParams(await bodyOf(request)).get('code') ?? '';
    const calls = isBatch ? callsOf(code) : [{ method, parameters }];
    if (calls === null || calls.length > 25 || v === undefined) return { error: refusal(12) };
    requests.push(calls);
    const refused = refuse(calls);
    if (refused !== null) return { error: refusal(refused) };
    if (calls.length > mostCalls) return { error: { ...refusal(13), error_msg: 'response size is too big' } };
    const replies = calls.map(reply);
    if (!isBatch) {
      const [only] = replies as [VkReply];
      return 'error' in only ? { error: refusal(only.error) } : only;
    }
    const errors = replies.flatMap((each, at) => {
      if (!('error' in each)) return [];
      return [calls[at]?.method, 'execute'].map((name) => refusal(each.error, { method: name }));
    });
    const list = replies.map((each) => ('error' in each ? false : each.response));
    return { response: list, ...(errors.length === 0 ? {} : { execute_errors: errors }) };
  };
  const host = await startFakeHost((request, response) => {
    void answer(request).then((body) => {
      if (isHanging()) return;
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.end(JSON.stringify(body));
    });
  });
  return { ...host, requests };
}
