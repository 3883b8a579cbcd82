import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { AppError } from '../../../../src/core/errors.js';
import type { Territory } from '../../../../src/core/place.js';
import { projectRoot } from '../../../../src/version.js';
import type { GivenPlace, GivenValue } from './judge.js';

const valueSchema = z.array(z.array(z.string()).min(1));
const answerSchema = z.object({
  settlement: valueSchema,
  street: valueSchema,
  house: valueSchema,
  region: valueSchema,
  entities: valueSchema,
});
export type NatashaAnswer = z.infer<typeof answerSchema>;
const replySchema = z.object({ cpuSeconds: z.number(), answers: z.array(answerSchema) });
export type NatashaMode = 'extractor' | 'entities';

export interface Natasha {
  ask(texts: readonly string[], mode: NatashaMode): Promise<z.infer<typeof replySchema>>;
  close(): void;
}

/** Starts natasha in the interpreter `python`; null when the interpreter or the package is not there. */
export async function openNatasha(python: string): Promise<Natasha | null> {
  const child = spawn(python, [join(projectRoot, 'test/evaluation/natasha/places.py')], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise<null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', () => resolve(null));
  });
  // A process that ended before it read is told by its end.
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask: Natasha['ask'] = async (texts, mode) => {
    child.stdin.write(`${JSON.stringify({ texts, mode })}\n`);
    const line = await Promise.race([lines.next(), ended]);
    if (line === null || line.done === true) throw new AppError('E_INTERNAL', 'natasha ended without an answer');
    return replySchema.parse(JSON.parse(line.value));
  };
  const first = await ask([], 'extractor').catch(() => null);
  return first === null ? null : { ask, close: () => child.stdin.end() };
}

/**
 * What natasha found, as it is judged. The gazetteer sorts the places of its entity recogniser in its favour: names of towns count as settlements,
 * names of regions as regions, what is neither counts as nothing; and a nickname counts as the official name too.
 */
export function givenByNatasha(answer: NatashaAnswer, territories: readonly Territory[]): GivenPlace {
  const { towns, regions } = namesOf(territories);
  const values = {
    settlement: [...answer.settlement, ...among(answer.entities, towns)].map((value) => withOfficial(value, towns)),
    street: answer.street,
    house: answer.house,
    region: [
      ...answer.region,
      ...among(answer.entities, regions).filter((value) => officialOf(value, towns).length === 0),
    ].map((value) => withOfficial(value, regions)),
    municipality: [],
    district: [],
  };
  const named = Object.entries(values).flatMap(([field, found]) => (found.length > 0 ? [field] : []));
  return { values, named: new Set(named), landmarks: [], confidence: null };
}

/** Official names by names and nicknames in small letters. */
type Names = ReadonlyMap<string, string>;
const officialOf = (value: GivenValue, names: Names): string[] =>
  value.flatMap((spelling) => names.get(spelling.toLowerCase()) ?? []);
const withOfficial = (value: GivenValue, names: Names): GivenValue => [...value, ...officialOf(value, names)];
const among = (values: readonly GivenValue[], names: Names): GivenValue[] =>
  values.filter((value) => officialOf(value, names).length > 0);

const known = new WeakMap<readonly Territory[], { towns: Names; regions: Names }>();
function namesOf(territories: readonly Territory[]): { towns: Names; regions: Names } {
  const found = known.get(territories);
  if (found !== undefined) return found;
  const made = { towns: namesAt(territories, 'settlement'), regions: namesAt(territories, 'region') };
  known.set(territories, made);
  return made;
}
function namesAt(territories: readonly Territory[], wanted: Territory['level']): Names {
  const at = territories.filter(({ level }) => level === wanted);
  return new Map(at.flatMap(({ name, aliases }) => [name, ...aliases].map((one) => [one.toLowerCase(), name])));
}
