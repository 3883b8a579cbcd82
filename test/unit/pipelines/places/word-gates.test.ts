import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findMentions } from '../../../../pipelines/places/find.js';
import { GATE } from '../../../../pipelines/places/gates.js';
import { createGazetteer } from '../../../../pipelines/places/gazetteer.js';
import { loadPlaces } from '../../../../pipelines/places/load.js';
import { createScan } from '../../../../pipelines/places/scan.js';
import { createGates } from '../../../../pipelines/places/word-gates.js';
import { createWordTable } from '../../../../pipelines/places/word-table.js';
import { shippedFiles } from './config-files.js';

const { territories, streets } = loadPlaces(shippedFiles('places'));
const gazetteer = createGazetteer(territories, streets);
const gatesOf = createGates(gazetteer.opens);
const words = createWordTable(gatesOf);
const texts = ['texts', 'ways-of-writing'].flatMap((name) =>
  readFileSync(`test/unit/pipelines/places/${name}.jsonl`, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { text: string }).text),
);

describe('gates of words', () => {
  it.each([null, '61701000001', 'demo-svetloozersk-town'])('change nothing of what is found, home %s', (home) => {
    for (const written of texts)
      for (const text of [written, written.toLowerCase(), written.toUpperCase()])
        expect(findMentions(createScan(text, gazetteer, home, words)), text).toEqual(
          findMentions(createScan(text, gazetteer, home)),
        );
  });

  it('are closed at ordinary words and open where something may begin', () => {
    for (const word of ['вчера', 'опять', 'отключили', 'constructor', '']) expect(gatesOf(word), word).toBe(0);
    expect(gatesOf('улице') & GATE.typed).toBe(GATE.typed);
    expect(gatesOf('рязани') & GATE.name).toBe(GATE.name);
    expect(gatesOf('нижнем') & GATE.name).toBe(GATE.name);
    expect(gatesOf('маяковского') & GATE.streetForm).toBe(GATE.streetForm);
    expect(gatesOf('нашего') & GATE.streetForm).toBe(0);
    expect(gatesOf('путь') & GATE.streetNoun).toBe(GATE.streetNoun);
  });
});
