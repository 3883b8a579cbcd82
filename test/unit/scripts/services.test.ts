import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../scripts/lib/errors.mjs';
import { isOutdatedHome } from '../../../scripts/lib/native-elasticsearch.mjs';
import { createReporter } from '../../../scripts/lib/report.mjs';
import { bringUpServices, orderModes, stopServices } from '../../../scripts/lib/services.mjs';

const NATIVE = { redis: { pid: 2, port: 6390, version: '7' }, elasticsearch: { pid: 3, port: 9290, version: '9' } };
const BOTH = { OTKLIK_REDIS_URL: 'redis://r:1', OTKLIK_ELASTICSEARCH_URL: 'http://e:1' };

function setUp(overrides: Record<string, unknown> = {}) {
  const calls: string[] = [];
  const lines: string[] = [];
  const note =
    (name: string, result: unknown) =>
    async (options: { needs?: string[]; names?: string[] } = {}) => {
      calls.push([name, ...(options.needs ?? options.names ?? [])].join(' '));
      return result;
    };
  const engines = {
    checkRedis: note('check redis', { version: '8', pid: 1, isAof: true, policy: 'noeviction' }),
    checkElasticsearch: note('check elasticsearch', { version: '9', pid: 1, clusterName: 'c', status: 'green' }),
    findNative: async () => ({}),
    needsUpgrade: () => false,
    probeDocker: async () => ({ isAnswering: false, reason: 'no engine' }),
    upCompose: note('compose', { urls: { redis: 'redis://c:1', elasticsearch: 'http://c:2' }, started: ['redis'] }),
    upNative: note('native', {
      urls: { redis: 'redis://n:1', elasticsearch: 'http://n:2' },
      started: ['redis', 'elasticsearch'],
    }),
    stopCompose: note('stop compose', []),
    stopNative: note('stop native', []),
    readState: () => ({}),
    rememberMode: (_: string, mode: string) => calls.push(`remember ${mode}`),
    chooseFolders: () => ({ cache: '/c', data: '/d' }),
    ...overrides,
  };
  const log = createReporter({ write: (line: string) => lines.push(line) });
  return { calls, lines, up: (options = {}) => bringUpServices({ log, env: {}, engines, ...options }), engines, log };
}
const DOCKER = { probeDocker: async () => ({ isAnswering: true, reason: '' }) };

