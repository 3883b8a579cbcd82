import { describe, expect, it } from 'vitest';
import { commands } from '../../../src/cli/commands.js';
import { importsOf, packageOf, projectFiles } from '../../support/source-files.js';

describe('the list of commands', () => {
  it.each(Object.entries(commands))(
    'says of «%s» what the command says of itself',
    async (name, lazy) => {
      const command = await lazy();
      expect(command.meta).toMatchObject({ name, description: lazy.description });
    },
    30_000,
  );
});

/** All files that are loaded together with this one: static imports, and theirs; what is imported on demand is left out. */
function loadedWith(file: string): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (one: string): void => {
    if (files.has(one)) return;
    files.add(one);
    for (const { specifier, target, isTypeOnly, isDynamic } of importsOf(one)) {
      if (isTypeOnly || isDynamic) continue;
      if (target === null) packages.add(packageOf(specifier));
      else visit(target);
    }
  };
  visit(file);
  return { files, packages };
}

describe('the tools of the rule author', () => {
  const tools = projectFiles.filter((file) => /^src\/cli\/commands\/rules\/(explain|test|try|watch)\.ts$/.test(file));
  const allowed = new Set(['citty', 'zod', 'yaml', '@orama/stemmers']);

  it.each(['src/cli/main.ts', ...tools])('load no service, crawler, place or route: %s', (file) => {
    const { files, packages } = loadedWith(file);
    expect([...packages].filter((name) => !name.startsWith('node:') && !allowed.has(name))).toEqual([]);
    const heavy =
      /^(crawlers|models|scripts)\/|^src\/(api|store|log\.ts)|^pipelines\/(places|routing|incidents|queue|memory|stages)\//;
    expect([...files].filter((name) => heavy.test(name))).toEqual([]);
  });

  it('would be found out if they did', () => {
    expect([...loadedWith('src/cli/commands/roles.ts').packages]).toContain('@elastic/elasticsearch');
  });

  it('load a command only when it is called', () => {
    expect([...loadedWith('src/cli/main.ts').files].filter((file) => file.includes('/commands/'))).toEqual([]);
  });

  it('are looked at here', () => expect(tools.length).toBeGreaterThan(2));
});
