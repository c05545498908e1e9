/** Help where nobody works yet: what it says there, and that it names only keys that act there. */
import { render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { order } from '../features/founding/order';
import { FAKE_PASSPHRASE, fakeDesk, freshDisk, usualDisk, type FakeOffice } from '../ipc/fake';
import { language } from '../shared/i18n/i18n.svelte';
import { status } from '../shared/status/status.svelte';
import { violations } from '../testing/axe';
import { fillIn, press } from '../testing/keyboard';
import App from './App.svelte';
import { firstDay } from './doors';
// Read beforehand: in the window it is there by the time somebody has signed in.
import './Workspace.svelte';

const doubt = {
  newest: '2026-11-24T09:41:00+07:00',
  now: '2026-11-20T08:00:00+07:00',
  ahead: false,
};
const fresh = () => ({ disk: freshDisk(), state: { demo: false } });

afterEach(() => {
  language.current = 'vi';
  status.clear();
});

function start(options: FakeOffice = {}) {
  render(App, { desk: fakeDesk(options) });
  return userEvent.setup();
}
type User = ReturnType<typeof start>;

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const field = (name: string | RegExp) => screen.findByLabelText<HTMLInputElement>(name);
const help = () => screen.queryByRole('complementary', { name: /^(Trợ giúp|Help)/ });

async function signIn(user: User) {
  await user.type(await screen.findByRole('textbox', { name: 'Tên đăng nhập' }), 'mai.le');
  await user.type(screen.getByLabelText('Cụm mật khẩu'), `${FAKE_PASSPHRASE}{Enter}`);
}

/** Opened by F1, read, and closed; the keys listed in it. */
async function helped(user: User, title: string, words: RegExp): Promise<string[]> {
  const before = document.activeElement;
  await user.keyboard('{F1}');
  const panel = await screen.findByRole('complementary', { name: `Trợ giúp: ${title}` });
  expect(document.activeElement).toBe(panel);
  expect(panel.textContent).toMatch(words);
  expect(await violations(document.documentElement)).toEqual([]);
  const listed = within(panel)
    .getAllByRole('term')
    .map((term) => term.querySelector('.unseen')?.textContent ?? '');
  await user.keyboard('{Escape}');
  expect(help()).toBeNull();
  expect(document.activeElement).toBe(before);
  return listed;
}

describe('help before the work', () => {
  it('at the sign-in says what to do about a forgotten passphrase', async () => {
    const user = start();
    await user.type(await field('Cụm mật khẩu'), 'mây');
    expect(
      await helped(user, 'Đăng nhập', /quản trị và chỉ huy phụ trách cùng ghi danh lại/),
    ).toEqual(['F1', 'F8', 'F12', 'Escape']);
    expect((await field('Cụm mật khẩu')).value).toBe('mây');
    expect(screen.queryByText(/được giữ lại, mã hóa/)).toBeNull();
  });

  it('has a button where the key stands, which opens and closes it', async () => {
    const user = start();
    const opens = await button(/^Trợ giúp/);
    await press(user, opens);
    expect(help()).not.toBeNull();
    expect(help()?.textContent).not.toMatch(/Enter sang ô tiếp theo|được giữ lại, mã hóa/);
    await press(user, opens);
    expect(help()).toBeNull();
  });

  it('goes on with the screen: from the sign-in to the invitation', async () => {
    const user = start();
    await user.keyboard('{F1}');
    await press(user, await button('Có mã mời?'));
    const panel = await screen.findByRole('complementary', {
      name: 'Trợ giúp: Đăng nhập lần đầu bằng mã mời',
    });
    expect(panel.textContent).toMatch(/quá 24 giờ hoặc bị mất thì quản trị tạo mã mới/);
    expect(panel.textContent).toMatch(/phím số 1 đến 9 chọn ngay/);
    expect(panel.textContent).not.toMatch(/Enter sang ô tiếp theo|được giữ lại, mã hóa/);
    expect(await violations(document.documentElement)).toEqual([]);
  });

  it('at a clock in doubt says who can set it', async () => {
    const user = start({ person: { clock: doubt } });
    await signIn(user);
    await screen.findByRole('heading', { name: 'Đồng hồ của máy có đúng không?' });
    const listed = await helped(user, 'Đồng hồ của máy có đúng không?', /người trông coi máy/);
    expect(listed).toEqual(['F1', 'F8', 'F12', 'Ctrl+L', 'Escape']);
  });

  it('at a passphrase that others have seen says what is asked, and is gone with the work', async () => {
    const user = start({ person: { must_change: true } });
    await signIn(user);
    await screen.findByRole('heading', { name: 'Đổi cụm mật khẩu' });
    const listed = await helped(user, 'Đổi cụm mật khẩu', /lần đăng nhập sau máy hỏi lại/);
    expect(listed).toEqual(['F1', 'F8', 'F12', 'Ctrl+L', 'Escape']);
    await user.keyboard('{F1}{Control>}l{/Control}');
    await screen.findByRole('textbox', { name: 'Tên đăng nhập' });
    expect(help()).toBeNull();
  });

  it('at a page that says what went wrong', async () => {
    render(App, {
      desk: { ...fakeDesk(), deskState: () => Promise.reject(new Error('gone')) },
    });
    const user = userEvent.setup();
    await screen.findByRole('alert');
    await helped(user, 'Phòng Tiếp dân', /báo quản trị/);
  });

  it('is the work’s own once there is work', async () => {
    const user = start();
    await signIn(user);
    await screen.findByRole('heading', { name: 'Hàng đợi' });
    expect(screen.getAllByRole('button', { name: /^Trợ giúp/ })).toHaveLength(1);
    await user.keyboard('{F1}');
    await screen.findByRole('complementary', { name: 'Trợ giúp: Quầy tiếp dân' });
    expect(help()?.textContent).toMatch(/Enter sang ô tiếp theo/);
    expect(help()?.textContent).toMatch(/được giữ lại, mã hóa/);
  });

  it('speaks English on an English page', async () => {
    const user = start({ state: { lang: 'en' } });
    await button('Sign in');
    await user.keyboard('{F1}');
    const panel = await screen.findByRole('complementary', { name: 'Help: Sign in' });
    expect(panel.textContent).toMatch(/Nobody can look up or reset a forgotten passphrase/);
  });
});

describe('help through the first day', () => {
  it('says at each step what it leaves, and that one may stop there', () => {
    const said = order.map(({ id }) => firstDay(id));
    expect(new Set(said.map(({ help: [leaves] }) => leaves)).size).toBe(order.length);
    expect(said.every(({ help: keys }) => keys.includes('ui.help.first.on'))).toBe(true);
  });

  it('changes with the step, beside it', async () => {
    const user = start(fresh());
    await screen.findByRole('heading', { level: 1, name: 'Bắt đầu' });
    expect(await helped(user, 'Ngày đầu tiên', /Dừng ở bước nào cũng được/)).toEqual([
      'F1',
      'F8',
      'F12',
      'Escape',
    ]);
    await press(user, await button('Lập đơn vị'));
    await user.keyboard('{F1}');
    expect(help()?.textContent).toMatch(/tiêu đề của mọi tờ giấy/);
    expect(help()?.textContent).toMatch(/Enter sang ô tiếp theo/);
    await fillIn(user, await field('Tên đơn vị'), 'Phòng Tiếp công dân');
    await fillIn(user, await field('Địa danh'), 'Phường Mẫu');
    await press(user, await button('Tiếp tục'));
    await screen.findByRole('heading', { level: 1, name: 'Người lập đơn vị' });
    expect(help()?.textContent).toMatch(/tên và vai trò của những người lập đơn vị/);
  });

  it('stands too where an administrator goes on with it', async () => {
    const desk = fakeDesk({ disk: { ...usualDisk(), behind: [] }, state: { demo: false } });
    await desk.signIn('lan.pham', new TextEncoder().encode(FAKE_PASSPHRASE));
    render(App, { desk });
    const user = userEvent.setup();
    await screen.findByRole('heading', { level: 1, name: 'Mảnh khôi phục' });
    expect(await helped(user, 'Ngày đầu tiên', /ba mảnh trên giấy/)).toEqual([
      'F1',
      'F8',
      'F12',
      'Ctrl+L',
      'Escape',
    ]);
  });
});
