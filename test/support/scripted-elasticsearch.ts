/** Elasticsearch's side of the wire by script: the real client, no network. */
import { BaseConnection, errors } from '@elastic/transport';

export interface ScriptedRequest {
  method: string;
  path: string;
  /** Lines of the body, parsed. */
  lines: Record<string, unknown>[];
  timeoutMs: number | null | undefined;
}
export type ScriptedAnswer =
  | { status: number; body: unknown }
  /** Sent as it is. */
  | { status: number; raw: string }
  | 'reset'
  | 'timeout';

/** A connection class for the client; `answer` is asked for each request, which are kept in `requests`. */
export function scriptElasticsearch(answer: (request: ScriptedRequest, turn: number) => ScriptedAnswer) {
  const requests: ScriptedRequest[] = [];
  class ScriptedConnection extends BaseConnection {
    // biome-ignore lint/suspicious/noExplicitAny: the client's overloads differ only in how the body is given.
    override async request(params: any, options: any): Promise<any> {
      const lines = String(params.body ?? '')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      const request = { method: params.method, path: params.path, lines, timeoutMs: options.timeout };
      requests.push(request);
      const given = answer(request, requests.length);
      if (given === 'reset') throw new errors.ConnectionError('read ECONNRESET');
      if (given === 'timeout') throw new errors.TimeoutError('Request timed out');
      return {
        statusCode: given.status,
        headers: { 'x-elastic-product': 'Elasticsearch', 'content-type': 'application/vnd.elasticsearch+json' },
        body: 'raw' in given ? given.raw : JSON.stringify(given.body),
      };
    }
  }
  return { Connection: ScriptedConnection, requests };
}

/** The answer to a bulk request that takes every item, except those that `refuse` gives a status and type for. */
export function bulkAnswer(
  request: ScriptedRequest,
  refuse: (id: string) => { status: number; type: string; reason?: string } | undefined = () => undefined,
): ScriptedAnswer {
  const items = request.lines.flatMap((line) => {
    const [action, target] = Object.entries(line)[0] as [string, { _id?: string; require_alias?: boolean }];
    if (!['index', 'create', 'delete'].includes(action) || typeof target !== 'object' || !('_index' in target))
      return [];
    const refused = refuse(String(target._id));
    return [{ [action]: refused ? { status: refused.status, error: refused } : { status: 201 } }];
  });
  return { status: 200, body: { took: 1, errors: true, items } };
}
