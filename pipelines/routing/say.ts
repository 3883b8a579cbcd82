import type { BodyKind } from '../../src/core/executor.js';
import type { Conditions } from './conditions.js';
import type { Outcome } from './decide.js';
import type { When } from './schema.js';
import { windowInRussian } from './substitutes.js';

const kindNames: Record<BodyKind, string> = {
  agency: 'ведомство',
  municipality: 'муниципальная служба',
  utility: 'ресурсная организация',
  'managing-company': 'управляющая компания',
  other: 'другая организация',
};
const weekdayNames = ['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс'];
const monthNames = ['янв', 'фев', 'мар', 'апр', 'май', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'];

/** The conditions of a rule in Russian, each as a part of a sentence: «источник vk», «время 18:00–08:00». */
export function sayConditions(conditions: Conditions | null): string[] {
  if (conditions === null) return [];
  const { sources, names, when, from, to } = conditions;
  return [
    ...(sources === undefined ? [] : [`источник ${sources.join(' или ')}`]),
    ...(when === undefined ? [] : sayWhen(when)),
    ...(from === undefined && to === undefined
      ? []
      : [`действует ${windowInRussian({ from: from ?? null, to: to ?? null })}`]),
    ...(names === undefined ? [] : [`названа ${names.map((kind) => kindNames[kind]).join(' или ')}`]),
  ];
}

function sayWhen({ months, dates, weekdays, hours }: When): string[] {
  const day = (text: string): string => text.split('-').toReversed().join('.');
  return [
    ...(months === undefined ? [] : [`месяц ${months.map((month) => monthNames[month - 1]).join(', ')}`]),
    ...(dates === undefined
      ? []
      : [`дни ${dates.map(({ from, to }) => (from === to ? day(from) : `${day(from)}–${day(to)}`)).join(', ')}`]),
    ...(weekdays === undefined ? [] : [`день недели ${weekdays.map((one) => weekdayNames[one - 1]).join(', ')}`]),
    ...(hours === undefined ? [] : [`время ${hours.from}–${hours.to}`]),
  ];
}

/** Why another body acts: «; «А» не работает с 01.07.2026 по 31.07.2026, действует «Б»»; empty when the body acts itself. */
export function sayAway({ away, executor, isUnattended }: Pick<Outcome, 'away' | 'executor' | 'isUnattended'>): string {
  if (away.length === 0) return '';
  const told = away.map(({ organisation, window }) => `«${organisation.name}» не работает ${windowInRussian(window)}`);
  return `; ${told.join(', ')}, ${isUnattended ? 'замены нет' : `действует «${executor.name}»`}`;
}
