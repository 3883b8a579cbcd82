/** A configuration folder of its own for one test: a copy of the small shipped files in which single files are replaced or left out. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface ConfigFolder {
  /** Path of the folder, whose last part is «config». */
  dir: string;
  remove(): void;
}

/** @param files text by path inside config/; null leaves the file or folder out */
export function makeConfigFolder(files: Record<string, string | null> = {}): ConfigFolder {
  const root = mkdtempSync(join(tmpdir(), 'otklik-config-'));
  const dir = join(root, 'config');
  for (const folder of ['sources', 'rules', 'places', 'routing']) mkdirSync(join(dir, folder), { recursive: true });
  for (const name of ['taxonomy.yaml', 'sla.yaml', 'calendar'])
    cpSync(join('config', name), join(dir, name), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    if (text === null) rmSync(join(dir, path), { recursive: true });
    else {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    }
  }
  return { dir, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** One valid entry of config/sources, as YAML that begins a list item. */
export function sourceYaml(id: string, overrides = ''): string {
  return `  - id: ${id}
    kind: phpbb
    name: Форум ${id}
    urls: ["https://forum.example/${id}"]
    territory: zarechye
    passport: { ground: открытый форум, terms: чтение разрешено, contact: https://otklik.example/, expires: 2030-12-31 }
${overrides}`;
}
