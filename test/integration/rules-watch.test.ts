import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { startCli } from '../support/cli.js';
import { type ConfigFolder, makeConfigFolder } from '../support/config-folder.js';

const packOf = (query: string): string => `rules:
  - id: roads.pits
    target: roads.potholes
    weight: 4
    query: '${query}'
    match: ['Яма на дороге']
    noMatch: ['Тихий двор']
`;
const texts = [
  { id: 'a', text: 'Глубокая яма у дома', group: 'roads' },
  { id: 'b', text: 'Выбоина у школы', group: 'roads' },
  { id: 'c', text: 'Копаем яму под яблоню', incident: false },
];

let config: ConfigFolder | null = null;
let stop: (() => Promise<number | null>) | null = null;

/** Starts watching; `next` waits for what is said after the last word that it gave. */
function startWatch(...words: string[]): { next(pattern: RegExp): Promise<string>; pack: string } {
  config = makeConfigFolder({ 'rules/pits.yaml': packOf('яма') });
  const file = join(config.dir, 'texts.jsonl');
  writeFileSync(file, texts.map((text) => `${JSON.stringify(text)}\n`).join(''));
  const child = startCli(['rules', 'watch', ...words.map((word) => (word === 'TEXTS' ? file : word))], {
    OTKLIK_CONFIG_DIR: config.dir,
  });
  let said = '';
  let from = 0;
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  const next = async (pattern: RegExp): Promise<string> => {
    const untilMs = performance.now() + 30_000;
    for (;;) {
      const part = said.slice(from);
      if (pattern.test(part)) {
        from = said.length;
        return part;
      }
      if (performance.now() > untilMs) throw new Error(`it did not say ${pattern}, but:\n${part}`);
      await sleep(30);
    }
  };
  return { next, pack: join(config.dir, 'rules', 'pits.yaml') };
}

afterEach(async () => {
  await stop?.();
  stop = null;
  config?.remove();
  config = null;
});

const summary = / ms\)\n/;

describe('rules watch', () => {
  it('tells what each edit breaks and mends, and ends with 0 when told to', async () => {
    const { next, pack } = startWatch();
    expect(await next(summary)).toMatch(/2 examples of 1 rule: all right/);

    writeFileSync(pack, packOf('выбоина'));
    const broken = await next(summary);
    expect(broken).toContain('~ roads.pits changed');
    expect(broken).toMatch(/✗ config\/rules\/pits\.yaml:6 roads\.pits does not fire on its match example:\n {4}Яма на/);
    expect(broken).toContain('1 wrong');

    writeFileSync(pack, packOf('(яма'));
    const unreadable = await next(summary);
    expect(unreadable).toContain('- roads.pits removed');
    expect(unreadable).toContain('expected «)»');

    // As editors do it that write a new file and put it in the place of the old one.
    writeFileSync(`${pack}.tmp`, packOf('яма | выбоина'));
    renameSync(`${pack}.tmp`, pack);
    const mended = await next(/all right/);
    expect(mended).toContain('+ roads.pits added');
    expect(mended).toContain('✓ mended config/rules/pits.yaml');

    writeFileSync(join(config?.dir ?? '', 'rules', 'more.yaml'), packOf('яма').replace('roads.pits', 'roads.holes'));
    expect(await next(summary)).toContain('+ roads.holes added');
    rmSync(join(config?.dir ?? '', 'rules', 'more.yaml'));
    expect(await next(summary)).toContain('- roads.holes removed');
    expect(await stop?.()).toBe(0);
  });

  it('measures each edit on labelled texts: what is won and what is lost', async () => {
    const { next, pack } = startWatch('--on', 'TEXTS', 'roads.*');
    expect(await next(summary)).toMatch(/group right 0\.500 of 2/);

    writeFileSync(pack, packOf('яма -яблоня | выбоина'));
    const said = await next(summary);
    expect(said).toContain('precision 0.500 of 2 → 1.000 of 2, recall 0.500 of 2 → 1.000 of 2; won 1 text, lost 1');
    expect(said).toContain('+ b (incident) Выбоина у школы');
    expect(said).toContain('- c (no incident) Копаем яму под яблоню');
    expect(said).toMatch(/group right 0\.500 of 2 → 1\.000 of 2/);
  });
});
