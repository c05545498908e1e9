/** The cover where nobody is signed in: the page's own, at once, and gone again with nothing lost. */
import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeskApi } from '../ipc/desk-api';
import { FAKE_PASSPHRASE, fakeDesk, freshDisk } from '../ipc/fake';
import { language } from '../shared/i18n/i18n.svelte';
import { keys } from '../shared/keys/keys.svelte';
import { status } from '../shared/status/status.svelte';
import { violations } from '../testing/axe';
import { fillIn, press } from '../testing/keyboard';
import App from './App.svelte';
// Read beforehand: in the window it is there by the time somebody has signed in.
import './Workspace.svelte';

const WORDS = 'gạo thuyền nắng cau chợ';

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
});
afterEach(() => {
  vi.useRealTimers();
  language.current = 'vi';
  keys.resting = false;
  status.clear();
});

const person = () => userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) });
type User = ReturnType<typeof person>;
const button = (name: string | RegExp) => screen.findByRole('button', { name });
const field = (name: string | RegExp) => screen.findByLabelText<HTMLInputElement>(name);
const cover = () => screen.queryByRole('main', { name: 'Màn hình đang được che' });
const held = (text: RegExp | string) => screen.queryByText(text);
const VAULT = /khóa còn trong bộ nhớ máy/;
const NOBODY = /Chưa có ai đăng nhập ở đây/;

function start(desk: DeskApi) {
  const asked = { cover: vi.spyOn(desk, 'cover'), uncover: vi.spyOn(desk, 'uncover') };
  const { container } = render(App, { desk });
  return { ...asked, user: person(), page: () => container.querySelector('.page') };
}

/** Covered, said truly, and taken away by F8 however late; what had the keys has them again. */
async function coversAndLifts(user: User, page: () => Element | null) {
  const before = document.activeElement;
  const text = () => page()?.querySelector('main')?.textContent;
  const stood = text();
  await user.keyboard('{F8}');
  expect(cover()).not.toBeNull();
  expect(document.activeElement).toBe(cover());
  expect(page()?.hasAttribute('data-covered')).toBe(true);
  expect(page()).toHaveProperty('inert', true);
  expect(document.title).toBe('Phòng Tiếp dân');
  expect(held(NOBODY)).not.toBeNull();
  expect(held(VAULT)).toBeNull();
  expect(await violations(document.documentElement)).toEqual([]);
  await vi.advanceTimersByTimeAsync(60_000);
  await user.keyboard('{F8}');
  await vi.waitFor(() => {
    expect(cover()).toBeNull();
  });
  expect(page()?.hasAttribute('data-covered')).toBe(false);
  expect(text()).toBe(stood);
  expect(document.activeElement).toBe(before);
}

