/** Going live by keyboard: passphrase, start numbers, a look at the sheet, carrying it over. */
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeskApi } from '../../ipc/desk-api';
import { DeskError } from '../../ipc/errors';
import { FAKE_PASSPHRASE, FAKE_SHEET, fakeDesk, usualDisk } from '../../ipc/fake';
import { Topics, watched } from '../../ipc/topics';
import { language } from '../../shared/i18n/i18n.svelte';
import { discreet } from '../../shared/privacy/discreet.svelte';
import { violations } from '../../testing/axe';
import { fillIn, press } from '../../testing/keyboard';
import GoingLiveScreen from './GoingLiveScreen.svelte';
import { GoingLive } from './going-live.svelte';

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const field = (name: string | RegExp) => screen.findByLabelText<HTMLInputElement>(name);

afterEach(() => {
  discreet.on = false;
  language.current = 'vi';
});

async function open(change: Partial<DeskApi> = {}) {
  const topics = new Topics();
  const plain = { ...fakeDesk({ disk: usualDisk() }), ...change };
  await plain.signIn('hung.tran', new TextEncoder().encode(FAKE_PASSPHRASE));
  const live = new GoingLive(watched(plain, topics));
  const props = { live, office: 'Phòng mẫu' };
  const { container } = render(GoingLiveScreen, props);
  const screenAgain = () => {
    cleanup();
    render(GoingLiveScreen, props);
  };
  return { container, live, screenAgain, user: userEvent.setup() };
}

async function unlocked(change: Partial<DeskApi> = {}) {
  const opened = await open(change);
  const { user } = opened;
  await fillIn(user, await field('Cụm mật khẩu của bạn'), FAKE_PASSPHRASE);
  await press(user, await button('Tiếp tục'));
  await screen.findByRole('heading', { name: 'Số bắt đầu của sổ' });
  return opened;
}

