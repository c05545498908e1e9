import { describe, expect, it } from 'vitest';
import { timeTyped } from './time-typed';

describe('a time as people type it', () => {
  it.each(['0935', '935', '9:35', '09:35', '9h35', '9.35', ' 9 giờ 35 phút '])(
    'reads %s',
    (text) => {
      expect(timeTyped(text)).toEqual({ hour: '09', minute: '35' });
    },
  );

  it.each(['', '9', '2400', '0960', 'chín giờ', '12345'])('says nothing of %s', (text) => {
    expect(timeTyped(text)).toBeNull();
  });
});
