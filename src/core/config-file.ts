import type { z } from 'zod';

/** One parsed YAML or JSON file of config/; reading and parsing happens in src/config, understanding it in the room concerned. */
export interface ConfigFile {
  /** Path as a person would type it, relative to the config folder's parent: «config/rules/roads.yaml». */
  path: string;
  data: unknown;
  /** Hash of path and text, where it is known: files with the same hash are the same, lines included. */
  hash?: string;
  /** 1-based line of the value at this path inside the file; the nearest parent's line when the value is missing. */
  lineAt(path: readonly PropertyKey[]): number;
}

/** Something wrong with a configuration, with its place and the remedy. All problems of a start are printed together. */
export interface ConfigProblem {
  file: string;
  line: number | null;
  /** Path inside the file, e.g. «rules[3].query»; empty for the file itself. */
  field: string;
  message: string;
  /** True when the product must not start; false when only this entry is left out. */
  fatal: boolean;
}

export function fieldPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );
}

/** One line for people: «config/sources/omsk.yaml:12 sources[2].urls: use http or https». */
export function formatProblem(problem: ConfigProblem): string {
  const place = problem.line === null ? problem.file : `${problem.file}:${problem.line}`;
  return `${place} ${problem.field === '' ? '' : `${problem.field}: `}${problem.message}`;
}

/** Turns a zod error into problems that name file, line and field. `base` is where the checked value stands in the file. */
export function zodProblems(
  file: ConfigFile,
  error: z.ZodError,
  base: readonly PropertyKey[] = [],
  fatal = false,
): ConfigProblem[] {
  return error.issues.flatMap(meantIssues).map((issue) => {
    const path = [...base, ...issue.path];
    return { file: file.path, line: file.lineAt(path), field: fieldPath(path), message: issue.message, fatal };
  });
}

type Issue = Pick<z.core.$ZodIssue, 'path' | 'message'>;

/**
 * What is wrong, where several forms are possible, with the form that was meant: the one that fits until the deepest place, of equals the one with the fewest
 * faults. Where none fits at all, all are named.
 */
function meantIssues(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const forms = issue.errors.map((errors) => errors.flatMap(meantIssues));
  const depthOf = (form: readonly Issue[]): number => Math.max(...form.map(({ path }) => path.length));
  const depth = Math.max(...forms.map(depthOf));
  if (depth === 0) {
    const messages = new Set(forms.flat().map(({ message }) => message));
    return [{ path: issue.path, message: [...messages].join('; or ') }];
  }
  const [meant = []] = forms.filter((form) => depthOf(form) === depth).toSorted((a, b) => a.length - b.length);
  return meant.map(({ path, message }) => ({ path: [...issue.path, ...path], message }));
}
