import { afterEach, describe, expect, it } from 'vitest';
import { language } from '../shared/i18n/i18n.svelte';
import { DeskError, toDeskError } from './errors';

afterEach(() => {
  language.current = 'vi';
});

describe('a refusal of the core', () => {
  it('keeps code, field and values', () => {
    const error = toDeskError({
      code: 'field.too_long',
      field: 'name',
      params: { max: '32' },
    });
    expect(error).toMatchObject({ code: 'field.too_long', field: 'name' });
    expect(error.sentence).toBe('Quá dài: tối đa 32 ký tự.');
    language.current = 'en';
    expect(error.sentence).toBe('Too long: at most 32 characters.');
  });

  it.each([new TypeError('x'), 'command not found', null, undefined, 7, {}])(
    '%s, which is none, says that the core did not answer',
    (cause) => {
      const error = toDeskError(cause);
      expect(error.code).toBe('unreachable');
      expect(error.sentence).not.toContain('command');
    },
  );

  it('tells everything that is wrong, in order', () => {
    const error = toDeskError({
      code: 'field.missing',
      field: 'name',
      more: [{ code: 'field.too_long', field: 'note', params: { max: '4000' } }],
    });
    expect(error.all).toEqual([
      { text: 'Vui lòng điền mục này.', field: 'name' },
      { text: 'Quá dài: tối đa 4000 ký tự.', field: 'note' },
    ]);
  });

  it('is not wrapped twice', () => {
    const error = new DeskError('field.missing', { field: 'name' });
    expect(toDeskError(error)).toBe(error);
  });
});
