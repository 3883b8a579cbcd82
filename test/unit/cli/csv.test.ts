import { describe, expect, it } from 'vitest';
import { type CsvProblem, type CsvRecord, csvLine, readCsv } from '../../../src/cli/csv.js';

async function read(...chunks: string[]): Promise<(CsvRecord | CsvProblem)[]> {
  const found: (CsvRecord | CsvProblem)[] = [];
  const input = (async function* () {
    yield* chunks;
  })();
  for await (const record of readCsv(input)) found.push(record);
  return found;
}
const cells = async (text: string) =>
  (await read(text)).map((record) => ('cells' in record ? record.cells : record.problem));

/** A small generator with a seed, so that a failure can be run again. */
function randomly(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('CSV', () => {
  it.each(['=1+1', '+7 900', '-яма', '@всем', '\tотступ', '\rвозврат', "'=уже", "''@дважды"])(
    'holds a formula off and gives it back: %j',
    async (text) => {
      const line = csvLine([text, 'b']);
      expect(line.replace(/^"/, '').startsWith("'")).toBe(true);
      expect(await cells(line)).toEqual([[text, 'b']]);
    },
  );

  it('leaves a plain apostrophe alone', async () => {
    expect(csvLine(["'кавычка", "об'єкт"])).toBe("'кавычка,об'єкт\r\n");
    expect(await cells("'кавычка,b\n")).toEqual([["'кавычка", 'b']]);
  });

  it('is read with commas, semicolons and tabs, any line end, a mark of UTF-8 and no end at all', async () => {
    expect(await cells('a,b\r\n1,2')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
    expect(await cells('\uFEFFa;b\r1;"2;""3"""\r')).toEqual([
      ['a', 'b'],
      ['1', '2;"3"'],
    ]);
    expect(await cells('a\tb\n\n1\t\n')).toEqual([
      ['a', 'b'],
      ['1', ''],
    ]);
    expect(await cells('')).toEqual([]);
    expect(await cells('one')).toEqual([['one']]);
  });

  it('counts lines through quoted line ends and names the line of a quote that is never closed', async () => {
    const records = await read('text,b\n"две\nстроки",1\nтри,2\n"открыта,3\nи дальше\n');
    expect(records.map(({ line }) => line)).toEqual([1, 2, 4, 5]);
    expect(records[3]).toMatchObject({ problem: expect.stringContaining('never closed') });
  });

  it('gives back whatever was written, however it is cut into pieces', async () => {
    const random = randomly(20_261_126);
    const signs = [...'аб",;\t\r\n\'=+-@ \u2028🙂x'];
    const word = (): string =>
      Array.from({ length: Math.floor(random() * 6) }, () => signs[Math.floor(random() * signs.length)]).join('');
    for (let round = 0; round < 300; round++) {
      const rows = Array.from({ length: 4 }, () => ['x', word(), word()]);
      const text = csvLine(['a', 'b', 'c']) + rows.map(csvLine).join('');
      const pieces: string[] = [];
      for (let at = 0; at < text.length; ) {
        const size = 1 + Math.floor(random() * 7);
        pieces.push(text.slice(at, at + size));
        at += size;
      }
      const found = (await read(...pieces)).slice(1).map((record) => 'cells' in record && record.cells);
      expect(found).toEqual(rows);
    }
  });
});
