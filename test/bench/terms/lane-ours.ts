import { addWorkingMinutes, workingMinutesBetween } from '../../../src/core/working-time.js';
import { serveLane } from '../lane.js';
import { inventIntervals, openCalendar } from './intervals.js';
import { MinuteTable } from './minute-table.js';

serveLane(async () => {
  const calendar = openCalendar();
  const intervals = inventIntervals();
  const table = new MinuteTable(calendar);
  // Before anything is measured both programs must have the same minutes.
  for (const interval of intervals) {
    const { fromMs, toMs, where } = interval;
    const ours = workingMinutesBetween(fromMs, toMs, calendar, where);
    const theirs = table.minutesOf(interval);
    if (ours !== theirs) throw new Error(`minutes differ in ${JSON.stringify(interval)}: ${ours} and ${theirs}`);
    if (ours > 0 && addWorkingMinutes(fromMs, ours, calendar, where) > toMs)
      throw new Error(`the term of ${JSON.stringify(interval)} ends after it`);
  }
  return {
    async round(size) {
      let minutes = 0;
      for (let i = 0; i < size; i++) {
        const { fromMs, toMs, where } = intervals[i % intervals.length] as (typeof intervals)[number];
        minutes += workingMinutesBetween(fromMs, toMs, calendar, where);
      }
      if (minutes === 0) throw new Error('no working time was found');
    },
    close: async () => undefined,
  };
});
