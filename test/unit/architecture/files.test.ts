import { existsSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFiles, textOf } from '../../support/source-files.js';

const codeFiles = projectFiles.filter((file) => /\.(tsx?|mjs|java|css)$/.test(file));
const binary = new Set(['.png', '.jpg', '.jpeg', '.gif', '.webp', '.ico', '.woff2', '.gz', '.zip', '.onnx', '.bin']);
const textFiles = projectFiles.filter((file) => !binary.has(extname(file)) && file !== 'package-lock.json');
const maxLines = 400;

function linesWith(pattern: RegExp, files: readonly string[] = textFiles): string[] {
  return files.flatMap((file) =>
    textOf(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1} ${line.trim().slice(0, 120)}`] : [])),
  );
}

describe('every file of code', () => {
  it(`has at most ${maxLines} lines`, () => {
    const long = codeFiles.map((file) => ({ file, lines: textOf(file).trimEnd().split('\n').length }));
    expect(long.filter(({ lines }) => lines > maxLines)).toEqual([]);
  });

  it('has a name in kebab case', () => {
    const names = codeFiles.filter((file) => !file.endsWith('.java'));
    const broken = names.filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/.test(basename(file)));
    expect(broken).toEqual([]);
  });

  it('stands in folders with names in kebab case', () => {
    const folders = new Set(
      codeFiles.filter((file) => !file.endsWith('.java')).flatMap((f) => f.split('/').slice(0, -1)),
    );
    expect([...folders].filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([]);
  });

  it('exports by name, except where a tool wants a default', () => {
    const wanted = /(^|\/)(vitest|vite)\.config\.ts$/;
    const broken = codeFiles.filter((file) => !wanted.test(file) && /^export default\b/m.test(textOf(file)));
    expect(broken).toEqual([]);
  });

  it('re-exports nothing wholesale', () => expect(linesWith(/^export \* from/, codeFiles)).toEqual([]));

  it('catches no error without a word about why', () => {
    const broken = codeFiles.filter((file) => /\bcatch\s*(\([^)]*\)\s*)?\{\s*\}/.test(textOf(file)));
    expect(broken).toEqual([]);
  });
});

/** Written in pieces, so that this file does not find itself. */
const registryHosts = [
  'registry.npmjs' + '.org',
  'registry.yarnpkg' + '.com',
  'npm.jsr' + '.io',
  'pypi' + '.org',
  'files.pythonhosted' + '.org',
  'repo.maven.apache' + '.org',
  'repo1.maven' + '.org',
  'central.sonatype' + '.com',
  'deb.debian' + '.org',
  'security.debian' + '.org',
  'archive.ubuntu' + '.com',
];
const machinePaths = new RegExp(['/wo' + 'rk/', '/ro' + 'ot/', '/home/[a-z]+/', '/Us' + 'ers/'].join('|'));

describe('every file', () => {
  it('names no host of a package registry: each installation has its own', () => {
    const pattern = new RegExp(registryHosts.map((host) => host.replaceAll('.', '\\.')).join('|'));
    expect(linesWith(pattern)).toEqual([]);
    if (existsSync('package-lock.json')) expect(linesWith(pattern, ['package-lock.json'])).toEqual([]);
  });

  it('names no folder of a particular machine', () => {
    // A root user's home is the very subject of the choice of folders.
    const files = textFiles.filter((file) => file !== 'test/unit/scripts/folders.test.ts');
    expect(linesWith(machinePaths, files)).toEqual([]);
  });

  it('leaves nothing marked as undone', () => {
    expect(linesWith(new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK'].join('|')})\\b`))).toEqual(
      [],
    );
  });

  it('holds no key or token', () => {
    const secrets =
      /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[baprs]-/;
    expect(
      linesWith(
        secrets,
        textFiles.filter((file) => !file.startsWith('test/unit/architecture/')),
      ),
    ).toEqual([]);
  });
});

describe('the README', () => {
  const readme = existsSync('README.md') ? textOf('README.md') : null;
  it.runIf(readme !== null)('names only commands that package.json has', () => {
    const scripts = Object.keys((JSON.parse(textOf('package.json')) as { scripts: object }).scripts);
    const named = [...(readme ?? '').matchAll(/\bnpm (?:run (?:-s )?([a-z:-]+)|(start|test))\b/g)];
    const commands = named.map((match) => match[1] ?? match[2] ?? '');
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.filter((command) => !scripts.includes(command))).toEqual([]);
  });
});
