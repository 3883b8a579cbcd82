import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ConfigFile, fieldPath, formatProblem, zodProblems } from '../../../src/core/config-file.js';

const file: ConfigFile = { path: 'config/x.yaml', data: {}, lineAt: (path) => path.length * 10 };

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
    const result = z.strictObject({ a: z.number(), b: z.string() }).safeParse({ a: 'one', b: 2 });
    const problems = result.error === undefined ? [] : zodProblems(file, result.error, ['list', 4]);
    expect(problems.map(({ line, field, fatal }) => ({ line, field, fatal }))).toEqual([
      { line: 30, field: 'list[4].a', fatal: false },
      { line: 30, field: 'list[4].b', fatal: false },
    ]);
  });
});

describe('a value that may have several forms', () => {
  const term = z.union([
    z.strictObject({ hours: z.number(), workingTime: z.boolean() }),
    z.strictObject({ workingDays: z.number() }),
  ]);
  const schema = z.strictObject({ term, every: z.union([z.number(), z.enum(['day', 'week'])]) });
  const told = (value: unknown) => {
    const { error } = schema.safeParse(value);
    if (error === undefined) throw new Error('it fits');
    return zodProblems(file, error).map(({ field, message }) => `${field}: ${message}`);
  };

  it('is held against the form that was meant', () => {
    expect(told({ term: { hours: 'nine', workingTime: true }, every: 'day' })).toEqual([
      'term.hours: Invalid input: expected number, received string',
    ]);
    expect(told({ term: { workingDays: 'seven' }, every: 1 })).toEqual([
      'term.workingDays: Invalid input: expected number, received string',
    ]);
  });

  it('is told all forms where it has none of them', () => {
    expect(told({ term: { workingDays: 1 }, every: 'month' })).toEqual([
      'every: Invalid input: expected number, received string; or Invalid option: expected one of "day"|"week"',
    ]);
    expect(told({ term: 9, every: 1 })).toEqual(['term: Invalid input: expected object, received number']);
  });
});
