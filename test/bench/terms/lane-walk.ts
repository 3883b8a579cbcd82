import { serveLane } from '../lane.js';
import { inventIntervals, openCalendar } from './intervals.js';
import { MinuteTable } from './minute-table.js';

serveLane(async () => {
  const table = new MinuteTable(openCalendar());
  const intervals = inventIntervals();
  // The table is made before the clock starts.
  for (const interval of intervals) table.minutesOf(interval);
  return {
    async round(size) {
      let minutes = 0;
      for (let i = 0; i < size; i++)
        minutes += table.minutesOf(intervals[i % intervals.length] as (typeof intervals)[number]);
      if (minutes === 0) throw new Error('no working time was found');
    },
    close: async () => undefined,
  };
});
