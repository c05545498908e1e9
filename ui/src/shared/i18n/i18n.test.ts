import { afterEach, describe, expect, it } from 'vitest';
import { fill, language, say, t } from './i18n.svelte';

afterEach(() => {
  language.current = 'vi';
});

describe('sentences', () => {
  it('follow the language at once', () => {
    expect(t('ui.signin.title')).toBe('Đăng nhập');
    language.current = 'en';
    expect(t('ui.signin.title')).toBe('Sign in');
  });

  it('take their parameters, also those the core sends', () => {
    expect(t('ui.status.kept', { time: '09:42' })).toBe('Đã giữ 09:42');
    expect(say('error.field.too_long', { max: '50' })).toContain('50');
  });

  it('never search a value again and leave no brace of an absent parameter', () => {
    expect(fill('<{a}>{b}', { a: '{b}' })).toBe('<{b}>');
  });
});
