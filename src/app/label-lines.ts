import { z } from 'zod';
import type { Label } from '../core/label.js';
import { labelKindSchema } from '../core/label.js';
import { groupCodeSchema, urgencySchema } from '../core/verdict.js';

const group = z.string().pipe(groupCodeSchema);

/** A line of a file of labels; what is left out or null was not asked. Further fields are passed over. */
export const labelLineSchema = z.object({
  /** Of a stored post, or any other: what is no stored post is known by its words. */
  id: z.union([z.string(), z.number()]).transform(String).nullish(),
  text: z.string().max(100_000),
  /** Left out: an incident when a group or topic is given, else not labelled yet. */
  incident: z.boolean().nullish(),
  group: group.nullish(),
  topic: z.string().max(200).nullish(),
  alt: z.array(group).max(20).nullish(),
  kind: labelKindSchema.nullish(),
  urgency: urgencySchema.nullish(),
  who: z.string().trim().min(1).max(200).nullish(),
  at: z.iso.datetime().nullish(),
  cluster: z.string().min(1).max(200).nullish(),
  note: z.string().max(2_000).nullish(),
});
export type LabelLine = z.infer<typeof labelLineSchema>;

/** Columns of a file of labels, in their order. */
export const labelColumns = [
  'id',
  'subject',
  'postId',
  'text',
  'incident',
  'group',
  'alt',
  'topic',
  'kind',
  'urgency',
  'who',
  'at',
  'origin',
  'cluster',
  'version',
  'shown',
  'note',
] as const satisfies (keyof Label)[];

/** A label's cells in the order of `labelColumns`; empty for null. */
export function labelCells(label: Label): string[] {
  return labelColumns.map((column) => {
    const value = label[column];
    if (value === null) return '';
    if (Array.isArray(value)) return value.join(' ');
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  });
}

const yes = /^(true|1|yes|да|y)$/i;
const no = /^(false|0|no|нет|n)$/i;

/**
 * A record of CSV as the object that a JSON line would be; empty cells are null. What a column cannot mean stays as it is, for the schema to
 * name.
 * @param head names of the columns
 */
export function fromCells(head: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const line: Record<string, unknown> = {};
  for (const [place, name] of head.entries()) {
    const cell = cells[place] ?? '';
    line[name] = name === 'text' ? cell : cell.trim() === '' ? null : cellValue(name, cell.trim());
  }
  return line;
}

function cellValue(name: string, cell: string): unknown {
  switch (name) {
    case 'incident':
      return yes.test(cell) ? true : no.test(cell) ? false : cell;
    case 'alt':
      return cell.split(/[\s,;|]+/).filter((code) => code !== '');
    case 'version':
      return Number(cell);
    case 'shown':
      return parsed(cell);
    default:
      return cell;
  }
}

function parsed(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    return cell; // no JSON is no view of the machine: the schema says so
  }
}
