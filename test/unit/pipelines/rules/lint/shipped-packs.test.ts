import { expect, it } from 'vitest';
import { lint } from '../../../../../pipelines/rules/lint.js';
import { readRules } from '../../../../../pipelines/rules/load.js';
import { shippedPacks, shippedTaxonomy } from '../yaml-file.js';

it('the shipped packs have no finding of the structure, so that an author sees only those of the own rules', () => {
  const files = shippedPacks();
  const { rules, lists, problems } = readRules(files, shippedTaxonomy());
  const { findings } = lint({ files, rules, lists, problems, today: '2026-01-01' });
  const told = findings.map(({ file, line, ruleId, code, message }) => `${file}:${line} ${ruleId} ${code}: ${message}`);
  expect(told).toEqual([]);
}, 60_000);
