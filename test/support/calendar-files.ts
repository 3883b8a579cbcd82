/** A calendar in the formats in which open data give it: what they say is the calendar itself, how they say it is theirs. */
import { type CalendarYear, daysOfYear, isWeekend, statutoryHolidays, totalsOf } from '../../src/core/calendar-year.js';

export const months = [
  'Январь',
  'Февраль',
  'Март',
  'Апрель',
  'Май',
  'Июнь',
  'Июль',
  'Август',
  'Сентябрь',
  'Октябрь',
  'Ноябрь',
  'Декабрь',
];

/** `<day d="01.09" t="1" f="01.03"/>`; holidays on weekends are named too, as xmlcalendar.ru does. */
export function asXml(calendar: CalendarYear, moved: Readonly<Record<string, string>> = {}): string {
  const { year, daysOff, workdays, shortDays } = calendar;
  const holidays = statutoryHolidays.map((day) => `${year}-${day}`);
  const types = new Map<string, number>([
    ...[...holidays, ...daysOff].map((date) => [date, 1] as const),
    ...workdays.map((date) => [date, 3] as const),
    ...shortDays.map((date) => [date, 2] as const),
  ]);
  const short = (date: string): string => date.slice(5).replace('-', '.');
  const days = [...types].sort().map(([date, type]) => {
    const from = moved[date];
    const holiday = holidays.includes(date) ? ' h="1"' : '';
    return `    <day d="${short(date)}" t="${type}"${holiday}${from === undefined ? '' : ` f="${short(from)}"`}/>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<calendar year="${year}" lang="ru" date="${year - 1}.10.01" country="ru">`,
    '  <holidays>',
    '    <holiday id="1" title="Праздник"/>',
    '  </holidays>',
    '  <days>',
    ...days,
    '  </days>',
    '</calendar>',
    '',
  ].join('\n');
}

/** Days off of a month as «1,2,3*,9+». */
function monthList({ year, daysOff, workdays, shortDays }: CalendarYear, month: number): string {
  const start = `${year}-${String(month).padStart(2, '0')}`;
  return daysOfYear(year)
    .filter((date) => date.startsWith(start))
    .flatMap((date) => {
      const day = Number(date.slice(8));
      if (shortDays.includes(date)) return [`${day}*`];
      if (workdays.includes(date)) return [];
      if (daysOff.includes(date)) return [statutoryHolidays.includes(date.slice(5)) ? `${day}` : `${day}+`];
      return isWeekend(date) ? [`${day}`] : [];
    })
    .join(',');
}

export function asJson(calendar: CalendarYear, moved: Readonly<Record<string, string>> = {}): string {
  const { workingDays, daysOff, hours40 } = totalsOf(calendar);
  const short = (date: string): string => date.slice(5).replace('-', '.');
  return JSON.stringify({
    year: calendar.year,
    months: months.map((_, index) => ({ month: index + 1, days: monthList(calendar, index + 1) })),
    transitions: Object.entries(moved).map(([to, from]) => ({ from: short(from), to: short(to) })),
    statistic: { workdays: workingDays, holidays: daysOff, hours40, hours36: 0, hours24: 0 },
  });
}

export const csvHead = [
  'Год/Месяц',
  ...months,
  'Всего рабочих дней',
  'Всего праздничных и выходных дней',
  'Количество рабочих часов при 40-часовой рабочей неделе',
  'Количество рабочих часов при 36-часовой рабочей неделе',
];

export function csvRow(calendar: CalendarYear): string[] {
  const { workingDays, daysOff, hours40 } = totalsOf(calendar);
  const lists = months.map((_, index) => monthList(calendar, index + 1));
  return [String(calendar.year), ...lists, String(workingDays), String(daysOff), String(hours40), '1775.2'];
}

/** The production calendar of data.gov.ru: a row a year. */
export function asCsv(...calendars: CalendarYear[]): string {
  return [csvHead, ...calendars.map(csvRow)].map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n');
}

export function asDays({ daysOff, workdays, shortDays }: CalendarYear): string {
  const russian = (date: string): string => date.split('-').reverse().join('.');
  return [
    'Дата;Вид;Название',
    ...daysOff.map((date) => `${russian(date)};выходной;Праздник`),
    ...workdays.filter((date) => !shortDays.includes(date)).map((date) => `${russian(date)};рабочий;`),
    ...shortDays.map((date) => `${russian(date)};сокращённый;`),
  ].join('\r\n');
}

export function asIcal({ daysOff, workdays, shortDays }: CalendarYear): string {
  const event = (date: string, summary: string): string[] => [
    'BEGIN:VEVENT',
    `UID:${date}@example`,
    `DTSTART;VALUE=DATE:${date.replaceAll('-', '')}`,
    `SUMMARY:${summary}`,
    'END:VEVENT',
  ];
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...daysOff.flatMap((date) => event(date, 'День \r\n народного единства')),
    ...workdays.filter((date) => !shortDays.includes(date)).flatMap((date) => event(date, 'Рабочий день')),
    ...shortDays.flatMap((date) => event(date, 'Предпраздничный день')),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}
