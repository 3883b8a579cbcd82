import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listedTopics, relationOf } from '../../../../pipelines/incidents/topic-kin.js';
import { loadConfig } from '../../../../src/config/load.js';
import { projectRoot } from '../../../../src/version.js';

const about = (topic: string | null, ...groups: string[]) => ({
  topic,
  groups: groups.length > 0 ? groups : [topic?.split('.')[0] ?? ''],
});

describe('topics', () => {
  it('that joining knows stand in the taxonomy', () => {
    const { config } = loadConfig(join(projectRoot, 'config'));
    const known = new Set(config.taxonomy.groups.flatMap(({ topics }) => topics.map(({ id }) => id)));
    expect(listedTopics.filter((topic) => !known.has(topic))).toEqual([]);
  });

  it('are kin when neighbours tell of one thing in words of both, also across groups', () => {
    expect(relationOf(about('housing.hot-water'), about('housing.heating'))).toBe('kin');
    expect(relationOf(about('roads.pavement-snow'), about('improvement.street-cleaning'))).toBe('kin');
  });

  it('are others when they only share the group', () => {
    expect(relationOf(about('housing.roof'), about('housing.lift'))).toBe('other');
  });

  it('leave open what it is when one is not known and the groups may be one', () => {
    expect(relationOf(about(null, 'housing', 'safety'), about('safety.noise'))).toBe('open');
    expect(relationOf(about('housing.managing-company'), about('housing.roof'))).toBe('open');
    expect(relationOf(about(null, 'housing'), about('safety.noise'))).toBe('other');
  });

  it('that say little are not the same because they are equal', () => {
    expect(relationOf(about('health.quality'), about('health.quality'))).toBe('open');
    expect(relationOf(about('housing.lift'), about('housing.lift'))).toBe('same');
  });
});
