import type { Token } from '../text/tokens.js';
import { readSinces, readTimes } from './durations.js';
import { gapAfter, type NumberMention } from './numbers.js';
import { isTime, justAbove, type Quantity, type Unit, unitNamed, unitOf, unitOfSign } from './units.js';

const adjective = /(?:ых|их|ой|ый|ий|ого|его|ую|юю|ые|ие|ая|ом)$/;
const sign = /^\s?(%|°|₽|℃|м²|м³)/u;
const between = /^[\s.]*$/u;
const more = new Set(['более', 'больше', 'свыше', 'дольше', 'выше']);
const less = new Set(['менее', 'меньше', 'ниже', 'максимум']);
const squareWord = /^(?:кв|квадратн\p{L}*)$/u;
const firstYear = 1900;

/**
 * All numbers with units. `counts` tells which other words a rule counts: their unit by stem. A number and its unit stand side by side, or
 * with one adjective between them; «дней пять» and bare times («неделю», «с понедельника») count too.
 */
export function readQuantities(
  text: string,
  tokens: readonly Token[],
  numbers: readonly NumberMention[],
  counts: ReadonlyMap<string, Unit>,
): Quantity[] {
  const taken = new Set<number>();
  const found: Quantity[] = [];
  const take = (quantity: Quantity): void => {
    for (let index = quantity.from; index <= quantity.to; index++) taken.add(index);
    found.push(quantity);
  };
  const unitAt = (index: number): { unit: Unit; to: number } | null => findUnit(text, tokens, index, counts);
  for (const since of readSinces(text, tokens, numbers)) take(since);
  const free = numbers.filter((number) => !taken.has(number.from));
  const bare: NumberMention[] = [];
  for (const number of free) {
    const unit = unitAfter(text, tokens, number, unitAt);
    if (unit === null) bare.push(number);
    else if (isYear(number, unit.unit) || isTimeOfDay(tokens, number, unit.unit))
      for (let index = number.from; index <= unit.to; index++) taken.add(index);
    else take(measured(text, tokens, number, unit));
  }
  for (const number of bare) {
    const before = number.from - 1;
    if (number.isVague || number.attached !== null || taken.has(before)) continue;
    if (!/^\s+$/u.test(gapAfter(text, tokens, before) ?? '')) continue;
    const inverted = unitAt(before);
    if (!inverted || inverted.to !== before || (isTime(inverted.unit) && number.hasFigures)) continue;
    take({ from: before, to: number.to, low: number.low, high: number.high, unit: inverted.unit });
  }
  for (const time of readTimes(text, tokens, taken)) found.push(time);
  return found.sort((a, b) => a.from - b.from || a.to - b.to);
}

/** The second time of «с 8 до 17 часов», which is a time of the day. */
function isTimeOfDay(tokens: readonly Token[], { from }: NumberMention, unit: Unit): boolean {
  const isHour = unit.family === 'minute' && unit.factor === 60;
  return (
    isHour && tokens[from - 1]?.text === 'до' && tokens[from - 2]?.kind === 'number' && tokens[from - 3]?.text === 'с'
  );
}

/** «2023 год» names a year and measures nothing. */
function isYear(number: NumberMention, unit: Unit): boolean {
  return unit.family === 'month' && unit.factor === 12 && number.low >= firstYear;
}

interface FoundUnit {
  unit: Unit;
  to: number;
  /** «с половиной», «с лишним». */
  extra: number;
}

function unitAfter(
  text: string,
  tokens: readonly Token[],
  number: NumberMention,
  unitAt: (index: number) => { unit: Unit; to: number } | null,
): FoundUnit | null {
  const { to } = number;
  if (number.attached !== null) {
    const unit = unitOfSign(number.attached);
    return unit ? { unit, to, extra: 0 } : null;
  }
  const end = (tokens[to] as Token).end;
  const written = sign.exec(text.slice(end, end + 4))?.[1];
  const signed = written === undefined ? null : unitOfSign(written);
  if (signed) return { unit: signed, to, extra: 0 };
  let next = to + 1;
  let extra = 0;
  for (let index = to; index < next; index++) if (!between.test(gapAfter(text, tokens, index) ?? '?')) return null;
  const half = tokens[next + 1]?.text;
  if (tokens[next]?.text === 'с' && (half === 'половиной' || half === 'лишним')) {
    extra = half === 'половиной' ? 0.5 : 1 - justAbove;
    next += 2;
  }
  const direct = unitAt(next);
  if (direct) return { ...direct, extra };
  const skipped = tokens[next];
  if (skipped?.kind !== 'word' || !adjective.test(skipped.text)) return null;
  if (!/^\s+$/u.test(gapAfter(text, tokens, next) ?? '')) return null;
  const second = unitAt(next + 1);
  return second ? { ...second, extra } : null;
}

function findUnit(
  text: string,
  tokens: readonly Token[],
  index: number,
  counts: ReadonlyMap<string, Unit>,
): { unit: Unit; to: number } | null {
  const token = tokens[index];
  if (!token) return null;
  const next = tokens[index + 1];
  const isJoined = next !== undefined && between.test(gapAfter(text, tokens, index) ?? '?');
  if (squareWord.test(token.text) && isJoined && unitOf(next)?.family === 'metre') {
    const { factor } = unitOf(next) as Unit;
    return { unit: { family: 'square metre', factor: factor * factor }, to: index + 1 };
  }
  const unit = unitOf(token) ?? counts.get(token.stem) ?? null;
  if (!unit) return null;
  if (unit.family === 'metre' && unit.factor === 1) {
    if (isJoined && next.text === 'кв') return { unit: unitNamed('м²'), to: index + 1 };
    const power = text.charAt(token.end);
    if (power === '²' || power === '³') return { unit: unitNamed(`м${power}`), to: index };
  }
  return { unit, to: index };
}

function measured(text: string, tokens: readonly Token[], number: NumberMention, found: FoundUnit): Quantity {
  const { unit, to, extra } = found;
  const isPlain = extra === 0 || extra === 0.5;
  let low = number.low + (isPlain ? extra : 0);
  let high = number.high + extra;
  let { from } = number;
  if (number.isOrdinal && isTime(unit)) low = Math.max(0, number.low - 1) + justAbove;
  const before = gapAfter(text, tokens, from - 1) === null ? '' : (tokens[from - 1]?.text ?? '');
  const isDenied = tokens[from - 2]?.text === 'не';
  if (before === 'не' && number.isOrdinal && isTime(unit)) {
    low = Math.max(number.low, 1) + justAbove;
    high = Number.POSITIVE_INFINITY;
    from--;
  } else if (more.has(before)) {
    if (isDenied) low = 0;
    else {
      low = high + justAbove;
      high = Number.POSITIVE_INFINITY;
    }
    from--;
  } else if (less.has(before) && !isDenied) {
    high = Math.max(0, low - justAbove);
    low = 0;
    from--;
  } else if (unit.family === 'degree' && isBelowZero(text, tokens, from)) {
    [low, high] = [-high, -low];
    if (before === 'минус') from--;
  }
  return { from, to, low, high, unit };
}

function isBelowZero(text: string, tokens: readonly Token[], from: number): boolean {
  if (tokens[from - 1]?.text === 'минус') return true;
  return /(?:^|[\s(])[-−–]$/u.test(
    text.slice(Math.max(0, (tokens[from] as Token).start - 2), (tokens[from] as Token).start),
  );
}
