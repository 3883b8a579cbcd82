import { afterEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load.js';
import { formatProblem } from '../../../src/core/config-file.js';
import { AppError } from '../../../src/core/errors.js';
import { type ConfigFolder, makeConfigFolder, sourceYaml } from '../../support/config-folder.js';

let folder: ConfigFolder | undefined;
afterEach(() => folder?.remove());

function load(files: Record<string, string | null>): ReturnType<typeof loadConfig> {
  folder = makeConfigFolder(files);
  return loadConfig(folder.dir);
}
function failure(files: Record<string, string | null>): AppError {
  try {
    load(files);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('this configuration should have been refused with an AppError');
}
const shown = (result: ReturnType<typeof loadConfig>): string[] => result.problems.map(formatProblem);

describe('a bad entry of a list', () => {
  it('is named with file, line and field and leaves the others', () => {
    const bad = sourceYaml('second').replace('"https://', '"ftp://');
    const result = load({ 'sources/a.yaml': `sources:\n${sourceYaml('first')}${bad}${sourceYaml('third')}` });
    expect(result.config.sources.map((source) => source.id)).toEqual(['first', 'third']);
    expect(shown(result)).toEqual([expect.stringMatching(/^config\/sources\/a\.yaml:11 sources\[1\]\.urls\[0\]: /)]);
  });

  it('is named at its parent’s line when the field is missing', () => {
    const result = load({ 'sources/a.yaml': `sources:\n${sourceYaml('first').replace(/ {4}territory:.*\n/, '')}` });
    expect(result.config.sources).toEqual([]);
    expect(shown(result)).toEqual([expect.stringMatching(/^config\/sources\/a\.yaml:2 sources\[0\]\.territory: /)]);
  });

  it('with an unknown field is not taken, so that a typing error does not pass silently', () => {
    const result = load({ 'sources/a.yaml': `sources:\n${sourceYaml('first', '    everyMinuts: 5\n')}` });
    expect(result.config.sources).toEqual([]);
    expect(shown(result).join()).toContain('everyMinuts');
  });

  it('without a passport is not watched', () => {
    const result = load({ 'sources/a.yaml': `sources:\n${sourceYaml('first').replace(/ {4}passport:.*\n/, '')}` });
    expect(result.config.sources).toEqual([]);
    expect(shown(result).join()).toContain('sources[0].passport');
  });

  it('that stands twice counts once, also over two files, and says so', () => {
    const result = load({
      'sources/a.yaml': `sources:\n${sourceYaml('first')}`,
      'sources/b.yaml': `sources:\n${sourceYaml('second')}${sourceYaml('first').replace('Форум', 'Другой форум')}`,
    });
    expect(result.config.sources.map((source) => source.name)).toEqual(['Форум first', 'Форум second']);
    expect(shown(result)).toEqual([
      expect.stringMatching(/^config\/sources\/b\.yaml:8 sources\[1\]\.id: source «first» stands twice/),
    ]);
  });
});

describe('a file that cannot be used', () => {
  it('with malformed YAML is named with its line, and the other files count', () => {
    const result = load({
      'sources/a.yaml': 'sources:\n  - id: "never closed\n',
      'sources/b.yaml': `sources:\n${sourceYaml('second')}`,
    });
    expect(result.config.sources.map((source) => source.id)).toEqual(['second']);
    expect(shown(result)[0]).toMatch(/^config\/sources\/a\.yaml:\d not valid YAML: /);
  });

  it('with a key given twice is not guessed at', () => {
    const result = load({ 'sources/a.yaml': 'sources: []\nsources: []\n' });
    expect(shown(result)[0]).toMatch(/^config\/sources\/a\.yaml:2 not valid YAML: /);
  });

  it('that unfolds without end is refused', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (const [one, other] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg'].map((pair) => [...pair])) {
      bomb.push(`${other}: &${other} [${Array(10).fill(`*${one}`).join(', ')}]`);
    }
    const result = load({ 'sources/a.yaml': bomb.join('\n') });
    expect(shown(result)[0]).toContain('config/sources/a.yaml cannot be read');
  });

  it('that is empty or holds something else names what is expected', () => {
    const result = load({ 'sources/a.yaml': '', 'sources/b.yaml': '- 1\n' });
    expect(result.problems.map((problem) => problem.file)).toEqual(['config/sources/a.yaml', 'config/sources/b.yaml']);
  });

  it('does not disturb what lies beside it without being configuration', () => {
    const result = load({ 'sources/README.md': '# not YAML: [', 'sources/a.yaml.bak': '{' });
    expect(result.problems).toEqual([]);
  });
});

describe('what the product cannot run without', () => {
  it('is reported all together, with file, line and field', () => {
    const sla = 'workingDay: { from: "9", to: "18:00" }\nbreaks: []\nweekdays: [8]\n';
    const error = failure({ 'sla.yaml': sla, 'taxonomy.yaml': 'groups: [', rules: null });
    expect(error.code).toBe('E_CONFIG_INVALID');
    const lines = error.message.split('\n').slice(1);
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}config\/taxonomy\.yaml:\d not valid YAML/));
    expect(lines).toContainEqual('  config/sla.yaml:1 workingDay.from: use HH:MM');
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}config\/sla\.yaml:3 weekdays\[0\]: /));
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}config\/sla\.yaml:1 policies: /));
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}config\/rules the folder is missing/));
    expect(error.message).toContain(`${lines.length} problem(s)`);
  });

  it.each(['sources', 'calendar', 'rules', 'places', 'routing', 'sla.yaml', 'taxonomy.yaml'])(
    'includes config/%s, and the message says how to get it back',
    (name) => {
      const error = failure({ [name]: null });
      expect(error.message).toContain(`config/${name}`);
      expect(error.message).toContain('restore it from the repository or set OTKLIK_CONFIG_DIR');
    },
  );

  it('includes each of the twenty groups', () =>
    expect(failure({ 'taxonomy.yaml': 'groups: []\n' }).message).toContain('each of the twenty groups exactly once'));
});

describe('the shipped configuration', () => {
  it('loads without a problem', () => {
    const { config, problems } = loadConfig('config');
    expect(problems.map(formatProblem)).toEqual([]);
    expect(config.sources.length).toBeGreaterThan(0);
    expect([...config.calendar.years]).toContain(2026);
    expect(Object.isFrozen(config)).toBe(true);
  });
});