describe('bringing up the services', () => {
  it('only checks those that the environment names, and asks for no Docker', async () => {
    const { up, calls } = setUp({ probeDocker: () => Promise.reject(new Error('asked')) });
    const services = await up({ env: BOTH });
    expect(services).toMatchObject({
      mode: 'external',
      redisUrl: 'redis://r:1',
      elasticsearchUrl: 'http://e:1',
      started: [],
    });
    await services.stop();
    expect(calls).toEqual(['check redis', 'check elasticsearch']);
  });

  it('brings up the one that the environment does not name', async () => {
    const { up, calls } = setUp();
    const services = await up({ env: { OTKLIK_REDIS_URL: 'redis://r:1' } });
    expect(services).toMatchObject({ mode: 'native', redisUrl: 'redis://r:1', elasticsearchUrl: 'http://n:2' });
    expect(calls).toEqual(['check redis', 'native elasticsearch', 'remember native']);
  });

  it('does not fall back to its own when a named one does not answer', async () => {
    const { up, calls } = setUp({
      checkRedis: () => Promise.reject(new ServiceError('Redis at redis://r:1 does not answer')),
    });
    await expect(up({ env: BOTH })).rejects.toThrow('redis://r:1 does not answer');
    expect(calls).toEqual([]);
  });

  it('warns of a named Redis that may lose or drop jobs', async () => {
    const { up, lines } = setUp({
      checkRedis: async () => ({ version: '7', pid: 1, isAof: false, policy: 'allkeys-lru' }),
    });
    await up({ env: BOTH });
    expect(lines.join('\n')).toMatch(/append-only[\s\S]*allkeys-lru/);
  });

  it('takes Docker before native, and native where no engine answers', async () => {
    const withDocker = setUp(DOCKER);
    expect(await withDocker.up()).toMatchObject({ mode: 'compose', redisUrl: 'redis://c:1', started: ['redis'] });
    expect(withDocker.calls).toEqual(['compose redis elasticsearch', 'remember compose']);
    expect(await setUp().up()).toMatchObject({ mode: 'native', redisUrl: 'redis://n:1' });
  });

  it('goes on with native, and says so, when Docker fails the first time', async () => {
    const { up, lines } = setUp({ ...DOCKER, upCompose: () => Promise.reject(new ServiceError('image not found')) });
    expect(await up()).toMatchObject({ mode: 'native' });
    expect(lines.join('\n')).toMatch(/image not found[\s\S]*native services instead/);
  });

  it('says why when Docker was demanded and does not answer', async () => {
    const { up, calls } = setUp();
    await expect(up({ env: { OTKLIK_SERVICES: 'compose' } })).rejects.toThrow(
      /OTKLIK_SERVICES=compose, but .*no engine/,
    );
    expect(calls).toEqual([]);
  });

  it('keeps to native where the data lie, and warns when those in Docker are out of reach', async () => {
    const native = setUp({ ...DOCKER, readState: () => ({ mode: 'native' }) });
    expect(await native.up()).toMatchObject({ mode: 'native' });
    const compose = setUp({ readState: () => ({ mode: 'compose' }) });
    expect(await compose.up()).toMatchObject({ mode: 'native' });
    expect(compose.lines.join()).toContain('stay in Docker');
  });

  it('uses running native services again, without asking for Docker', async () => {
    const { up, calls } = setUp({
      findNative: async () => NATIVE,
      probeDocker: () => Promise.reject(new Error('asked')),
    });
    expect(await up()).toMatchObject({
      mode: 'native',
      redisUrl: 'redis://127.0.0.1:6390',
      elasticsearchUrl: 'http://127.0.0.1:9290',
      started: [],
    });
    expect(calls).toEqual([]);
  });

  it('brings up again an Elasticsearch that runs from an earlier installation', async () => {
    const { up, calls } = setUp({ findNative: async () => NATIVE, needsUpgrade: () => true });
    await up();
    expect(calls).toEqual(['native redis elasticsearch', 'remember native']);
    expect(isOutdatedHome('java -Des.path.home=/c/elasticsearch-9-old -x', 'elasticsearch-9-new')).toBe(true);
    expect(isOutdatedHome('java -Des.path.home=/c/elasticsearch-9-new -x', 'elasticsearch-9-new')).toBe(false);
    expect(isOutdatedHome('', 'elasticsearch-9-new')).toBe(false);
  });

  it('brings up only what is needed', async () => {
    const { up, calls } = setUp();
    await up({ needs: ['elasticsearch'] });
    expect(calls[0]).toBe('native elasticsearch');
  });

  it('stops only what the call started', async () => {
    const { up, calls } = setUp(DOCKER);
    const services = await up();
    await services.stop();
    expect(calls.at(-1)).toBe('stop compose redis');
  });

  it('names all four ways out where nothing is possible, and never chooses --embedded by itself', async () => {
    const { up } = setUp({
      upNative: () => Promise.reject(new ServiceError('no JDK of version 21', { isImpossible: true })),
    });
    const error = await up().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ServiceError);
    const { message } = error as Error;
    for (const part of [
      'no engine',
      'no JDK of version 21',
      'OTKLIK_REDIS_URL',
      'Docker engine',
      'redis-server',
      '--embedded',
    ]) {
      expect(message).toContain(part);
    }
  });

  it('passes on the reason when a native start fails', async () => {
    const { up } = setUp({ upNative: () => Promise.reject(new ServiceError('Redis did not start: disk full')) });
    await expect(up()).rejects.toThrow(/^Redis did not start: disk full$/);
  });

  it('does nothing but warn when embedded was asked for', async () => {
    const { up, calls, lines } = setUp();
    expect(await up({ embedded: true, env: BOTH })).toMatchObject({ mode: 'embedded', started: [] });
    expect(calls).toEqual([]);
    expect(lines.join()).toContain('NOTHING IS KEPT');
  });

  it('stops both kinds on request', async () => {
    const { engines, log, calls } = setUp(DOCKER);
    await stopServices({ log, env: {}, engines });
    expect(calls).toEqual(['stop native', 'stop compose']);
  });
});

describe('the order of the ways', () => {
  it('is that of last time where there was one, since the data lie there', () => {
    expect(orderModes({ isDockerAnswering: true })).toEqual(['compose', 'native']);
    expect(orderModes({ isDockerAnswering: true, remembered: 'native' })).toEqual(['native']);
    expect(orderModes({ isDockerAnswering: true, remembered: 'compose' })).toEqual(['compose']);
    expect(orderModes({ isDockerAnswering: false })).toEqual(['native']);
  });

  it('is what OTKLIK_SERVICES says', () => {
    expect(orderModes({ forced: 'compose', remembered: 'native', isDockerAnswering: false })).toEqual(['compose']);
    expect(() => orderModes({ forced: 'podman', isDockerAnswering: true })).toThrow(
      'OTKLIK_SERVICES=podman is not known',
    );
  });
});
