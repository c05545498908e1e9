/** The menu of the program: before and after the sign-in, under the cover, to the end of the window. */
import { render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DeskError } from '../ipc/errors';
import { FAKE_PASSPHRASE, fakeDesk } from '../ipc/fake';
import { language } from '../shared/i18n/i18n.svelte';
import { violations } from '../testing/axe';
import App from './App.svelte';
// Read beforehand: in the window it is there by the time somebody has signed in.
import './Workspace.svelte';

afterEach(() => {
  language.current = 'vi';
});

const offered = () => screen.getAllByRole('menuitem').map((item) => item.textContent.trim());

async function atWork(desk = fakeDesk({ state: { locked: false, demo: false } })) {
  render(App, { desk });
  await screen.findByRole('navigation', { name: 'Các màn hình' });
  return userEvent.setup();
}

describe('the menu', () => {
  it('offers each act with its key, in the language of the moment', async () => {
    const user = await atWork();
    await user.keyboard('{F12}');
    expect(offered()).toEqual([
      'Tìm nhanh Ctrl K',
      'Trợ giúp F1',
      'Hiển thị',
      'Đơn vị thực hành',
      'Giới thiệu phần mềm',
      'Che màn hình F8',
      'Khóa Ctrl L',
      'Đóng phần mềm',
    ]);
    expect(await violations(document.documentElement)).toEqual([]);
    await user.keyboard('{Escape}');
    await user.click(screen.getByRole('button', { name: 'English' }));
    await user.keyboard('{F12}');
    expect(offered()).toContain('Close the program');
  });

  it('offers nothing before the sign-in that needs one, and no practice within the practice', async () => {
    render(App, { desk: fakeDesk({ state: { demo: true } }) });
    await screen.findByRole('textbox', { name: 'Tên đăng nhập' });
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: 'Menu' }));
    expect(offered()).toEqual([
      'Trợ giúp F1',
      'Hiển thị',
      'Giới thiệu phần mềm',
      'Che màn hình F8',
      'Đóng phần mềm',
    ]);
    expect(await violations(document.documentElement)).toEqual([]);
  });

  it('goes back from a screen, and offers that only where there is a way back', async () => {
    const user = await atWork();
    await user.click(screen.getByRole('button', { name: /Cài đặt/ }));
    await screen.findByRole('heading', { name: 'Cài đặt' });
    await user.keyboard('{F12}');
    await user.click(screen.getByRole('menuitem', { name: 'Trở lại màn hình trước' }));
    await screen.findByRole('heading', { name: 'Hàng đợi' });
  });

  it('opens search, help, looks, practice office and what program this is', async () => {
    const user = await atWork();
    const choose = async (name: string) => {
      await user.keyboard('{F12}');
      await user.click(screen.getByRole('menuitem', { name }));
    };
    await choose('Tìm nhanh');
    await screen.findByRole('combobox', { name: 'Tìm nhanh' });
    await user.keyboard('{Escape}');
    await choose('Trợ giúp');
    await screen.findByRole('complementary', { name: 'Trợ giúp: Quầy tiếp dân' });
    await user.keyboard('{Escape}');
    await choose('Hiển thị');
    await screen.findByRole('dialog', { name: 'Hiển thị' });
    await user.keyboard('{Escape}');
    await choose('Giới thiệu phần mềm');
    const about = await screen.findByRole('dialog', { name: 'Giới thiệu phần mềm' });
    expect(within(about).getByText('Phiên bản')).toBeDefined();
    expect(await violations(document.documentElement)).toEqual([]);
    await user.keyboard('{Escape}');
    await choose('Đơn vị thực hành');
    const practice = await screen.findByRole('dialog', { name: 'Đơn vị thực hành' });
    await user.click(within(practice).getByRole('button', { name: 'Mở đơn vị thực hành' }));
    await within(practice).findByRole('table');
    expect(await violations(document.documentElement)).toEqual([]);
  });

  it('covers the screen, and is not to be had under the cover', async () => {
    const user = await atWork();
    await user.keyboard('{F12}');
    await user.click(screen.getByRole('menuitem', { name: 'Che màn hình' }));
    await screen.findByRole('main', { name: 'Màn hình đang được che' });
    await user.keyboard('{F12}');
    expect(screen.queryByRole('menu')).toBeNull();
  });

  it('closes the window as its own button does', async () => {
    const desk = fakeDesk({ state: { locked: false } });
    const closeWindow = vi.fn(desk.closeWindow);
    const lock = vi.fn(desk.lock);
    const user = await atWork({ ...desk, closeWindow, lock });
    await user.keyboard('{F12}{End}{Enter}');
    await vi.waitFor(() => {
      expect(closeWindow).toHaveBeenCalledTimes(1);
    });
    expect(lock).not.toHaveBeenCalled();
  });

  it('says why where the window does not close', async () => {
    const desk = fakeDesk({ state: { locked: false } });
    const closeWindow = () => Promise.reject(new DeskError('unreachable'));
    const user = await atWork({ ...desk, closeWindow });
    await user.keyboard('{F12}{End}{Enter}');
    const told = await screen.findByRole('dialog', { name: 'Đóng phần mềm' });
    await within(told).findByText(/không nối được với phần lõi/);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('opened while a sign-in is under way is gone when the work begins', async () => {
    const desk = fakeDesk({ state: { demo: false } });
    let derived: () => void = () => undefined;
    const derives = new Promise<void>((resolve) => (derived = resolve));
    const signIn: typeof desk.signIn = async (...who) => {
      await derives;
      return desk.signIn(...who);
    };
    render(App, { desk: { ...desk, signIn } });
    const user = userEvent.setup();
    await user.type(await screen.findByRole('textbox', { name: 'Tên đăng nhập' }), 'mai.le');
    await user.type(screen.getByLabelText('Cụm mật khẩu'), `${FAKE_PASSPHRASE}{Enter}`);
    await user.keyboard('{F12}');
    expect(offered()).not.toContain('Khóa Ctrl L');
    derived();
    await screen.findByRole('heading', { name: 'Hàng đợi' });
    expect(screen.queryByRole('menu')).toBeNull();
    await user.keyboard('{F12}');
    expect(offered()).toContain('Khóa Ctrl L');
  });

  it('says that the practice office is open already instead of opening it again', async () => {
    const desk = fakeDesk({ state: { locked: false, demo: false } });
    const openDemo = async () => ({ ...(await desk.openDemo()), already: true });
    const user = await atWork({ ...desk, openDemo });
    await user.keyboard('{F12}');
    await user.click(screen.getByRole('menuitem', { name: 'Đơn vị thực hành' }));
    await user.click(await screen.findByRole('button', { name: 'Mở đơn vị thực hành' }));
    await screen.findByText(/đang mở sẵn trong cửa sổ khác/);
  });

  it('locks as the key does', async () => {
    const desk = fakeDesk({ state: { locked: false } });
    const lock = vi.fn(desk.lock);
    const user = await atWork({ ...desk, lock });
    await user.keyboard('{F12}');
    await user.click(screen.getByRole('menuitem', { name: 'Khóa' }));
    await vi.waitFor(() => {
      expect(lock).toHaveBeenCalledTimes(1);
    });
  });

  it('rests while a question lies over the screen', async () => {
    const user = await atWork();
    await user.click(screen.getByRole('button', { name: 'Hiển thị' }));
    await screen.findByRole('dialog', { name: 'Hiển thị' });
    await user.keyboard('{F12}');
    expect(screen.queryByRole('menu')).toBeNull();
  });
});
