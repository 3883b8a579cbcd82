import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { DEFAULT_BASE_PORT, listSources, originsAt } from '../../../../scripts/demo-town/sources.js';
import { sourceSchema } from '../../../../src/core/source.js';

const yaml = readFileSync(new URL('../../../../config/sources/demo-town.yaml', import.meta.url), 'utf8');

it('the shipped source list holds the entries that the town gives itself on its default port', () => {
  expect(parse(yaml)).toEqual({ sources: listSources(originsAt(DEFAULT_BASE_PORT)) });
});

it('every entry is a valid source', () => {
  for (const source of listSources(originsAt(9000))) expect(sourceSchema.safeParse(source).error).toBeUndefined();
});

it('every entry stays on this machine and carries a passport', () => {
  for (const source of listSources(originsAt(9000))) {
    expect(source.allowPrivateNetwork).toBe(true);
    expect(source.passport.expires).toBe('2099-12-31');
    for (const url of source.urls) expect(new URL(url).hostname).toBe('127.0.0.1');
  }
});
