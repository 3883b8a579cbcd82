import { describe, expect, it } from 'vitest';
import { hoursOfBodies } from '../../../src/core/organisation.js';

const day = { workingDay: { from: '08:00', to: '17:00' }, weekdays: [1, 2, 3, 4, 5] };
const other = { workingDay: { from: '10:00', to: '19:00' }, weekdays: [1, 2, 3, 4, 5] };

describe('hours that bodies have of their own', () => {
  const hoursOf = hoursOfBodies([
    {
      data: {
        // The key of an earlier version counts too.
        executors: [{ id: 'roads', name: 'Дороги', hours: day }],
        organisations: [
          { id: 'roads', name: 'Дороги', hours: other },
          { id: 'water', name: 'Водоканал', calendar: '92', timeZone: 'Asia/Omsk' },
          { id: 'plain', name: 'Администрация' },
          { id: 'broken', name: 'Свет', hours: { workingDay: day.workingDay } },
          { id: 'broken', name: 'Свет', hours: other },
        ],
      },
    },
    { data: null },
    { data: { organisations: [{ id: 'water', name: 'Водоканал', hours: other }, null, 'text'] } },
  ]);

  it('are those of the first entry of an id, as routing takes them', () => {
    expect(hoursOf('roads')?.hours?.workingDay.from).toBe('08:00');
    expect(hoursOf('water')).toEqual({ hours: null, calendar: '92', timeZone: 'Asia/Omsk' });
  });

  it('are none where none are given, or what is given is not valid: that is passed over', () => {
    expect([hoursOf('plain'), hoursOf('nobody')]).toEqual([null, null]);
    expect(hoursOf('broken')?.hours?.workingDay.from).toBe('10:00');
  });

  it('are looked for when somebody asks, once', () => {
    let reads = 0;
    const lazy = hoursOfBodies([
      {
        get data() {
          reads++;
          return { organisations: [{ id: 'roads', name: 'Дороги', hours: day }] };
        },
      },
    ]);
    expect(reads).toBe(0);
    lazy('roads');
    lazy('water');
    expect(reads).toBe(1);
  });
});
