import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.js';
import { type ConfigFolder, makeConfigFolder } from '../support/config-folder.js';

const rule = (id: string, target: string, query: string, more = ''): string =>
  `  - id: ${id}\n    target: ${target}\n    weight: 8\n    query: '${query}'\n${more}    match: ['${query}']\n    noMatch: ['Другое: ${query} нет']\n`;
const clean = rule('pits', 'roads.potholes', 'выбоина', "    except: 'нет'\n");
const pack = `rules:\n${clean}`;

let config: ConfigFolder;
let folder: string;
let env: NodeJS.ProcessEnv;
const path = (name: string): string => join(folder, name);

/** A folder of packs with this one. */
function packs(name: string, text: string): string {
  mkdirSync(path(name), { recursive: true });
  writeFileSync(join(path(name), 'pits.yaml'), text);
  return path(name);
}

beforeAll(() => {
  config = makeConfigFolder({ 'rules/pits.yaml': pack });
  folder = mkdtempSync(join(tmpdir(), 'otklik-tuning-'));
  env = { OTKLIK_CONFIG_DIR: config.dir };
  const talk = ['Испекла пирог', 'Кот спит', 'Читаю книгу', 'Едем на море'];
  const lines = Array.from({ length: 120 }, (_, index) => {
    if (index % 6 === 0) return { id: `t${index}`, text: 'Провал асфальта у школы', incident: true, group: 'roads' };
    if (index % 15 === 1) return { id: `t${index}`, text: 'Выбоина у школы', incident: true, group: 'roads' };
    return { id: `t${index}`, text: `${talk[index % 4]} номер ${index}`, incident: false };
  });
  writeFileSync(path('texts.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('rules lint', () => {
  const linted = (text: string, args: string[] = []) => {
    const broken = makeConfigFolder({ 'rules/pits.yaml': text });
    return runCli(['rules', 'lint', ...args], { env: { OTKLIK_CONFIG_DIR: broken.dir } });
  };

  it('ends with 0 when all is well, and with warnings unless they are to count', async () => {
    expect(await runCli(['rules', 'lint'], { env })).toMatchObject({
      code: 0,
      stdout: '1 rule: 0 errors, 0 warnings\n',
    });
    const warned = `rules:\n${clean}${rule('roads-any', 'roads', 'дорога', "    except: 'нет'\n")}`;
    expect((await linted(warned)).code).toBe(0);
    expect((await linted(warned, ['--strict'])).code).toBe(1);
  });

  it('ends with 1 on errors and names file, line, rule and remedy', async () => {
    const { code, stdout } = await linted(`rules:\n${clean}${rule('never', 'roads', 'люк -люк')}`);
    expect(code).toBe(1);
    expect(stdout).toContain('✗ error dead config/rules/pits.yaml:9 never: the query «люк -люк» contradicts itself');
    expect(stdout).toContain('→ take out the word');
  });

  it('speaks of what was named, as JSON lines where wanted', async () => {
    const text = `rules:\n${clean}${rule('never', 'roads', 'люк -люк')}`;
    expect((await linted(text, ['pits', '--json'])).stdout).not.toBe('');
    const { stdout } = await linted(text, ['never', '--json']);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).code),
    ).toContain('dead');
    expect((await linted(text, ['nothing'])).code).toBe(2);
  });

  it('knows which sources, kinds and territories filters may name', async () => {
    const filters = '    sources: [phpbb, no-such]\n    territories: [nowhere]\n';
    const { code, stdout } = await linted(`rules:\n${clean}${filters}`, ['--json']);
    expect(code).toBe(1);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { code: 'unknown-context', severity: 'warning', message: expect.stringContaining('«no-such»') },
      { code: 'unknown-context', severity: 'error', message: expect.stringContaining('«nowhere»') },
    ]);
  });

  it('looks at texts', async () => {
    const { stdout } = await runCli(['rules', 'lint', '--on', path('texts.jsonl')], { env });
    expect(stdout).toContain('1 rule on 120 texts');
  });
});

describe('rules suggest', () => {
  it('gives terms that win what the rules miss, and a line to paste', async () => {
    const { code, stdout } = await runCli(
      ['rules', 'suggest', '--topic', 'roads', '--on', path('texts.jsonl'), '--json'],
      { env },
    );
    expect(code).toBe(0);
    const found = JSON.parse(stdout);
    expect(found).toMatchObject({ by: 'labels', topic: 28, caught: 8 });
    expect(found.terms[0]).toMatchObject({ won: 20, alarms: 0 });
    expect(found.terms[0].query).toMatch(/асфальта|провал|школы/);
    expect(found.line).toMatchObject({ won: 20, alarms: 0 });
    const shown = await runCli(['rules', 'suggest', '--topic', 'roads', '--on', path('texts.jsonl')], { env });
    expect(shown.stdout).toContain("query: '");
  });

  it('refuses topics that are not there and texts that are not named', async () => {
    const unknown = await runCli(['rules', 'suggest', '--topic', 'roads.none', '--on', path('texts.jsonl')], { env });
    expect(unknown).toMatchObject({ code: 2 });
    expect(unknown.stderr).toContain('roads.potholes');
    expect((await runCli(['rules', 'suggest', '--topic', 'roads'], { env })).stderr).toContain('--on FILE.jsonl');
  });
});

describe('rules diff', () => {
  const wider = `rules:\n${rule('pits', 'roads.potholes', 'выбоина | провал')}${rule('ask', 'incident', 'провал асфальт')}`;
  const compare = (...args: string[]) => runCli(['rules', 'diff', ...args, '--on', path('texts.jsonl')], { env });

  it('shows gained posts with the words and what becomes of precision and recall', async () => {
    const { code, stdout } = await compare('work', packs('wider', wider), '--show', '1');
    expect(code).toBe(0);
    expect(stdout).toContain('rules 1 added, 1 changed');
    expect(stdout).toContain('incident gained');
    expect(stdout).toContain('[Провал] [асфальта] у школы');
    expect(stdout).toMatch(/before\s+\S+ \(.*\)\n?/);
    expect(stdout).toMatch(/after\s+1\.000/);
  });

  it('gives the same in threads', async () => {
    const folderOfPacks = packs('wider', wider);
    const [one, two] = await Promise.all([
      compare('work', folderOfPacks, '--json'),
      compare('work', folderOfPacks, '--json', '--threads', '2'),
    ]);
    const [alone, threaded] = [JSON.parse(one.stdout), JSON.parse(two.stdout)];
    expect(threaded.threads).toBe(2);
    expect({ ...threaded.tally, posts: [] }).toEqual({ ...alone.tally, posts: [] });
    expect(threaded.tally.posts).toEqual(alone.tally.posts);
  });

  it('ends with 1 on a difference where wanted', async () => {
    expect((await compare('work', packs('same', pack), '--exit-code')).code).toBe(0);
    expect((await compare('work', packs('wider', wider), '--exit-code')).code).toBe(1);
    expect((await compare('work', path('nowhere'))).code).toBe(2);
  });
});
