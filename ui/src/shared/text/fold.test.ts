import { describe, expect, it } from 'vitest';
import { fold, holds } from './fold';

describe('folding', () => {
  it.each([
    ['Đặng Thị Đào', 'dang thi dao'],
    ['Phường Ngã Bảy', 'phuong nga bay'],
    ['Nguyễn', 'nguyen'],
    ['CỘNG HÒA XÃ HỘI', 'cong hoa xa hoi'],
    ['', ''],
  ])('%s reads %s, composed and decomposed', (text, folded) => {
    expect(fold(text.normalize('NFC'))).toBe(folded);
    expect(fold(text.normalize('NFD'))).toBe(folded);
  });

  it('finds words by their beginnings, in any order, with or without marks', () => {
    expect(holds('Quầy tiếp dân', 'tiep q')).toBe(true);
    expect(holds('Quầy tiếp dân', 'TIẾP'.normalize('NFD'))).toBe(true);
    expect(holds('Quầy tiếp dân', '')).toBe(true);
    expect(holds('Quầy tiếp dân', 'iep')).toBe(false);
    expect(holds('Quầy tiếp dân', 'tiep nguoi')).toBe(false);
  });
});
