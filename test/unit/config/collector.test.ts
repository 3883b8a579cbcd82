import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { collectorConfigSchema } from '../../../src/config/collector.js';

describe('config/collector.yaml', () => {
  it('as shipped says what holds without it', () => {
    const shipped = parse(readFileSync('config/collector.yaml', 'utf8')) as unknown;
    expect(collectorConfigSchema.parse(shipped)).toEqual(collectorConfigSchema.parse({}));
  });

  it.each([
    [{ requestsPerMinute: 0 }, 'requestsPerMinute'],
    [{ hosts: { delaySeconds: 0.5 } }, 'hosts.delaySeconds'],
    [{ hosts: { named: [{ host: 'https://forum.example/' }] } }, 'hosts.named.0.host'],
    [{ hosts: { named: [{ host: 'forum.example', delaySeconds: 0 }] } }, 'hosts.named.0.delaySeconds'],
    [{ requestPerMinute: 5 }, ''],
  ])('refuses %j and names the place', (given, place) => {
    const result = collectorConfigSchema.safeParse(given);
    expect(result.error?.issues.map(({ path }) => path.join('.'))).toEqual([place]);
  });
});
