import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../../src/core/errors.js';
import { landmarkKindSchema } from '../../../../src/core/place.js';
import type { PlaceContext } from '../../../../src/core/ports.js';
import { projectRoot } from '../../../../src/version.js';
import { readTexts } from '../data.js';
import type { InventedName } from './sets.js';

export const placeFields = ['settlement', 'street', 'house', 'region', 'municipality', 'district'] as const;
export type PlaceField = (typeof placeFields)[number];

/**
 * Values of one field as a reader sees them: several joined by «;», what may be given or left out ends in «?», whole readings that are equally
 * right are parted by « ~ ».
 */
const valueSchema = z.string().min(1).nullish();
const labelSchema = z.object({
  settlement: valueSchema,
  street: valueSchema,
  house: valueSchema,
  region: valueSchema,
  municipality: valueSchema,
  district: valueSchema,
  landmarks: z
    .array(z.strictObject({ kind: landmarkKindSchema, name: z.string().min(1), optional: z.boolean().optional() }))
    .nullish(),
  /** Fields that the text itself names; the value of another comes from the home or is known by what is named. */
  named: z.partialRecord(z.enum([...placeFields, 'landmarks']), z.boolean()),
});
export type PlaceLabel = z.infer<typeof labelSchema>;

const inventedSchema = labelSchema.extend({ text: z.string().min(1), home: z.string().nullable() });
const contextSchema = z
  .strictObject({ region: z.string(), municipality: z.string(), settlement: z.string() })
  .partial()
  .nullable();
const realSchema = labelSchema.extend({ id: z.string().min(1), context: contextSchema });

export interface LabelledPlace {
  /** Id of a real text, «invented-dev:12» (its line) of an invented one. */
  id: string;
  source: string;
  text: string;
  context: PlaceContext;
  label: PlaceLabel;
}
export interface PlaceSet {
  name: string;
  texts: LabelledPlace[];
}

/** The invented texts of one set of the repository. Throws E_INPUT_INVALID with file and line. */
export function readInvented(name: InventedName, folder = join(projectRoot, inventedFolder)): PlaceSet {
  const texts = readLabels(join(folder, `${name}.jsonl`), inventedSchema).map(({ text, home, ...label }, at) => ({
    id: `${name}:${at + 1}`,
    source: 'invented',
    text,
    context: { territory: home },
    label,
  }));
  return { name, texts };
}
export const inventedFolder = 'test/unit/pipelines/places';

/**
 * Labels by id (FILE.jsonl) put to the texts of the development data in `folder`. Throws E_INPUT_INVALID for a bad line and for a label whose
 * text is not there.
 */
export function readReal(file: string, name: string, folder: string): PlaceSet {
  const rows = new Map(
    ['civic.jsonl', 'unlabelled.jsonl', 'noise.jsonl'].flatMap((part) =>
      readTexts(folder, part).map((row) => [row.id, row] as const),
    ),
  );
  const texts = readLabels(file, realSchema).map(({ id, context, ...label }) => {
    const row = rows.get(id);
    if (row === undefined) {
      const message = `${file} labels ${id}, which ${folder} has no text for: name the folder the labels were made from`;
      throw new AppError('E_INPUT_INVALID', message);
    }
    return { id, source: row.source, text: row.text, context: context ?? {}, label };
  });
  return { name, texts };
}

function readLabels<T>(file: string, schema: z.ZodType<T>): T[] {
  if (!existsSync(file)) throw new AppError('E_INPUT_INVALID', `${file} not found`);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line, at) => {
    try {
      return schema.parse(JSON.parse(line));
    } catch (error) {
      // The place of a bad label is worth more than the parser's words alone.
      throw new AppError('E_INPUT_INVALID', `${file}:${at + 1} is no label: ${(error as Error).message}`);
    }
  });
}
