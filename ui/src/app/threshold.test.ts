/** Between sign-in and work: a passphrase that was seen, an invitation, the practice office. */
import { render, screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeskApi } from '../ipc/desk-api';
import { FAKE_PASSPHRASE, fakeDesk, usualDisk } from '../ipc/fake';
import { language } from '../shared/i18n/i18n.svelte';
import { status } from '../shared/status/status.svelte';
import { violations } from '../testing/axe';
import { press } from '../testing/keyboard';
import App from './App.svelte';
// Read beforehand: in the window it is there by the time somebody has signed in.
import './Workspace.svelte';
import { placesFor } from './places';

const WORDS = 'gạo thuyền nắng cau chợ';
const root = document.documentElement;

afterEach(() => {
  language.current = 'vi';
  status.clear();
});

async function signIn(desk: DeskApi, name = 'mai.le') {
  render(App, { desk });
  const user = userEvent.setup();
  await user.type(await screen.findByRole('textbox', { name: 'Tên đăng nhập' }), name);
  await user.type(screen.getByLabelText('Cụm mật khẩu'), `${FAKE_PASSPHRASE}{Enter}`);
  return user;
}

describe('a passphrase that others have seen', () => {
  it('is changed before anything else, under cover and lock like any screen', async () => {
    const disk = usualDisk();
    for (const account of disk.accounts) {
      account.mustChange = true;
    }
    const user = await signIn(fakeDesk({ disk }));
    await screen.findByRole('heading', { name: 'Đổi cụm mật khẩu' });
    expect(screen.queryByRole('navigation', { name: 'Các màn hình' })).toBeNull();
    expect(screen.getByRole('button', { name: /Che màn hình/ })).toBeDefined();
    expect(await violations(root)).toEqual([]);
    await user.type(screen.getByLabelText('Cụm mật khẩu hiện nay'), FAKE_PASSPHRASE);
    await press(user, await screen.findByRole('button', { name: /^Đã thuộc/ }));
    await user.type(await screen.findByLabelText('Gõ lại năm từ'), `${WORDS}{Enter}`);
    await screen.findByRole('navigation', { name: 'Các màn hình' });
    expect(disk.accounts[0]?.passphrase).toBe(WORDS);
  });
});

describe('a clock in doubt', () => {
  const clock = {
    newest: '2026-11-24T09:41:00+07:00',
    now: '2026-11-20T08:00:00+07:00',
    ahead: false,
  };

  it('is set against day and time as the officer types them, said back in words', async () => {
    const user = await signIn(fakeDesk({ person: { clock } }));
    await screen.findByRole('heading', { name: 'Đồng hồ của máy có đúng không?' });
    expect(screen.getByText('09:41 24/11/2026')).toBeDefined();
    expect(await violations(root)).toEqual([]);
    await press(user, screen.getByRole('button', { name: 'Xác nhận' }));
    await screen.findByRole('alert');
    expect(screen.getByLabelText('Hôm nay là ngày')).toHaveProperty('ariaInvalid', 'true');
    expect(screen.getByLabelText('Bây giờ là')).toHaveProperty('ariaInvalid', null);
    expect(screen.queryByText(/08:00/)).toBeNull();
    await user.type(screen.getByLabelText('Hôm nay là ngày'), '201126');
    expect(await screen.findAllByText('Thứ Sáu, 20/11/2026')).toHaveLength(2);
    await user.keyboard('{Enter}');
    await waitFor(() =>
      expect(screen.getByLabelText('Bây giờ là')).toHaveProperty('ariaInvalid', 'true'),
    );
    await user.type(screen.getByLabelText('Bây giờ là'), '0805');
    expect(await screen.findAllByText('08 giờ 05 phút')).toHaveLength(2);
    await user.keyboard('{Enter}');
    await screen.findByRole('navigation', { name: 'Các màn hình' });
    expect(screen.queryByText(/Đồng hồ của máy chưa được xác nhận/)).toBeNull();
  });

  it('left for later, says above the work what is held back until it is answered', async () => {
    const user = await signIn(fakeDesk({ person: { clock } }));
    await press(user, await screen.findByRole('button', { name: 'Để sau' }));
    await screen.findByRole('navigation', { name: 'Các màn hình' });
    await screen.findByText(/Đồng hồ của máy chưa được xác nhận: chưa lưu được lượt tiếp/);
    expect(await violations(root)).toEqual([]);
    await press(user, screen.getByRole('button', { name: 'Xác nhận ngày giờ' }));
    await screen.findByRole('heading', { name: 'Đồng hồ của máy có đúng không?' });
  });
});

