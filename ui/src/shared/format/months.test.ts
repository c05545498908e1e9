import { describe, expect, it } from 'vitest';
import { MONTHS, months } from './months';

describe('the small calendar of a legal time', () => {
  const skipped = [
    { date: '2026-11-28', why: 'Thứ Bảy' },
    { date: '2026-11-29', why: 'Chủ nhật' },
  ];

  it('runs over the months from the first day to the last, whole weeks from Monday', () => {
    const found = months('2026-11-25', '2026-12-03', skipped);
    expect(found.map(({ key }) => key)).toEqual(['2026-11', '2026-12']);
    expect(found.every(({ weeks }) => weeks.every((week) => week.length === 7))).toBe(true);
    const days = found.flatMap(({ weeks }) => weeks.flat()).filter((cell) => cell !== null);
    expect(days).toHaveLength(61);
    const mark = (date: string) => days.find((cell) => cell.date === date)?.mark;
    expect(mark('2026-11-24')).toBe('out');
    expect(mark('2026-11-25')).toBe('first');
    expect(mark('2026-11-28')).toBe('skipped');
    expect(mark('2026-12-02')).toBe('counted');
    expect(mark('2026-12-03')).toBe('due');
    expect(mark('2026-12-04')).toBe('out');
    // The first of December 2026 is a Tuesday.
    expect(found[1]?.weeks[0]?.[0]).toBeNull();
    expect(found[1]?.weeks[0]?.[1]?.day).toBe(1);
  });

  it('goes over a year and a leap day, and is none where it would not be small', () => {
    const over = months('2027-12-30', '2028-02-29', []);
    expect(over.map(({ key }) => key)).toEqual(['2027-12', '2028-01', '2028-02']);
    expect(months('2026-01-01', '2026-06-30', [])).toHaveLength(MONTHS);
    expect(months('2026-01-01', '2026-07-01', [])).toEqual([]);
  });
});
