import type { FastifySchemaValidationError } from 'fastify';
import type { BadField } from '../core/error-reason.js';

/** Of the issues of zod 4, as fastify-type-provider-zod passes them on. */
interface IssueParams {
  origin?: string;
  minimum?: number;
  maximum?: number;
  keys?: string[];
}
type Issue = Pick<FastifySchemaValidationError, 'keyword' | 'instancePath' | 'message'> & { params: unknown };

const smaller = { string: 'too-short', array: 'too-few' } as const;
const bigger = { string: 'too-long', array: 'too-many' } as const;

/** Which fields one issue of the validation is about, and what is wrong with each. */
export function badFieldsOf(issue: Issue): BadField[] {
  const { origin = '', minimum = null, maximum = null, keys = [] } = issue.params as IssueParams;
  const path = issue.instancePath.split('/').filter((part) => part !== '' && !/^\d+$/.test(part));
  const one = (problem: BadField['problem'], limit: number | null = null) => [{ name: path.join('.'), problem, limit }];
  switch (issue.keyword) {
    case 'too_small': {
      // An empty text or list is one that was not given.
      if (minimum === 1 && origin in smaller) return one('missing');
      return one(smaller[origin as keyof typeof smaller] ?? 'too-small', minimum);
    }
    case 'too_big':
      return one(bigger[origin as keyof typeof bigger] ?? 'too-big', maximum);
    case 'invalid_format':
      return one('bad-format');
    case 'unrecognized_keys':
      return keys.map((key) => ({ name: [...path, key].join('.'), problem: 'unknown-field', limit: null }));
    case 'invalid_type':
      return one(issue.message?.includes('received undefined') ? 'missing' : 'wrong-value');
    default:
      return one('wrong-value');
  }
}
