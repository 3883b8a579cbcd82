import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeHalf } from '../../src/core/float16.js';
import { incidentNumber } from '../../src/core/ids.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { runCli } from '../support/cli.js';
import { elasticsearchUrl, randomPrefix, removeIndices } from '../support/elasticsearch.js';
import { samplePost } from '../support/samples.js';
import { atAngle } from '../support/store-contract-nearest.js';

const prefix = randomPrefix();
const env = { OTKLIK_ELASTICSEARCH_URL: process.env.OTKLIK_ELASTICSEARCH_URL, OTKLIK_PREFIX: prefix };
const similar = (...words: string[]) => runCli(['searches', 'similar', ...words], { env });

describe('otklik searches similar', () => {
  beforeAll(async () => {
    const store = createElasticsearchStore({ url: elasticsearchUrl(), indexPrefix: prefix });
    await store.setUp();
    await store.posts.save([
      samplePost({ id: 'pAsked', vector: encodeHalf(atAngle(0)), text: 'Нет света во дворе' }),
      samplePost({ id: 'pNear', vector: encodeHalf(atAngle(20)), text: 'Темно у подъезда', incidentId: 'iDark' }),
      samplePost({ id: 'pLoose', vector: encodeHalf(atAngle(40)), text: 'Темнота', incidentId: null, join: null }),
      samplePost({ id: 'pUnread' }),
    ]);
    await store.refresh();
    await store.close();
  });
  afterAll(() => removeIndices(prefix));

  it('prints the posts nearest to a stored one with their similarity, the most similar first', async () => {
    const { code, stdout } = await similar('--post', 'pAsked');
    expect(code).toBe(0);
    const lines = stdout.trim().split('\n').slice(2);
    expect(lines.map((line) => line.split(/\s{2,}/)[0])).toEqual(['0.940', '0.766']);
    expect(lines[0]).toContain(incidentNumber('iDark'));
    expect(lines[0]).toContain('Темно у подъезда');
  });
  it('prints one object a line when asked to, narrowed down and cut', async () => {
    const { stdout } = await similar('--post', 'pAsked', '--incidents', '--limit', '1', '--json');
    const found = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(found).toMatchObject([{ similarity: 0.9397, id: 'pNear', incidentId: 'iDark' }]);
  });
  it.each([
    [['--post', 'pUnread'], 'no model read'],
    [['--post', 'pNobody'], 'no stored post'],
    [[], '--post'],
    [['нет света', '--post', 'pAsked'], 'either'],
    [['--post', 'pAsked', '--limit', 'many'], '1 to 1000'],
  ])('says what is wrong with %j', async (words, hint) => {
    const { code, stdout, stderr } = await similar(...words);
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain(hint);
  });
});
