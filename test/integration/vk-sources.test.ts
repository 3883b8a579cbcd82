/** Walls of VK as an administrator takes them in: what the API says of a community before it is watched. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeVk, startFakeVk } from '../support/fake-vk.js';
import { makeWorkspace, type Workspace } from '../support/processes.js';

const key = 'service-key-of-the-test';
const communities: Record<string, object> = {
  zaozersk: { id: 1, name: 'Подслушано Заозёрск', is_closed: 0, wall: 1, members_count: 12_345 },
  zakryto: { id: 2, name: 'Свои', is_closed: 1, members_count: 40 },
  zabaneno: { id: 3, name: 'Бывшие', deactivated: 'banned' },
  bezsteny: { id: 4, name: 'Без стены', is_closed: 0, wall: 0 },
};
const passport = [
  '--ground',
  'own key',
  '--terms',
  'of the API',
  '--contact',
  'test@example.org',
  '--expires',
  '2099-01-01',
];

describe('a wall of VK', () => {
  let vk: FakeVk;
  let work: Workspace;
  beforeAll(async () => {
    vk = await startFakeVk(key, ({ method, parameters }) => {
      if (method === 'groups.getById') {
        const group = communities[parameters.group_id ?? ''];
        return group === undefined ? { error: 100 } : { response: { groups: [group] } };
      }
      if (parameters.domain !== 'zaozersk') return { error: 15 };
      const date = Math.floor(Date.now() / 1_000) - 600;
      return { response: { count: 1, items: [{ id: 7, owner_id: -1, from_id: -1, date, text: 'Яма на Лесной' }] } };
    });
    work = makeWorkspace({ sources: [], env: { OTKLIK_VK_TOKEN: key } });
  });
  afterAll(async () => {
    await work.remove();
    await vk.close();
  });
  const add = (name: string, ...more: string[]) =>
    work.run([
      ...['sources', 'add', name, '--kind', 'vk', '--url', `${vk.origin}/${name}`, '--private'],
      ...['--territory', 'demo-svetloozersk', ...passport, ...more],
    ]);

  it('is taken in under the name that its community has', async () => {
    const added = await add('zaozersk');
    expect([added.code, added.stderr]).toEqual([0, '']);
    expect(added.stdout).toContain('Подслушано Заозёрск; 12345 members');
    expect(added.stdout).toContain('kind vk: 1 posts');
    const listed = JSON.parse((await work.run(['sources', 'list', '--json'])).stdout);
    expect(JSON.stringify(listed)).toContain('Подслушано Заозёрск');
    const checked = await work.run(['sources', 'check', 'zaozersk']);
    expect(checked.stdout).toContain('site        Подслушано Заозёрск; 12345 members');
    expect(checked.stdout + checked.stderr).not.toContain(key);
  });

  it.each([
    ['zakryto', 'the community is closed: the API gives its wall to members alone. Ask its administrators'],
    ['zabaneno', 'the community was banned by VK: nothing of it can be read. Leave it out'],
    ['bezsteny', 'its wall is switched off: there is nothing to read. Ask its administrators'],
  ])('of a community that lets nobody read it is refused with the reason and not asked for: %s', async (name, why) => {
    const before = vk.requests.length;
    const added = await add(name);
    expect((await work.run(['sources', 'list'])).stdout).not.toContain(name);
    await add(name, '--name', 'Названо');
    const checked = await work.run(['sources', 'check', name]);
    for (const { code, stderr } of [added, checked]) {
      expect(code).not.toBe(0);
      expect(stderr).toContain(why);
    }
    expect(
      vk.requests
        .slice(before)
        .flat()
        .map(({ method }) => method),
    ).toEqual(['groups.getById', 'groups.getById']);
  });

  it('needs a name where its site does not tell one, and is not asked for where all is given', async () => {
    const before = vk.requests.length;
    expect((await add('nobody', '--name', 'Никто')).stdout).toContain('nobody is in the registry');
    expect(vk.requests.length).toBe(before);
  });
});