describe('where nobody is signed in, F8 covers', () => {
  it('the sign-in, and the passphrase being typed is whole afterwards', async () => {
    const { user, page, ...asked } = start(fakeDesk());
    await user.type(await field('Tên đăng nhập'), 'mai.le');
    await user.type(await field('Cụm mật khẩu'), 'mây tr');
    await coversAndLifts(user, page);
    await user.keyboard('ời');
    expect((await field('Tên đăng nhập')).value).toBe('mai.le');
    expect((await field('Cụm mật khẩu')).value).toBe('mây trời');
    expect(asked.cover).not.toHaveBeenCalled();
    expect(asked.uncover).not.toHaveBeenCalled();
  });

  it('the invitation, with the words it suggests', async () => {
    const { user, page } = start(fakeDesk());
    await press(user, await button('Có mã mời?'));
    await fillIn(user, await field('Mã mời'), 'trầu sóng');
    await screen.findByText(WORDS);
    await coversAndLifts(user, page);
    expect((await field('Mã mời')).value).toBe('trầu sóng');
    expect(screen.getByText(WORDS)).toBeDefined();
  });

  it('the first day, with the passphrase of a founder on it', async () => {
    const { user, page } = start(fakeDesk({ disk: freshDisk(), state: { demo: false } }));
    await press(user, await button('Lập đơn vị'));
    await fillIn(user, await field('Tên đơn vị'), 'Phòng Tiếp công dân');
    await fillIn(user, await field('Địa danh'), 'Phường Mẫu');
    await press(user, await button('Tiếp tục'));
    await screen.findByRole('heading', { level: 1, name: 'Người lập đơn vị' });
    for (const [at, name] of ['lan', 'hung'].entries()) {
      const [display, sign] = ['Họ tên', 'Tên đăng nhập'].map(
        (label) => screen.getAllByLabelText<HTMLInputElement>(label)[at] ?? document.body,
      );
      await fillIn(user, display ?? document.body, name.toUpperCase());
      await fillIn(user, sign ?? document.body, name);
    }
    await press(user, await button('Tiếp tục'));
    await screen.findByText(WORDS);
    await press(user, await button(/^Đã thuộc/));
    const back = await field('Gõ lại năm từ');
    await user.type(back, 'gạo thuyền');
    await coversAndLifts(user, page);
    expect((await field('Gõ lại năm từ')).value).toBe('gạo thuyền');
  });

  it('a page that says what went wrong', async () => {
    const { user, page } = start({
      ...fakeDesk(),
      deskState: () => Promise.reject(new Error('gone')),
    });
    await screen.findByRole('alert');
    (await button('Thử lại')).focus();
    await coversAndLifts(user, page);
  });

  it('in English as truly', async () => {
    const { user } = start(fakeDesk({ state: { lang: 'en' } }));
    await button('Sign in');
    await user.keyboard('{F8}');
    expect(screen.getByText(/^Nobody is signed in here/)).toBeDefined();
  });

  it('the looks that are open over it, and lets no other key through', async () => {
    const { user } = start(fakeDesk());
    await user.click(await button('Hiển thị'));
    await user.keyboard('{F8}{F1}{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    await user.keyboard('{F8}');
    await screen.findByRole('dialog', { name: 'Hiển thị' });
    expect(screen.queryByRole('complementary', { name: /Trợ giúp/ })).toBeNull();
  });

  it('and its buttons do the same', async () => {
    const { user } = start(fakeDesk());
    await field('Tên đăng nhập');
    await user.click(await button(/Che màn hình/));
    expect(cover()).not.toBeNull();
    expect(screen.queryByRole('button', { name: /Khóa/ })).toBeNull();
    await user.click(await button(/Trở lại/));
    await vi.waitFor(() => {
      expect(cover()).toBeNull();
    });
  });
});

describe('a session under a cover that was raised before it', () => {
  /** She covers the screen while the vault is being opened. */
  async function signsInCovered() {
    const desk = fakeDesk();
    const signIn = desk.signIn.bind(desk);
    let answer: () => void = () => undefined;
    const waits = new Promise<void>((resolve) => (answer = resolve));
    desk.signIn = async (name, passphrase) => {
      const who = await signIn(name, passphrase);
      await waits;
      return who;
    };
    const started = start(desk);
    const { user } = started;
    await user.type(await field('Tên đăng nhập'), 'mai.le');
    await user.type(await field('Cụm mật khẩu'), `${FAKE_PASSPHRASE}{Enter}`);
    await user.keyboard('{F8}');
    expect(started.cover).not.toHaveBeenCalled();
    answer();
    await screen.findByText(VAULT);
    return started;
  }

  it('is kept covered by the core from then on, and the cover says so', async () => {
    const { user, ...asked } = await signsInCovered();
    expect(held(NOBODY)).toBeNull();
    expect(asked.cover).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(20_500);
    await user.keyboard('{F8}');
    expect(cover()).not.toBeNull();
    expect(asked.uncover).not.toHaveBeenCalled();
    await button(/Khóa và đăng nhập lại/);
  });

  it('that is lifted in time shows the work, and the keys are there', async () => {
    const { user, ...asked } = await signsInCovered();
    await user.keyboard('{F8}');
    await screen.findByRole('heading', { name: 'Hàng đợi' });
    expect(asked.uncover).toHaveBeenCalledOnce();
    await vi.waitFor(() => {
      expect(document.activeElement?.closest('main')?.id).toBe('main');
    });
  });

  it('that is being locked: the cover stays, and nothing beneath takes a key', async () => {
    let locked: () => void = () => undefined;
    const desk = fakeDesk();
    const lock = desk.lock.bind(desk);
    const waits = new Promise<void>((resolve) => (locked = resolve));
    desk.lock = async () => {
      await waits;
      return lock();
    };
    const { user, ...asked } = start(desk);
    await user.type(await field('Tên đăng nhập'), 'mai.le');
    await user.type(await field('Cụm mật khẩu'), `${FAKE_PASSPHRASE}{Enter}`);
    await screen.findByRole('heading', { name: 'Hàng đợi' });
    await user.keyboard('{Control>}l{/Control}');
    await vi.advanceTimersByTimeAsync(100);
    await user.keyboard('{F8}');
    expect(held(NOBODY)).not.toBeNull();
    locked();
    await vi.advanceTimersByTimeAsync(100);
    expect(cover()).not.toBeNull();
    expect(asked.cover).not.toHaveBeenCalled();
    await user.keyboard('{F1}{F8}');
    await screen.findByRole('textbox', { name: 'Tên đăng nhập' });
    expect(screen.queryByRole('complementary', { name: /Trợ giúp/ })).toBeNull();
  });
});
