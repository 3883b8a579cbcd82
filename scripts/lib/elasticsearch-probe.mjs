import { messageOf, ServiceError } from './errors.mjs';
import { hidePassword } from './redis-probe.mjs';

/**
 * Splits an address of Elasticsearch into the bare address and the header that logs in.
 * @param {string} text e.g. https://user:password@host:9200
 * @param {string} [apiKey] base64 form; wins over user and password
 * @returns {{ base: string, headers: Record<string, string> }} `base` without a slash at its end
 * @throws {ServiceError} when it is no http(s) address
 */
export function parseElasticsearchUrl(text, apiKey) {
  let url;
  try {
    url = new URL(text);
  } catch {
    url = null;
  }
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new ServiceError('OTKLIK_ELASTICSEARCH_URL is not an address of Elasticsearch.', {
      remedy: 'write it as http://host:9200 or https://user:password@host:9200.',
    });
  }
  const user = decodeURIComponent(url.username);
  const login = `${user}:${decodeURIComponent(url.password)}`;
  const headers = {};
  if (apiKey) headers.authorization = `ApiKey ${apiKey}`;
  else if (user) headers.authorization = `Basic ${Buffer.from(login, 'utf8').toString('base64')}`;
  url.username = '';
  url.password = '';
  return { base: url.href.replace(/\/$/, ''), headers };
}

/**
 * Reads the answer of GET /_cluster/health.
 * @returns {{ status: 'green' | 'yellow' | 'red', clusterName: string }}
 * @throws {Error} when it is something else
 */
export function parseHealth(body) {
  const { status, cluster_name: clusterName } = body ?? {};
  if (!['green', 'yellow', 'red'].includes(status) || typeof clusterName !== 'string') {
    throw new Error('the answer is not that of /_cluster/health');
  }
  return { status, clusterName };
}

/**
 * One request to Elasticsearch that answers JSON.
 * @param {string} url
 * @param {string} path with its leading slash
 * @param {{ apiKey?: string, timeoutMs?: number, method?: string, body?: unknown }} [options]
 * @throws {Error} no connection, no answer in time, or a status other than 2xx
 */
export async function askElasticsearch(url, path, { apiKey, timeoutMs = 3000, method = 'GET', body } = {}) {
  const { base, headers } = parseElasticsearchUrl(url, apiKey);
  const response = await fetch(base + path, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`status ${response.status}${response.status === 401 ? ' (login refused)' : ''}`);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('the answer is not JSON');
  }
}

/**
 * Asks for the health of a cluster. `GET /` is not used: the reduced distribution answers it with 405.
 * @param {string} url
 * @param {{ apiKey?: string, timeoutMs?: number }} [options]
 * @returns {Promise<{ status: string, clusterName: string, version: string, pid: number }>} of the node that answers
 * @throws {ServiceError} when it does not answer
 */
export async function checkElasticsearch(url, { apiKey, timeoutMs } = {}) {
  try {
    const health = parseHealth(await askElasticsearch(url, '/_cluster/health', { apiKey, timeoutMs }));
    const node = await askElasticsearch(url, '/_nodes/_local/process?filter_path=nodes.*.version,nodes.*.process.id', {
      apiKey,
      timeoutMs,
    }).catch(() => null); // a key without the right to monitor may not see this, which is no fault
    const local = Object.values(node?.nodes ?? {})[0];
    return { ...health, version: local?.version ?? 'of unknown version', pid: local?.process?.id ?? 0 };
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    const reason = messageOf(error.cause ?? error) || error.cause?.code || 'no connection';
    throw new ServiceError(`Elasticsearch at ${hidePassword(url)} does not answer: ${reason}.`, {
      remedy:
        'check the address, the login (user and password in the address, or OTKLIK_ELASTICSEARCH_API_KEY) and that it runs; ' +
        'or unset OTKLIK_ELASTICSEARCH_URL to have one brought up.',
      cause: error,
    });
  }
}
