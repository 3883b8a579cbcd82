import { describe, expect, it } from 'vitest';
import { readOptions } from '../../bench/options.js';

describe('the options of npm run bench', () => {
  it('runs everything five times when nothing is said', () => {
    expect(readOptions([])).toEqual({
      ids: [1, 2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14],
      json: null,
      docs: false,
      list: false,
      revisit: false,
      rounds: 5,
      profile: null,
    });
  });

  it('takes rows, a file and a number of rounds, with blank or equals sign', () => {
    const options = readOptions(['--only', '11,1', '--json=out.json', '--rounds', '2']);
    expect(options).toMatchObject({ ids: [1, 11], json: 'out.json', rounds: 2 });
  });

  it.each([
    [['--only', '5'], /no benchmark 5\. There are: 1, 2, 3, 4, 6, 7, 8, 9, 11/],
    [['--only', '1,'], /no benchmark/],
    [['--only'], /--only needs a value/],
    [['--json', '--list'], /--json needs a value/],
    [['--rounds', '0'], /--rounds 0 is no number/],
    [['--fast'], /no option --fast/],
    [['--docs', '--only', '1'], /--docs needs the results of all rows/],
  ])('refuses %j with a sentence', (words, message) => {
    expect(() => readOptions(words)).toThrow(message);
  });
});
