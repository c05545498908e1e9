/** How long there is, as a list says it. */
import { describe, expect, it } from 'vitest';
import { leftWords } from './left';

describe('how long there is', () => {
  it('is said in working days, or in hours where those run', () => {
    const said = (hours: boolean, count: number) => leftWords({ hours, count })?.text;
    expect(said(false, 3)).toBe('Còn 3 ngày làm việc');
    expect(said(false, 0)).toBe('Hết hạn hôm nay');
    expect(said(false, -2)).toBe('Quá hạn 2 ngày làm việc');
    expect(said(true, 23)).toBe('Còn 23 giờ');
    expect(said(true, 0)).toBe('Còn dưới một giờ');
    expect(said(true, -1)).toBe('Quá hạn 1 giờ');
    expect(leftWords(null)).toBeNull();
  });

  it('is never said by colour alone: each tone has a shape of its own', () => {
    const shapes = [-1, 0, 5].map((count) => leftWords({ hours: false, count })?.shape);
    expect(new Set(shapes).size).toBe(3);
  });
});
