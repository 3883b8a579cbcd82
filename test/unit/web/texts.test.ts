import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTranslate } from '../../../src/web/i18n/translate.js';
import { formatMoment, formatRelative, formatSpan } from '../../../src/web/lib/dates.js';
import { describeDeadline } from '../../../src/web/lib/deadline.js';
import { splitHighlight } from '../../../src/web/lib/highlight.js';
import { describePlace } from '../../../src/web/lib/place-words.js';
import { safeHttpUrl } from '../../../src/web/lib/safe-url.js';
import { segmentText } from '../../../src/web/lib/segments.js';

const ru = createTranslate('ru');
const en = createTranslate('en');
const now = Date.parse('2026-03-10T12:00:00Z');
const at = (ms: number) => new Date(now + ms).toISOString();
const plain = (text: string | null) => text?.replaceAll('\u00A0', ' ');
const HOUR = 3_600_000;

describe('deadline wording', () => {
  it('says nothing runs when there is no deadline', () => {
    expect(describeDeadline(null, now, ru)).toEqual({ state: 'none', short: null, long: 'срок не идёт' });
  });

  it.each([
    [9 * HOUR, 'calm', 'осталось 9 ч'],
    [3 * HOUR + 20 * 60_000, 'calm', 'осталось 3 ч 20 мин'],
    [45 * 60_000, 'soon', 'осталось 45 мин'],
    [20_000, 'soon', 'осталось меньше минуты'],
    [-28 * HOUR, 'overdue', 'просрочен на 1 д 4 ч'],
  ])('at %i ms', (ms, state, long) => {
    const words = describeDeadline(at(ms), now, ru);
    expect(words.state).toBe(state);
    expect(plain(words.long)).toBe(long);
  });

  it('speaks English', () => {
    expect(plain(describeDeadline(at(-HOUR), now, en).long)).toBe('overdue by 1 h');
  });
});

describe('times', () => {
  it('are relative up to a month and a date after it', () => {
    expect(formatRelative(at(-30_000), now, 'ru', 'Europe/Moscow')).toBe('сейчас');
    expect(formatRelative(at(120_000), now, 'ru', 'Europe/Moscow')).toBe('сейчас');
    expect(formatRelative(at(-5 * 60_000), now, 'ru', 'Europe/Moscow')).toBe('5 мин. назад');
    expect(formatRelative(at(-25 * HOUR), now, 'ru', 'Europe/Moscow')).toBe('вчера');
    expect(formatRelative(at(-60 * 24 * HOUR), now, 'ru', 'Europe/Moscow')).toContain('2026');
  });

  it('are shown in the zone asked for', () => {
    expect(formatMoment('2026-03-10T12:00:00Z', 'ru', 'Europe/Moscow')).toContain('15:00');
    expect(formatMoment('2026-03-10T12:00:00Z', 'ru', 'Asia/Omsk')).toContain('18:00');
  });

  it('give spans in two units at most', () => {
    expect(plain(formatSpan(50 * HOUR + 59 * 60_000, ru))).toBe('2 д 2 ч');
  });
});

describe('search highlights', () => {
  it('become pieces, matches marked', () => {
    expect(splitHighlight('нет \uE000воды\uE001 третий день')).toEqual([
      { text: 'нет ', marked: false },
      { text: 'воды', marked: true },
      { text: ' третий день', marked: false },
    ]);
  });

  it('never leave a marker in the text, nor lose a letter', () => {
    const parts = fc.array(fc.oneof(fc.constantFrom('\uE000', '\uE001'), fc.string({ maxLength: 8 })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(parts, (all) => {
        const text = all.join('');
        const joined = splitHighlight(text)
          .map((piece) => piece.text)
          .join('');
        expect(joined).toBe(text.replaceAll(/[\uE000\uE001]/g, ''));
      }),
    );
  });

  it('keep markup as text', () => {
    expect(splitHighlight('<b>\uE000яма\uE001</b>').map((piece) => piece.text)).toEqual(['<b>', 'яма', '</b>']);
  });
});

describe('evidence segments', () => {
  it('share the overlap of two ranges', () => {
    const segments = segmentText('нет горячей воды', [
      { start: 0, end: 11, value: 'a' },
      { start: 4, end: 16, value: 'b' },
    ]);
    expect(segments.map((segment) => [segment.text, segment.values.join('')])).toEqual([
      ['нет ', 'a'],
      ['горячей', 'ab'],
      [' воды', 'b'],
    ]);
  });

  it('always add up to the text, whatever the ranges', () => {
    const range = fc.record({
      start: fc.integer({ min: -3, max: 30 }),
      end: fc.integer({ min: -3, max: 30 }),
      value: fc.nat(),
    });
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.array(range, { maxLength: 5 }), (text, ranges) => {
        expect(
          segmentText(text, ranges)
            .map((segment) => segment.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});

describe('links to other sites', () => {
  it.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '//host.example',
    '/path',
    'file:///etc/passwd',
    '',
  ])('refuse %s', (url) => expect(safeHttpUrl(url)).toBeNull());

  it('accept http and https', () => {
    expect(safeHttpUrl('https://forum.example/t?id=1&x=%22')).toBe('https://forum.example/t?id=1&x=%22');
    expect(safeHttpUrl('http://127.0.0.1:4500/a')).toBe('http://127.0.0.1:4500/a');
  });
});

describe('place of a row', () => {
  it('joins street and house, and several names by commas', () => {
    const place = describePlace({ settlement: 'Заречье;Лесной', street: 'Садовая', house: '5' }, ru);
    expect(place).toEqual({ settlement: 'Заречье, Лесной', address: 'Садовая, 5' });
  });

  it('names a house without a street as a house', () => {
    expect(describePlace({ settlement: null, street: null, house: '5' }, ru)).toEqual({
      settlement: null,
      address: 'д. 5',
    });
  });
});
