/** The project's own files and what they import, for tests of the architecture. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

const notOurs = new Set(['node_modules', 'dist', '.git', '.otklik', 'coverage']);

function walk(folder: string): string[] {
  return readdirSync(folder || '.', { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.has(entry.name)) return [];
    const path = posix.join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : entry.isFile() ? [path] : [];
  });
}

/** Files that are or would be tracked; all files of the folder where git is not at hand (an unpacked archive). */
function listFiles(): string[] {
  try {
    const names = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return names.split('\0').filter((name) => name !== '' && existsSync(name) && statSync(name).isFile());
  } catch {
    return walk('');
  }
}

export const projectFiles: readonly string[] = listFiles().sort();

const texts = new Map<string, string>();
export function textOf(file: string): string {
  const known = texts.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(file, 'utf8');
  texts.set(file, text);
  return text;
}

/** TypeScript of the product: src, crawlers, pipelines, models. */
export const productFiles = projectFiles.filter((file) => /^(src|crawlers|pipelines|models)\/.*\.tsx?$/.test(file));

export interface Import {
  file: string;
  line: number;
  /** As written. */
  specifier: string;
  /** Path of the imported file from the project's root; null for a package or a module of Node. */
  target: string | null;
  isTypeOnly: boolean;
  /** Loaded when the line is reached: «import('…')». */
  isDynamic: boolean;
}

const importPattern =
  /(?:^|\n)[ \t]*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|import\(\s*'([^']+)'\s*\)/g;

/** Imports and re-exports of a file, static and dynamic. */
export function importsOf(file: string): Import[] {
  const text = textOf(file);
  return [...text.matchAll(importPattern)].map((match) => {
    const specifier = match[2] ?? match[3] ?? '';
    const target = specifier.startsWith('.')
      ? posix.normalize(join(dirname(file), specifier)).replace(/\.js$/, '.ts')
      : null;
    const line = text.slice(0, (match.index ?? 0) + match[0].length).split('\n').length;
    return { file, line, specifier, target, isTypeOnly: match[1] !== undefined, isDynamic: match[3] !== undefined };
  });
}

/** Text without comments, for looking for calls. Strings stay. */
export function codeOf(file: string): string {
  return textOf(file)
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|[^:'"`])\/\/[^\n]*/g, '$1');
}

/** «@scope/name» or «name» of a package specifier; «node:fs» for modules of Node. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}
