import { describe, expect, it } from 'vitest';
import { nameTest } from '../../../src/app/rules-workbench.js';
import { createColours } from '../../../src/cli/colours.js';
import { shieldDashes } from '../../../src/cli/failure.js';
import { highlight, printable } from '../../../src/cli/highlight.js';
import { parseSince } from '../../../src/cli/since.js';

const plain = createColours({});

describe('colours', () => {
  it('come on a terminal that can and may, and where they are wanted', () => {
    const terminal = (can: boolean) => ({ isTTY: true, hasColors: () => can });
    expect(
      [createColours(terminal(true)), createColours(terminal(false)), plain].map(({ enabled }) => enabled),
    ).toEqual([true, false, false]);
    expect(createColours({}, true).red('нет')).toBe('\u001B[31mнет\u001B[39m');
    expect(createColours(terminal(true), false).red('нет')).toBe('нет');
  });
});

describe('a highlighted text', () => {
  it('has brackets without colour; words that touch are one', () => {
    const spans = [
      { text: 'бв', start: 1, end: 3 },
      { text: 'г', start: 3, end: 4 },
      { text: 'е', start: 5, end: 6 },
    ];
    expect(highlight('абвгде', spans, plain)).toBe('а[бвг]д[е]');
    expect(highlight('абв', [], plain)).toBe('абв');
  });

  it('cannot take over the terminal', () => {
    expect(printable('a\u001B[2Jb\u202Ec\nd\te\u0007')).toBe('a·[2Jb·c\nd\te·');
  });
});

describe('words of the command line', () => {
  it('with a dash and no Latin letter are no options', () => {
    expect(shieldDashes(['-двор', '- яма', '-', '--json', '-h', 'яма'])).toEqual([
      '\0-двор',
      '\0- яма',
      '-',
      '--json',
      '-h',
      'яма',
    ]);
  });

  it.each([
    ['roads', 'roads.pits', 'config/rules/roads.yaml', true],
    ['config/rules/roads.yaml', 'roads.pits', 'config/rules/roads.yaml', true],
    ['roads.pits', 'roads.pits', 'config/rules/x.yaml', true],
    ['roads.*', 'roads.pits', 'config/rules/x.yaml', true],
    ['roads.p', 'roads.pits', 'config/rules/x.yaml', false],
    ['roads', 'roads.pits', 'config/rules/x.yaml', false],
  ])('%s names rule %s of %s: %s', (word, id, file, expected) => expect(nameTest(word)({ id, file })).toBe(expected));

  it('say since when', () => {
    const now = Date.parse('2026-03-31T12:00:00.000Z');
    expect(parseSince('30d', now)).toBe('2026-03-01T12:00:00.000Z');
    expect(parseSince('12h', now)).toBe('2026-03-31T00:00:00.000Z');
    expect(parseSince('2026-01-05', now)).toBe('2026-01-05T00:00:00.000Z');
    expect(() => parseSince('вчера', now)).toThrow(/write days/);
  });
});
