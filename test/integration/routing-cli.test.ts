import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.js';
import { type ConfigFolder, makeConfigFolder } from '../support/config-folder.js';

const towns = `territories:
  - { id: west, level: region, name: Приозёрная область }
  - { id: lake, level: municipality, name: городской округ Луковск, parent: west }
`;
const rules = `organisations:
  - { id: hall, name: Администрация Луковска, kind: municipality }
  - { id: roads, name: Дорожная служба, kind: municipality, parent: hall }
rules:
  - { id: roads, groups: [roads], territory: lake, executor: roads }
  - { id: night, groups: [roads], territory: lake, executor: hall, when: { hours: { from: "22:00", to: "06:00" } } }
templates:
  - { id: rest, kind: municipality, name: "Администрация: {region}" }
`;
let config: ConfigFolder;
let env: NodeJS.ProcessEnv;
beforeAll(() => {
  config = makeConfigFolder({ 'places/towns.yaml': towns, 'routing/town.yaml': rules });
  env = { OTKLIK_CONFIG_DIR: config.dir, OTKLIK_STATE_DIR: config.dir };
});
afterAll(() => config.remove());

describe('routing check', () => {
  it('says of the shipped table that each topic has exactly one executor everywhere', async () => {
    const { code, stdout } = await runCli(['routing', 'check']);
    expect(stdout).toMatch(/^20 groups × \d+ topics × 7 \d{3} territories: each exactly one executor \(/);
    expect(code).toBe(0);
  });

  it('fails with file, line and remedy', async () => {
    const { code, stdout } = await runCli(['routing', 'check'], { env });
    expect(stdout).toContain('✗ not-loaded config/routing/town.yaml:6 rules[1]: «night» is never reached');
    expect(code).toBe(1);
  });

  it('gives one JSON object', async () => {
    const { stdout } = await runCli(['routing', 'check', '--json'], { env });
    expect(JSON.parse(stdout)).toMatchObject({ territories: 2, findings: [{ code: 'not-loaded' }] });
  });
});

describe('routing explain', () => {
  it('explains a text without services', async () => {
    const { code, stdout } = await runCli([
      'routing',
      'explain',
      '--text',
      'Яма на дороге',
      '--home',
      'demo-svetloozersk',
      '--rules-only',
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      explanation: { route: { executorId: 'demo-roads', approverId: 'demo-administration' } },
    });
    expect(code).toBe(0);
  });

  it.each([
    [[], 'name one incident'],
    [['7K3QX2', '--text', 'яма'], 'name one incident'],
    [['7K3QX2', '--home', 'lake'], '--home goes with --text'],
    [['--text', 'яма', '--at', 'soon'], '--at soon'],
  ])('refuses %j', async (words, message) => {
    const { code, stderr } = await runCli(['routing', 'explain', ...words], { env });
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
