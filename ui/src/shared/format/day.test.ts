import { describe, expect, it } from 'vitest';
import { clockTime, dayInWords, now } from './day';

describe('a day in words', () => {
  it.each([
    ['2026-11-24', 'vi', 'Thứ Ba 24/11/2026'],
    ['2026-11-24', 'en', 'Tuesday 24/11/2026'],
    ['2028-02-29', 'vi', 'Thứ Ba 29/02/2028'],
  ])('%s in %s is %s', (day, lang, expected) => {
    expect(dayInWords(day, lang)).toBe(expected);
  });

  it.each(['', '24/11/2026', '2026-13-01', '2026-11-24T00:00'])('%j is shown as it came', (day) => {
    expect(dayInWords(day, 'vi')).toBe(day);
  });
});

describe('a clock time', () => {
  it('has two digits for hour and minute', () => {
    expect(clockTime(new Date(2026, 10, 24, 9, 5))).toBe('09:05');
  });

  it('is the desk’s, whatever zone the machine is set to', () => {
    const shown = now();
    const desk = new Date(Date.now() + 7 * 3_600_000);
    expect(clockTime(shown)).toBe(desk.toISOString().slice(11, 16));
  });
});