describe('going live', () => {
  it('asks for the passphrase once more, and says when it is wrong', async () => {
    const { user, container, live } = await open();
    expect(await violations(container)).toEqual([]);
    await fillIn(user, await field('Cụm mật khẩu của bạn'), 'sai rồi');
    await press(user, await button('Tiếp tục'));
    expect(await screen.findByRole('alert')).toBeDefined();
    expect(live.unlocked).toBe(false);
    expect((await field('Cụm mật khẩu của bạn')).value).toBe('');
  });

  it('tells the last number of a paper register, and shows the next', async () => {
    const { user } = await unlocked();
    const form = (await screen.findByRole('heading', { name: 'Sổ hồ sơ' })).closest('form');
    const within_ = within(form ?? document.body);
    await fillIn(user, within_.getByLabelText(/Số cuối trong sổ giấy/), '120');
    await press(user, within_.getByRole('button', { name: 'Khai số này' }));
    await within_.findByText('Số tiếp theo: HS-A-2026-000121');
    await fillIn(user, within_.getByLabelText(/Số cuối trong sổ giấy/), '12');
    await press(user, within_.getByRole('button', { name: 'Khai số này' }));
    await within_.findByText(/đã được khai là tiếp theo số 120/);
  });

  it.each([
    ['1.000', '001001'],
    ['12 000', '012001'],
    ['007', '000008'],
  ])('reads a last number as it is written, %s', async (written, next) => {
    const { user } = await unlocked();
    const form = (await screen.findByRole('heading', { name: 'Sổ hồ sơ' })).closest('form');
    const inside = within(form ?? document.body);
    await fillIn(user, inside.getByLabelText(/Số cuối trong sổ giấy/), written);
    await press(user, inside.getByRole('button', { name: 'Khai số này' }));
    await inside.findByText(`Số tiếp theo: HS-A-2026-${next}`);
  });

  it.each(['1.00', '0.120', '1,5', '1e3', '12a'])('takes no number out of %s', async (written) => {
    const { user, live } = await unlocked();
    const before = live.registers.map(({ next }) => next);
    const form = (await screen.findByRole('heading', { name: 'Sổ hồ sơ' })).closest('form');
    const inside = within(form ?? document.body);
    await fillIn(user, inside.getByLabelText(/Số cuối trong sổ giấy/), written);
    await press(user, inside.getByRole('button', { name: 'Khai số này' }));
    await inside.findByText('Vui lòng ghi số từ 1 đến 999998.');
    expect(live.registers.map(({ next }) => next)).toEqual(before);
    expect(inside.getByLabelText(/Số cuối trong sổ giấy/)).toHaveProperty('value', written);
  });

  it('looks at a sheet first, faults at the top and at their column', async () => {
    const { user, container } = await unlocked();
    expect(screen.queryByRole('button', { name: /^Chuyển/ })).toBeNull();
    await fillIn(user, await field('Bảng đã điền'), FAKE_SHEET);
    await press(user, await button('Kiểm tra bảng'));
    await screen.findByText(/Sẽ chuyển 2 hồ sơ/);
    const rows = await screen.findAllByRole('row');
    expect(rows[1]?.textContent).toContain('Ngày tiếp nhận: ');
    expect(rows[1]?.textContent).toContain('đã có ở dòng 2');
    expect(rows[2]?.textContent).toContain('=1+1 <b>');
    expect(rows[2]?.textContent).toContain('khác');
    expect(await violations(container)).toEqual([]);
    expect(container.textContent).toContain('Nguyễn Thị Mẫu');
    discreet.on = true;
    await screen.findAllByText(/^N\.T\.M\./);
    expect(container.textContent).not.toMatch(/Nguyễn|Mẫu/);
    expect(container.textContent).not.toContain('Khiếu nại');
    const [first] = await screen.findAllByRole('button', { name: /Hiện Loại việc/ });
    first?.focus();
    await user.keyboard('{Enter}');
    expect(first?.textContent).toContain('Khiếu nại');
    expect(await violations(container)).toEqual([]);
  });

  it('carries over what was looked at, once, without a receipt, to be found by its old number', async () => {
    const { user } = await unlocked();
    await fillIn(user, await field('Bảng đã điền'), FAKE_SHEET);
    await press(user, await button('Kiểm tra bảng'));
    await press(user, await button('Chuyển 2 hồ sơ'));
    await screen.findByText(/Đã chuyển 2 hồ sơ; 0 đã chuyển trước đây; 1 dòng/);
    await screen.findByText(/không được cấp biên nhận mới/);
    await press(user, await button('Kiểm tra bảng'));
    await screen.findByText(/Sẽ chuyển 0 hồ sơ; 2 đã chuyển trước đây/);
    expect(screen.queryByRole('button', { name: /^Chuyển/ })).toBeNull();
    await fillIn(user, await field('Số hồ sơ cũ'), '12/2026');
    await press(user, await button('Tìm'));
    await screen.findByText('Hồ sơ chuyển tiếp', { selector: 'strong' });
    expect((await screen.findAllByText('HS-A-2026-000001')).length).toBeGreaterThan(0);
    const found = screen.getByText('Hồ sơ chuyển tiếp', { selector: 'strong' }).closest('section');
    expect(found?.textContent).toContain('Khiếu nại');
    discreet.on = true;
    await within(found ?? document.body).findByRole('button', { name: /Hiện Loại việc/ });
    expect(found?.textContent).not.toContain('Khiếu nại');
  });

  it('forgets what was looked at when another path is typed', async () => {
    const { user, live } = await unlocked();
    await fillIn(user, await field('Bảng đã điền'), FAKE_SHEET);
    await press(user, await button('Kiểm tra bảng'));
    await button('Chuyển 2 hồ sơ');
    await user.type(await field('Bảng đã điền'), 'x');
    expect(live.looked).toBeNull();
    await press(user, await button('Kiểm tra bảng'));
    expect((await screen.findAllByText(/Không có tệp này/)).length).toBeGreaterThan(0);
  });

  it('asks again when the passphrase was given too long ago', async () => {
    const { user, live } = await unlocked({
      lookAtSheet: () => Promise.reject(new DeskError('session.needs_passphrase')),
    });
    await fillIn(user, await field('Bảng đã điền'), FAKE_SHEET);
    await press(user, await button('Kiểm tra bảng'));
    expect(await button('Tiếp tục')).toBeDefined();
    expect(live.wrong('confirm')?.code).toBe('session.needs_passphrase');
  });

  it('and what was typed is still there when it was given, or another screen was looked at', async () => {
    const { user, live, screenAgain } = await unlocked({
      lookAtSheet: () => Promise.reject(new DeskError('session.needs_passphrase')),
    });
    const last = async () =>
      (await screen.findAllByLabelText<HTMLInputElement>(/Số cuối trong/))[0];
    const typed = async () => [
      (await last())?.value,
      (await field('Thư mục để bảng trống')).value,
      (await field('Bảng đã điền')).value,
    ];
    const first = await last();
    if (first) {
      await fillIn(user, first, '120');
    }
    await fillIn(user, await field('Thư mục để bảng trống'), 'tài liệu');
    await fillIn(user, await field('Bảng đã điền'), FAKE_SHEET);
    await press(user, await button('Kiểm tra bảng'));
    await fillIn(user, await field('Cụm mật khẩu của bạn'), FAKE_PASSPHRASE);
    await press(user, await button('Tiếp tục'));
    expect(await typed()).toEqual(['120', 'tài liệu', FAKE_SHEET]);
    screenAgain();
    expect(await typed()).toEqual(['120', 'tài liệu', FAKE_SHEET]);
    live.stop();
    expect([live.last, live.folder, live.path]).toEqual([{}, '', '']);
  });

  it('writes an empty sheet into a folder, in English too', async () => {
    const { user } = await unlocked();
    language.current = 'en';
    await fillIn(user, await field('Folder for an empty sheet'), 'documents');
    await press(user, await button('Write an empty sheet'));
    await screen.findByText(/This folder is not there/);
    await user.clear(await field('Folder for an empty sheet'));
    await fillIn(user, await field('Folder for an empty sheet'), '/home/desk');
    await press(user, await button('Write an empty sheet'));
    await screen.findByText(/ho-so-chuyen-tiep\.xlsx lies in that folder/);
  });
});
