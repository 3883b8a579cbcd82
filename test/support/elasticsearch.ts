/** Elasticsearch for integration tests: a random index prefix per test file, removed afterwards. */
import { randomBytes } from 'node:crypto';
import { Client } from '@elastic/elasticsearch';

/** Address of the node; throws a sentence that helps when the environment names none. */
export function elasticsearchUrl(): string {
  const url = process.env.OTKLIK_ELASTICSEARCH_URL;
  if (url) return url;
  throw new Error(
    'This test needs Elasticsearch: run «npm test», which brings it up, or set OTKLIK_ELASTICSEARCH_URL to one that runs.',
  );
}

export function randomPrefix(): string {
  return `otklik-test-${randomBytes(6).toString('hex')}`;
}

/** Removes all indices that begin with the prefix. */
export async function removeIndices(prefix: string): Promise<void> {
  const client = new Client({ node: elasticsearchUrl(), requestTimeout: 30_000 });
  // By name: deleting by pattern is forbidden on most clusters.
  const indices = Object.keys(await client.indices.get({ index: `${prefix}-*`, features: ['aliases'] }));
  if (indices.length > 0) await client.indices.delete({ index: indices });
  await client.close();
}
