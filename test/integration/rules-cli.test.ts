import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.js';
import { type ConfigFolder, makeConfigFolder } from '../support/config-folder.js';

const pack = `lists:
  road: [дорога, трасса]
rules:
  - id: roads.pits
    target: roads.potholes
    weight: 4
    query: '(яма | выбоина) NEAR/3 @road'
    except: яблоня
    match: ['Яма на дороге', 'Выбоины по всей трассе']
    noMatch: ['Яма под яблоню, дорога']
  - id: incident.ask
    target: incident
    weight: 7
    query: 'почините | "примите меры"'
    match: ['Почините качели']
    noMatch: ['Меры приняты']
`;

let config: ConfigFolder;
let folder: string;
let env: NodeJS.ProcessEnv;
const path = (name: string): string => join(folder, name);
const lines = (text: string): unknown[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

beforeAll(() => {
  config = makeConfigFolder({ 'rules/pits.yaml': pack });
  folder = mkdtempSync(join(tmpdir(), 'otklik-rules-'));
  env = { OTKLIK_CONFIG_DIR: config.dir };
});
afterAll(() => {
  config.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe('rules test', () => {
  it('is green on good packs, needs no service, and says how much was tried', async () => {
    const { code, stdout } = await runCli(['rules', 'test'], { env });
    expect(stdout).toMatch(/^5 examples of 2 rules in 1 pack: all right \(\d+ ms\)\n$/);
    expect(code).toBe(0);
  });

  it('tries what is named', async () => {
    const { stdout } = await runCli(['rules', 'test', 'roads.*', '--json'], { env });
    expect(JSON.parse(stdout)).toMatchObject({ rules: 1, packs: 1, examples: 3, failures: [], problems: [] });
  });

  it('shows a failing example with its place and the reason, and ends with 1', async () => {
    const changed = pack.replace("'Выбоины по всей трассе'", "'Выбоин на этой длинной трассе не счесть'");
    const broken = makeConfigFolder({ 'rules/pits.yaml': changed });
    const { code, stdout } = await runCli(['rules', 'test'], { env: { OTKLIK_CONFIG_DIR: broken.dir } });
    broken.remove();
    expect(stdout).toContain('config/rules/pits.yaml:9 roads.pits does not fire on its match example:');
    expect(stdout).toContain('Выбоин на этой длинной трассе не счесть');
    expect(stdout).toMatch(/too far: 4 words on, at most 3: .*\(«Выбоин», «трассе»\)/);
    expect(stdout).toContain('1 wrong');
    expect(code).toBe(1);
  });

  it('ends with 2 for a name that names nothing', async () => {
    const { code, stderr } = await runCli(['rules', 'test', 'rods'], { env });
    expect(stderr).toContain('there is no pack or rule «rods»');
    expect(code).toBe(2);
  });
});

describe('rules explain', () => {
  it('shows words, score and rules of a text; brackets where there is no colour', async () => {
    const { code, stdout } = await runCli(['rules', 'explain', 'Почините: яма на дороге'], { env });
    expect(stdout).toContain('[Почините]: [яма] на [дороге]');
    expect(stdout).toMatch(/^0\.9\d\d incident · roads › roads\.potholes · ordinary/m);
    expect(stdout).toContain('✓ roads.pits');
    expect(code).toBe(0);
  });

  it('colours when asked to', async () => {
    const { stdout } = await runCli(['rules', 'explain', 'Почините', '--color'], { env });
    expect(stdout).toContain('\u001B[1m\u001B[32mПочините');
  });

  it('gives offsets of the text as it was given, and what almost fired with the reason', async () => {
    const text = '&laquo;Яма&raquo; под я&shy;блоню, дорога';
    const { stdout } = await runCli(['rules', 'explain', '-', '--json'], { env, input: `${text}\n` });
    const explained = JSON.parse(stdout);
    expect(explained).toMatchObject({
      text,
      fired: [],
      almost: [{ id: 'roads.pits', lacks: [{ reason: { kind: 'excepted' } }] }],
    });
    for (const { start, end, text: word } of explained.almost[0].words) expect(text.slice(start, end)).toBe(word);
  });

  it('shows one rule part by part', async () => {
    const { stdout } = await runCli(['rules', 'explain', 'Яма у забора', '--rule', 'roads.pits'], { env });
    expect(stdout).toContain('roads.pits does not fire');
    expect(stdout).toMatch(/✓ яма \| выбоина\s+«Яма»/);
    expect(stdout).toMatch(/✗ @road\s+not there/);
  });

  it('tries the filters of a rule on a source, a territory and a day', async () => {
    const filters = "sources: [vk]\n    territories: [district]\n    validTo: '2026-01-31'";
    const places = `territories:
  - { id: district, level: municipality, name: Заречный район, parent: null }
  - { id: town, level: settlement, name: Заречье, type: город, parent: district }
  - { id: far, level: municipality, name: Дальний район, parent: null }
`;
    const other = makeConfigFolder({
      'rules/pits.yaml': pack.replace("query: 'почините", `${filters}\n    query: 'почините`),
      'places/own.yaml': places,
    });
    const explained = (...words: string[]) =>
      runCli(['rules', 'explain', 'Почините', ...words], { env: { OTKLIK_CONFIG_DIR: other.dir } });
    const outside = await explained('--source', 'vk', '--territory', 'far');
    const { stdout } = await explained('--source', 'phpbb', '--date', '2026-02-01');
    const inside = await explained('--source', 'vk', '--territory', 'town', '--date', '2026-01-31');
    const nowhere = await explained('--territory', 'near');
    const open = await explained();
    other.remove();
    expect(stdout).toMatch(/✗ incident\.ask .*\n +not for posts of this source\n +not for posts of this date/);
    expect(outside.stdout).toMatch(/✗ incident\.ask .*\n +not for posts of this territory/);
    expect(inside.stdout).toContain('✓ incident.ask');
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no such territory') });
    expect(open.stdout).toContain('✓ incident.ask');
  });

  it('ends with 2 for a rule that is not there', async () => {
    const { code, stderr } = await runCli(['rules', 'explain', 'Яма', '--rule', 'roads.pit'], { env });
    expect(stderr).toContain('did you mean roads.pits');
    expect(code).toBe(2);
  });
});

describe('rules try', () => {
  it('answers line by line in order, with offsets of the given text, and counts on standard error', async () => {
    const texts = ['Дорога в&nbsp;я&#1084;ах', 'Тихо', 'Две строки\u2028в одной: яма на дороге'];
    writeFileSync(path('in.jsonl'), texts.map((text, id) => `${JSON.stringify({ id, text })}\n`).join('\n'));
    const args = ['rules', 'try', 'яма NEAR/3 @road', '--in', path('in.jsonl'), '--out', path('out.jsonl')];
    const { code, stdout, stderr } = await runCli(args, { env });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/^2 of 3 texts matched \(66\.7 %\) in \d+ ms\n$/);
    const answers = lines(readFileSync(path('out.jsonl'), 'utf8')) as {
      id: number;
      matched: boolean;
      words: { text: string; start: number; end: number }[];
    }[];
    expect(answers.map(({ id, matched }) => [id, matched])).toEqual([
      [0, true],
      [1, false],
      [2, true],
    ]);
    for (const { id, words } of answers)
      for (const { text, start, end } of words) expect(texts[id]?.slice(start, end)).toBe(text);
    expect(answers[0]?.words.map(({ text }) => text)).toEqual(['Дорога', 'я&#1084;ах']);
  });

  it('names bad lines, does the others and ends with 2', async () => {
    const input = '{"id":"a","text":"Яма"}\nне json\n{"id":"b"}\n{"id":"c","text":"Двор"}\n';
    const { code, stdout, stderr } = await runCli(['rules', 'try', 'яма', '--in', '-', '--out', '-'], { env, input });
    expect(lines(stdout)).toEqual([
      { id: 'a', matched: true, words: [{ text: 'Яма', start: 0, end: 3 }] },
      { id: 'c', matched: false, words: [] },
    ]);
    expect(stderr).toContain('standard input:2 is not JSON');
    expect(stderr).toContain('standard input:3 text:');
    expect(code).toBe(2);
  });

  it('points into a wrong query and ends with 2', async () => {
    const { code, stderr } = await runCli(['rules', 'try', 'яма NEAR/3 (дорога | ', '--text', 'Яма'], { env });
    expect(stderr).toContain('line 1, column 22: expected a word');
    expect(stderr).toContain(`\n  яма NEAR/3 (дорога | \n${' '.repeat(23)}^`);
    expect(code).toBe(2);
  });

  it('takes queries and texts that begin with a dash', async () => {
    const { stdout } = await runCli(['rules', 'try', '-двор яма', '--text', '- яма'], { env });
    expect(stdout).toBe('- [яма]\n✓ matches on «яма»\n');
  });

  it.each([
    [['rules', 'try', 'яма'], 'name either one text'],
    [['rules', 'try', 'яма', '--in', 'x'], 'needs both --in FILE and --out FILE'],
    [['rules', 'try', 'яма', '--in', 'x', '--out', 'x'], 'write to another file'],
    [['rules', 'try', 'яма', '--in', '/no/such', '--out', '-'], 'cannot read /no/such'],
    [['rules', 'try', 'яма', '--text', 'Яма', '--jsn'], 'there is no option --jsn'],
    [['rules', 'try'], 'see «otklik rules try --help»'],
    [['rules', 'tri'], 'Unknown command tri'],
  ])('ends with 2 and a sentence for %j', async (args, sentence) => {
    const { code, stdout, stderr } = await runCli(args, { env });
    expect(stderr).toContain(sentence);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('has help without colour when piped', async () => {
    const { code, stdout } = await runCli(['rules', 'try', '--help']);
    expect(stdout).toContain('USAGE otklik rules try');
    expect(stdout).not.toContain('\u001B');
    expect(code).toBe(0);
  });
});

describe('rules eval', () => {
  const labelled = [
    { id: 1, text: 'Почините: яма на дороге', group: 'roads', topic: 'roads.potholes' },
    { id: 2, text: 'Почините яму у трассы', group: 'roads', topic: 'ямы' },
    { id: 3, text: 'Почините качели', group: 'improvement', alt: ['roads'] },
    { id: 4, text: 'Яма на дороге в сказке', incident: false },
  ];

  it('measures on labelled lines, tells of topics it does not know, and names bad lines', async () => {
    const input = `${labelled.map((line) => `${JSON.stringify(line)}\n`).join('')}{"id":5,"text":"Яма","group":"дороги"}\n`;
    const { code, stdout, stderr } = await runCli(['rules', 'eval', '--on', '-'], { env, input });
    expect(stdout).toContain('4 texts; labelled: incident or not 4, group 3, topic 1');
    expect(stdout).toMatch(/recall +1\.000 \(0\.439-1\.000\) of 3 incidents/);
    expect(stdout).toMatch(/roads\.pits +3 +0\.667 \(0\.208-0\.939\) +3 +1\.000 \(0\.342-1\.000\) +2 +0\.800/);
    expect(stdout).toMatch(/improvement +none +1 +3/);
    expect(stderr).toContain('1 line has a topic that config/taxonomy.yaml does not have («ямы»)');
    expect(stderr).toContain('standard input:5 group:');
    expect(code).toBe(2);
  });

  it('gives the whole report as JSON, and one table alone', async () => {
    const input = labelled.map((line) => `${JSON.stringify(line)}\n`).join('');
    const json = await runCli(['rules', 'eval', '--on', '-', '--json'], { env, input });
    expect(JSON.parse(json.stdout)).toMatchObject({ texts: 4, silent: [], detection: { fired: 3 } });
    const { stdout } = await runCli(['rules', 'eval', '--on', '-', '--by', 'rule'], { env, input });
    expect(stdout).toContain('Rules (2)');
    expect(stdout).not.toContain('Groups');
  });

  it.each([
    [['rules', 'eval'], 'name where the labels come from'],
    [['rules', 'eval', '--on', '-', '--by', 'word'], 'use one of group, topic, rule'],
    [['rules', 'eval', '--on', '-', '--min-support', 'x'], 'is no number'],
    [['rules', 'eval', '--on', '-'], 'there is no text to measure on'],
  ])('ends with 2 and a sentence for %j', async (args, sentence) => {
    const { code, stderr } = await runCli(args, { env });
    expect(stderr).toContain(sentence);
    expect(code).toBe(2);
  });
});
