import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { composeUrls, parsePort, probeDocker, upCompose } from '../../../scripts/lib/compose.mjs';
import { ELASTICSEARCH_VERSION } from '../../../scripts/lib/elasticsearch-install.mjs';
import { createSilentReporter } from '../../../scripts/lib/report.mjs';

interface Service {
  image: string;
  command?: string[];
  profiles?: string[];
  ports?: string[];
  volumes?: string[];
  environment?: Record<string, string | number>;
  healthcheck?: { test?: string[]; disable?: boolean };
  depends_on?: Record<string, { condition: string }>;
}
const file = parse(readFileSync(new URL('../../../compose.yaml', import.meta.url), 'utf8'), { merge: true }) as {
  services: Record<'redis' | 'elasticsearch' | 'kibana' | 'crawl' | 'work' | 'serve', Service>;
  volumes: Record<string, unknown>;
};
const { services } = file;

describe('compose.yaml', () => {
  it('names official images without a host, and the version that the native node has', () => {
    expect(services.redis.image).toBe('redis:8-alpine');
    expect(services.elasticsearch.image).toBe(`elasticsearch:${ELASTICSEARCH_VERSION}`);
    expect(services.kibana.image).toBe(`kibana:${ELASTICSEARCH_VERSION}`);
  });

  it('lets Redis lose nothing and evict nothing', () => {
    expect(services.redis.command?.join(' ')).toContain(
      '--appendonly yes --appendfsync everysec --maxmemory-policy noeviction',
    );
  });

  it('opens ports on this machine only', () => {
    const ports = Object.values(services).flatMap((service) => service.ports ?? []);
    expect(ports).toHaveLength(4);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('keeps data in volumes that are declared', () => {
    for (const service of Object.values(services)) {
      for (const volume of service.volumes ?? []) {
        const [source = ''] = volume.split(':');
        if (!source.startsWith('.')) expect(Object.keys(file.volumes)).toContain(source);
      }
    }
    expect(services.redis.volumes).toHaveLength(1);
    expect(services.elasticsearch.volumes).toHaveLength(1);
  });

  it('starts by default nothing but Redis and Elasticsearch, both with a health check', () => {
    const always = Object.entries(services).filter(([, service]) => !service.profiles);
    expect(always.map(([name]) => name)).toEqual(['redis', 'elasticsearch']);
    for (const [, service] of always) expect(service.healthcheck?.test?.length).toBeGreaterThan(1);
  });

  it('runs the three roles of the product from one image, after the services are healthy', () => {
    for (const role of ['crawl', 'work', 'serve'] as const) {
      const service = services[role];
      expect(service.profiles).toEqual(['app']);
      expect(service.command).toEqual(['node', 'dist/src/cli/main.js', role]);
      expect(service.image).toBe('otklik:local');
      expect(service.environment?.OTKLIK_REDIS_URL).toBe('redis://redis:6379');
      expect(service.depends_on?.elasticsearch?.condition).toBe('service_healthy');
      expect(service.healthcheck?.disable ?? false).toBe(role !== 'serve');
    }
  });
});

describe('Docker', () => {
  const answer = (code: number, stdout = '', stderr = '') => ({ code, stdout, stderr });

  it('counts only when engine and compose plugin answer; else the reason is given', async () => {
    const probe = (info: object, compose = answer(0)) =>
      probeDocker({ run: async (_: string, args: string[]) => (args[0] === 'info' ? info : compose) });
    expect(await probe(answer(0))).toEqual({ isAnswering: true, reason: '' });
    expect((await probe(answer(127))).reason).toContain('not installed');
    expect((await probe(answer(124))).reason).toContain('no answer');
    expect((await probe(answer(1, '', 'Cannot connect to the Docker daemon\n'))).reason).toContain('Cannot connect');
    expect((await probe(answer(0), answer(1))).reason).toContain('docker compose');
  });

  it('tells the port of a service', () => {
    expect(parsePort('127.0.0.1:6390\n')).toBe(6390);
    expect(parsePort('')).toBeNull();
    expect(parsePort(':0')).toBeNull();
    expect(composeUrls({ redis: 1, kibana: 3 })).toEqual({
      redis: 'redis://127.0.0.1:1',
      kibana: 'http://127.0.0.1:3',
    });
  });

  it('starts what does not run yet, on free ports, and waits until it is healthy', async () => {
    const commands: string[] = [];
    let isUp = false;
    const run = async (_: string, args: string[], { env }: { env: Record<string, string> }) => {
      const [verb = '', ...rest] = args.slice(args.indexOf('kibana') + 1);
      if (verb === 'port') {
        if (rest[0] === 'redis') return answer(0, '127.0.0.1:6395');
        return isUp && rest[0] === 'elasticsearch' ? answer(0, '127.0.0.1:9291') : answer(1);
      }
      isUp = true;
      commands.push([verb, ...rest, env.OTKLIK_REDIS_PORT, env.OTKLIK_ELASTICSEARCH_PORT].join(' '));
      return answer(0);
    };
    const choose = async ({ preferred }: { preferred: number }) => preferred + 1;
    const needs = ['redis', 'elasticsearch'];
    const result = await upCompose({ needs, log: createSilentReporter(), run, env: {}, choose });
    expect(commands).toEqual(['up -d --wait redis elasticsearch 6395 9291']);
    expect(result).toEqual({
      urls: { redis: 'redis://127.0.0.1:6395', elasticsearch: 'http://127.0.0.1:9291' },
      started: ['elasticsearch'],
    });
    const again = await upCompose({ needs, log: createSilentReporter(), run, env: {}, choose });
    expect(again.started).toEqual([]);
    expect(commands).toHaveLength(1);
  });

  it('that fails is quoted with the place to look', async () => {
    const run = async (_: string, args: string[]) =>
      args.includes('up') ? answer(1, '', 'pulling\nno space left on device\n') : answer(1);
    await expect(
      upCompose({ needs: ['redis'], log: createSilentReporter(), run, env: {}, choose: async () => 1 }),
    ).rejects.toThrow(/bring up redis: no space left[\s\S]*logs redis/);
  });
});
