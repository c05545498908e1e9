import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeskApi, DeskState } from '../../ipc/desk-api';
import { FAKE_PASSPHRASE, fakeDesk } from '../../ipc/fake';
import { language } from '../../shared/i18n/i18n.svelte';
import { violations } from '../../testing/axe';
import SignInScreen from './SignInScreen.svelte';
import { SignIn } from './sign-in.svelte';

const state: DeskState = {
  founded: true,
  office: 'Phòng Tiếp công dân',
  place: 'Công an phường Mẫu',
  demo: true,
  desk: 'A',
  day: '2026-11-24',
  lang: 'vi',
  locked: true,
  ended: null,
  covered: false,
  small: null,
  who: null,
};

function open(desk: DeskApi = fakeDesk()) {
  const opened = vi.fn();
  const form = new SignIn(desk, opened);
  const { container } = render(SignInScreen, { form, desk: state });
  return { container, form, opened, user: userEvent.setup() };
}

const nameField = () => screen.getByRole('textbox', { name: /Tên đăng nhập|Sign-in name/ });
const secretField = () => screen.getByLabelText<HTMLInputElement>(/^(Cụm mật khẩu|Passphrase)$/);
const submit = () => screen.getByRole('button', { name: /^(Đăng nhập|Sign in)$/ });

afterEach(() => {
  language.current = 'vi';
});

describe('signing in', () => {
  it('opens the desk with the right name and passphrase', async () => {
    const { user, opened } = open();
    await user.type(nameField(), ' mai.le ');
    await user.type(secretField(), `${FAKE_PASSPHRASE}{Enter}`);
    await vi.waitFor(() => {
      expect(opened).toHaveBeenCalledWith(expect.objectContaining({ name: 'mai.le' }));
    });
  });

  it('empties the passphrase at once, before any answer, and keeps the name', async () => {
    const never = { ...fakeDesk(), signIn: () => new Promise<never>(() => undefined) };
    const { user } = open(never);
    await user.type(nameField(), 'mai.le');
    await user.type(secretField(), 'test');
    await user.click(submit());
    expect(secretField().value).toBe('');
    expect(nameField()).toHaveProperty('value', 'mai.le');
  });

  it('takes a pasted passphrase', async () => {
    const { user, opened } = open();
    await user.type(nameField(), 'mai.le');
    await user.click(secretField());
    await user.paste(FAKE_PASSPHRASE);
    await user.keyboard('{Enter}');
    await vi.waitFor(() => {
      expect(opened).toHaveBeenCalled();
    });
  });

  it('is asked once, however often the button is pressed', async () => {
    const signIn = vi.fn(() => new Promise<never>(() => undefined));
    const { user } = open({ ...fakeDesk(), signIn });
    await user.type(secretField(), 'test');
    await user.click(submit());
    await user.click(screen.getByRole('button', { name: 'Đang mở kho dữ liệu…' }));
    await user.type(secretField(), 'test{Enter}');
    expect(signIn).toHaveBeenCalledTimes(1);
  });
});

describe('a refused sign-in', () => {
  it.each([
    ['vi', 'Vui lòng kiểm tra lại', 'Vui lòng điền mục này.', 'Lỗi: Đăng nhập'],
    ['en', 'Please check', 'Please fill in this field.', 'Error: Sign in'],
  ] as const)(
    'in %s moves focus to the words and says the same beside the field',
    async (lang, title, sentence, page) => {
      language.current = lang;
      const { user, container } = open();
      await user.type(nameField(), 'mai.le');
      await user.click(submit());
      const summary = await screen.findByRole('alert', { name: title });
      expect(document.activeElement).toBe(summary);
      // The summary names the field where the sentence alone does not.
      expect(screen.getAllByText((text) => text.endsWith(sentence))).toHaveLength(2);
      expect(document.title).toContain(page);
      expect(secretField()).toHaveProperty('ariaInvalid', 'true');
      expect(await violations(container)).toEqual([]);
    },
  );

  it('leads from the summary to the field', async () => {
    const { user } = open();
    await user.type(secretField(), 'test{Enter}');
    await user.click(await screen.findByRole('link', { name: /Vui lòng điền mục này\.$/ }));
    expect(document.activeElement).toBe(nameField());
  });

  it('takes focus again at the second failure and follows a switch of language', async () => {
    const { user } = open();
    await user.type(secretField(), 'test{Enter}');
    await screen.findByRole('alert');
    await user.type(secretField(), 'test{Enter}');
    await vi.waitFor(() => {
      expect(document.activeElement).toBe(screen.getByRole('alert'));
    });
    language.current = 'en';
    await screen.findByRole('alert', { name: 'Please check' });
  });
});

describe('the passphrase', () => {
  it('is hidden until shown, and hidden again after it was sent', async () => {
    const { user } = open({ ...fakeDesk(), signIn: () => new Promise<never>(() => undefined) });
    await user.type(secretField(), 'test');
    expect(secretField().type).toBe('password');
    await user.click(screen.getByRole('button', { name: 'Hiện cụm mật khẩu' }));
    expect(secretField().type).toBe('text');
    await user.click(submit());
    expect(secretField().type).toBe('password');
  });

  it.each(['vi', 'en'] as const)('screen has no fault axe can see, in %s', async (lang) => {
    language.current = lang;
    const { container } = open();
    expect(await violations(container)).toEqual([]);
  });
});
