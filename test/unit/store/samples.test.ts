import { expect, it } from 'vitest';
import type { z } from 'zod';
import { deadLetterSchema } from '../../../src/core/dead-letter.js';
import { incidentChangeSchema, incidentEventSchema, incidentSchema } from '../../../src/core/incident.js';
import { ledgerEntrySchema } from '../../../src/core/ledger.js';
import { postSchema, rawPostSchema } from '../../../src/core/post.js';
import { sourceSchema, sourceStateSchema } from '../../../src/core/source.js';
import { auditEntrySchema, sessionSchema, userSchema } from '../../../src/core/user.js';
import { definitions } from '../../../src/store/definitions.js';
import type { Fields } from '../../../src/store/fields.js';
import { sampleChanges } from '../../support/sample-changes.js';
import * as sources from '../../support/sample-sources.js';
import * as samples from '../../support/samples.js';

const cases: [index: string | null, schema: z.ZodObject, sample: object][] = [
  ['sources', sourceSchema, sources.sampleSource()],
  ['source-states', sourceStateSchema, sources.sampleSourceState()],
  [null, rawPostSchema, samples.sampleRawPost()],
  ['posts', postSchema, samples.samplePost()],
  ['incidents', incidentSchema, samples.sampleIncident()],
  ['events', incidentEventSchema, samples.sampleEvent()],
  ['dead-letters', deadLetterSchema, sources.sampleDeadLetter()],
  ['ledger', ledgerEntrySchema, sources.sampleLedgerEntry()],
  ['users', userSchema, samples.sampleUser()],
  ['sessions', sessionSchema, samples.sampleSession()],
  ['audit', auditEntrySchema, samples.sampleAuditEntry()],
];

it.each(cases)('the sample for %s is valid as it stands', (_index, schema, sample) => {
  expect(schema.parse(sample)).toEqual(sample);
});

it('there is a sample of every change to an incident', () => {
  const types = incidentChangeSchema.options.map((option) => option.shape.type.value);
  expect(
    sampleChanges()
      .map((change) => incidentChangeSchema.parse(change).type)
      .sort(),
  ).toEqual(types.sort());
});

it.each(cases.filter(([index]) => index !== null))(
  'the index %s has a field for each of the schema',
  (index, schema) => {
    const fields: Fields = definitions.find(({ name }) => name === index)?.fields ?? {};
    expect(Object.keys(schema.shape).filter((field) => !(field in fields))).toEqual([]);
  },
);
