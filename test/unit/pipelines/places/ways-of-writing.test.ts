import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createLocator } from '../../../../pipelines/places/locator.js';
import { shippedFiles } from './config-files.js';

interface Written {
  /** The way of writing that the text is an example of. */
  way: string;
  text: string;
  home: string;
  /** What the text itself names; null where it names none. */
  settlement: string | null;
  street: string | null;
  house: string | null;
}

const { locator } = createLocator({ files: shippedFiles('places') });
const written = readFileSync('test/unit/pipelines/places/ways-of-writing.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line): Written => JSON.parse(line));

describe.each([...new Set(written.map(({ way }) => way))])('%s', (way) => {
  it.each(written.filter((one) => one.way === way))('«$text»', ({ text, home, settlement, street, house }) => {
    const place = locator.locate(text, { territory: home });
    const own = place.named.includes('settlement') ? place.settlement : null;
    expect({ settlement: own, street: place.street, house: place.house }).toEqual({ settlement, street, house });
  });
});