describe('an invitation', () => {
  it('is reached from the sign-in and left again, without a trace', async () => {
    render(App, { desk: fakeDesk() });
    const user = userEvent.setup();
    await press(user, await screen.findByRole('button', { name: 'Có mã mời?' }));
    await screen.findByRole('heading', { name: 'Đăng nhập lần đầu bằng mã mời' });
    await user.type(screen.getByLabelText('Mã mời'), 'trầu sóng');
    await press(user, screen.getByRole('button', { name: 'Về trang đăng nhập' }));
    await press(user, await screen.findByRole('button', { name: 'Có mã mời?' }));
    expect(screen.getByLabelText<HTMLInputElement>('Mã mời').value).toBe('');
  });
});

describe('the practice office', () => {
  it('wears other colours, and its scenes scan into the counter', async () => {
    const user = await signIn(fakeDesk());
    await user.click(await screen.findByRole('button', { name: 'Thực hành' }));
    expect(root.hasAttribute('data-practice')).toBe(true);
    await press(user, await screen.findByRole('button', { name: 'Quét thẻ của cảnh này' }));
    expect(await screen.findByDisplayValue('Hoàng Văn Lựu')).toBeDefined();
  });

  it('is offered nowhere else', async () => {
    expect(placesFor('reception').map(({ id }) => id)).not.toContain('practice');
    expect(placesFor('reception', true).map(({ id }) => id)).toContain('practice');
    await signIn(fakeDesk({ state: { demo: false } }));
    await screen.findByRole('navigation', { name: 'Các màn hình' });
    expect(screen.queryByRole('button', { name: 'Thực hành' })).toBeNull();
    expect(root.hasAttribute('data-practice')).toBe(false);
  });

  it('shows large letters from anywhere on F7', async () => {
    const user = await signIn(fakeDesk());
    await screen.findByRole('navigation', { name: 'Các màn hình' });
    await user.keyboard('{F7}');
    await screen.findByRole('dialog', { name: 'Chữ to cho người dân đọc' });
    await user.keyboard('Xin chào{Escape}');
    expect(screen.queryByText('Xin chào')).toBeNull();
  });
});

describe('the first minute', () => {
  it('opens on one key from anywhere, asks nothing, and notes a visit that is a number alone', async () => {
    const core = fakeDesk();
    const begun = vi.spyOn(core, 'beginPrivate');
    const user = await signIn(core);
    await user.click(await screen.findByRole('button', { name: 'Hồ sơ' }));
    await user.keyboard('{Control>}e{/Control}');
    const card = await screen.findByRole('dialog', { name: 'Khẩn cấp: làm ngay' });
    for (const words of ['113', '115', '111', 'Trẻ em ra chỗ an toàn trước.']) {
      expect(within(card).getByText(words)).toBeDefined();
    }
    expect(within(card).queryByRole('textbox')).toBeNull();
    expect(await violations(root)).toEqual([]);
    await user.keyboard('{Enter}');
    await screen.findByRole('complementary', { name: 'Bên cạnh' });
    expect(begun).toHaveBeenCalledWith(expect.objectContaining({ visit: null, draft: null }));
  });

  it('is closed again and nothing was noted', async () => {
    const core = fakeDesk();
    const begun = vi.spyOn(core, 'beginPrivate');
    const user = await signIn(core);
    await screen.findByRole('navigation', { name: 'Các màn hình' });
    await user.keyboard('{Control>}e{/Control}');
    await screen.findByRole('dialog', { name: 'Khẩn cấp: làm ngay' });
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog', { name: 'Khẩn cấp: làm ngay' })).toBeNull();
    expect(begun).not.toHaveBeenCalled();
  });
});

describe('the screens beside the counter', () => {
  it.each([
    ['lan.pham', 'Người dùng', 'Người dùng'],
    ['lan.pham', 'Sao lưu', 'Sao lưu'],
    ['hung.tran', 'Cài đặt', 'Cài đặt'],
  ])('%s finds %s', async (name, place, heading) => {
    const user = await signIn(fakeDesk(), name);
    await user.click(await screen.findByRole('button', { name: place }));
    await screen.findByRole('heading', { level: 1, name: heading });
    expect(await violations(root)).toEqual([]);
  });
});
