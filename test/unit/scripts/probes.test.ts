import { describe, expect, it } from 'vitest';
import { parseElasticsearchUrl, parseHealth } from '../../../scripts/lib/elasticsearch-probe.mjs';
import { findEssence, findRemedy } from '../../../scripts/lib/logs.mjs';
import { hidePassword, parseInfo, parseRedisUrl, readReply } from '../../../scripts/lib/redis-probe.mjs';
import { createReporter, formatBytes } from '../../../scripts/lib/report.mjs';

describe('an address of Redis', () => {
  it('is taken apart with its defaults', () => {
    expect(parseRedisUrl('redis://localhost')).toEqual({
      host: 'localhost',
      port: 6379,
      isTls: false,
      username: '',
      password: '',
      database: 0,
    });
    expect(parseRedisUrl('rediss://anna:p%40ss@[::1]:7000/3')).toEqual({
      host: '::1',
      port: 7000,
      isTls: true,
      username: 'anna',
      password: 'p@ss',
      database: 3,
    });
  });

  it.each(['', 'localhost:6379', 'http://localhost', 'redis://'])('%j is refused with the right form', (text) => {
    expect(() => parseRedisUrl(text)).toThrow(/OTKLIK_REDIS_URL is not an address of Redis[\s\S]*redis:\/\/host:6379/);
  });

  it('is shown without its login', () => {
    expect(hidePassword('redis://anna:secret@host:1')).toBe('redis://***@host:1');
    expect(hidePassword('redis://host:1')).toBe('redis://host:1');
  });
});

describe('a reply of Redis', () => {
  const read = (text: string) => readReply(Buffer.from(text));

  it('is read in each of its forms', () => {
    expect(read('+PONG\r\n')).toEqual({ value: 'PONG', next: 7 });
    expect(read(':12\r\n')?.value).toBe(12);
    expect(read('$-1\r\n')?.value).toBeNull();
    expect(read('$8\r\nёлка\r\n')?.value).toBe('ёлка');
    expect(read('*2\r\n$1\r\na\r\n:5\r\n')?.value).toEqual(['a', 5]);
    expect(read('-NOAUTH Authentication required.\r\n')?.value).toEqual(new Error('NOAUTH Authentication required.'));
  });

  it('is waited for while it is incomplete', () => {
    for (const part of ['', '+PON', '$5\r\nab', '*2\r\n:1\r\n']) expect(read(part), part).toBeNull();
  });

  it('of another protocol is refused', () => {
    expect(() => read('HTTP/1.1 400 Bad Request\r\n')).toThrow('not the Redis protocol');
  });

  it('of INFO becomes its fields', () => {
    expect(parseInfo('# Server\r\nredis_version:7.0.15\r\nprocess_id:77\r\nconfig_file:/a:b\r\n')).toEqual({
      redis_version: '7.0.15',
      process_id: '77',
      config_file: '/a:b',
    });
  });
});

describe('an address of Elasticsearch', () => {
  it('gives its login as a header and stays free of it itself', () => {
    expect(parseElasticsearchUrl('https://anna:p%40ss@search:9200/')).toEqual({
      base: 'https://search:9200',
      headers: { authorization: `Basic ${Buffer.from('anna:p@ss').toString('base64')}` },
    });
    expect(parseElasticsearchUrl('http://h:9200/path/')).toEqual({ base: 'http://h:9200/path', headers: {} });
  });

  it('logs in with the API key where there is one', () => {
    expect(parseElasticsearchUrl('https://anna:x@search:9200', 'a2V5').headers).toEqual({
      authorization: 'ApiKey a2V5',
    });
  });

  it.each(['search:9200', '', 'redis://h'])('%j is refused with the right form', (text) => {
    expect(() => parseElasticsearchUrl(text)).toThrow(/OTKLIK_ELASTICSEARCH_URL is not an address/);
  });
});

describe('the health of a cluster', () => {
  it('is read from the answer', () => {
    expect(parseHealth({ status: 'yellow', cluster_name: 'a', more: 1 })).toEqual({
      status: 'yellow',
      clusterName: 'a',
    });
  });

  it.each([null, {}, { status: 'blue', cluster_name: 'a' }, { status: 'green' }])('%j is something else', (body) => {
    expect(() => parseHealth(body)).toThrow('not that of /_cluster/health');
  });
});

describe('a log', () => {
  it('gives the first telling line among its last ones', () => {
    const lines = [
      '[INFO ] starting',
      '# Warning: Could not create socket: bind: Address already in use',
      'Failed listening',
    ];
    expect(findEssence(lines.join('\n'))).toContain('Address already in use');
    expect(findEssence('only\nthis\n')).toBe('this');
    expect(findEssence('')).toBe('');
  });

  it('leads to what to do', () => {
    expect(findRemedy('java.lang.IllegalStateException: failed to obtain node locks')).toContain('OTKLIK_DATA_DIR');
    expect(findRemedy('write error: No space left on device')).toContain('df -h');
    expect(findRemedy('something new')).toContain('read the end of the log');
  });
});

describe('a step', () => {
  it('is one line with its seconds, whatever happens twice', () => {
    const lines: string[] = [];
    let now = 1000;
    const log = createReporter({ write: (line: string) => lines.push(line), now: () => now });
    const step = log.step('Build');
    now += 1250;
    step.done('Built 12 files');
    step.fail();
    expect(lines).toEqual(['✓ Built 12 files (1.3 s)']);
  });

  it('that fails is marked and passes the error on', async () => {
    const lines: string[] = [];
    const log = createReporter({ write: (line: string) => lines.push(line), now: () => 0 });
    await expect(log.run('Build', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(lines).toEqual(['✗ Build (0.0 s)']);
  });

  it('shows bytes in a unit that a person reads', () => {
    expect(formatBytes(2048)).toBe('2 kB');
    expect(formatBytes(132_390_005)).toBe('126.3 MB');
  });
});
