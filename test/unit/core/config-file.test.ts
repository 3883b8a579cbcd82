import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ConfigFile, fieldPath, formatProblem, zodProblems } from '../../../src/core/config-file.js';

describe('the place of a problem in a file', () => {
  it('is written as a person would write it', () => {
    expect(fieldPath(['sources', 2, 'passport', 'expires'])).toBe('sources[2].passport.expires');
    expect(fieldPath([0, 'id'])).toBe('[0].id');
    expect(fieldPath([])).toBe('');
  });

  it('is printed as file, line and field', () => {
    const problem = { file: 'config/sla.yaml', line: 3, field: 'breaks[0].from', message: 'use HH:MM', fatal: true };
    expect(formatProblem(problem)).toBe('config/sla.yaml:3 breaks[0].from: use HH:MM');
  });

  it('leaves out the line and the field where there are none', () =>
    expect(formatProblem({ file: 'config/rules', line: null, field: '', message: 'is missing', fatal: true })).toBe(
      'config/rules is missing',
    ));

  it('comes from a zod error with the base of the checked value', () => {
    const file: ConfigFile = { path: 'config/x.yaml', data: {}, lineAt: (path) => path.length * 10 };
    const result = z.strictObject({ a: z.number(), b: z.string() }).safeParse({ a: 'one', b: 2 });
    const problems = result.error === undefined ? [] : zodProblems(file, result.error, ['list', 4]);
    expect(problems.map(({ line, field, fatal }) => ({ line, field, fatal }))).toEqual([
      { line: 30, field: 'list[4].a', fatal: false },
      { line: 30, field: 'list[4].b', fatal: false },
    ]);
  });
});
