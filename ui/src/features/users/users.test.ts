/** Members of staff by keyboard: enrol, activate by two, change a role, suspend. */
import { render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { Role } from '../../ipc/desk-api';
import { FAKE_CODE, FAKE_PASSPHRASE, fakeDesk, usualDisk } from '../../ipc/fake';
import { Topics, watched } from '../../ipc/topics';
import { language } from '../../shared/i18n/i18n.svelte';
import { violations } from '../../testing/axe';
import { fillIn, press, reach } from '../../testing/keyboard';
import UsersScreen from './UsersScreen.svelte';
import { Users } from './users.svelte';

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const field = (name: string | RegExp) => screen.findByLabelText<HTMLInputElement>(name);

afterEach(() => {
  language.current = 'vi';
});

async function open(role: Role = 'admin', empty = false) {
  const disk = usualDisk();
  const topics = new Topics();
  const plain = fakeDesk({ disk });
  const name = role === 'admin' ? 'lan.pham' : role === 'supervisor' ? 'hung.tran' : 'mai.le';
  await plain.signIn(name, new TextEncoder().encode(FAKE_PASSPHRASE));
  if (empty) {
    disk.accounts = [];
  }
  const users = new Users(watched(plain, topics), topics);
  const { container } = render(UsersScreen, { users, office: 'Phòng mẫu', role, me: name });
  return { container, disk, users, user: userEvent.setup() };
}

const line = async (name: string) =>
  (await screen.findByRole('rowheader', { name })).closest('tr') ?? document.body;

describe('the list', () => {
  it('says who works here, as what, and puts first whom somebody has to act for', async () => {
    const { container } = await open();
    const rows = await screen.findAllByRole('rowheader');
    expect(rows[0]?.textContent).toBe('Vũ Minh');
    expect(within(await line('Vũ Minh')).getByText('Chờ kích hoạt')).toBeDefined();
    expect(within(await line('Lê Thu Mai')).getByText('Cán bộ tiếp dân')).toBeDefined();
    expect(within(await line('Phạm Thị Lan')).queryByRole('button')).toBeNull();
    expect(await violations(container)).toEqual([]);
  });

  it('is only looked at by others', async () => {
    await open('reception');
    await screen.findByText(/Chỉ quản trị và chỉ huy phụ trách/);
    await screen.findByRole('rowheader', { name: 'Vũ Minh' });
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('teaches when it is empty', async () => {
    const { container } = await open('admin', true);
    await screen.findByText('Chưa có ai');
    expect(await violations(container)).toEqual([]);
  });

  it('lets a supervisor activate and suspend, not enrol', async () => {
    await open('supervisor');
    await button('Kích hoạt: Vũ Minh');
    await button('Tạm ngưng: Lê Thu Mai');
    expect(screen.queryByRole('button', { name: 'Ghi danh người mới' })).toBeNull();
  });
});

describe('enrolling', () => {
  it('gives a code that is shown once', async () => {
    const { user, container } = await open();
    await press(user, await button('Ghi danh người mới'));
    await fillIn(user, await field('Họ tên'), 'Đỗ Minh Tâm');
    await fillIn(user, await field('Tên đăng nhập'), 'tam.do');
    await reach(user, screen.getByRole('radio', { name: 'Cán bộ tiếp dân' }));
    await user.keyboard('1');
    expect(await violations(document.body)).toEqual([]);
    await press(user, await button('Tạo mã mời'));
    await screen.findByText(FAKE_CODE);
    expect(await violations(document.body)).toEqual([]);
    await press(user, await button('Đã giao mã'));
    expect(container.textContent).not.toContain(FAKE_CODE);
    expect(within(await line('Đỗ Minh Tâm')).getByText('Đã mời')).toBeDefined();
    await button('Cấp lại mã: Đỗ Minh Tâm');
  });

  it('says at its field what the core does not take', async () => {
    const { user } = await open();
    await press(user, await button('Ghi danh người mới'));
    await press(user, await button('Tạo mã mời'));
    expect(await screen.findAllByText('Vui lòng chọn vai trò.')).toHaveLength(2);
    await user.click(screen.getByRole('radio', { name: 'Cán bộ thụ lý' }));
    await fillIn(user, await field('Tên đăng nhập'), 'Có Dấu');
    await press(user, await button('Tạo mã mời'));
    expect(await screen.findAllByText(/Tên đăng nhập gồm 2–32/)).toHaveLength(2);
    expect(await field('Tên đăng nhập')).toHaveProperty('ariaInvalid', 'true');
  });
});

/** Its button stands below the form, in sight however long that is. */
const foot = () =>
  screen.getByRole('dialog').querySelector<HTMLElement>('[type=submit]') ?? document.body;

describe('what two agree to', () => {
  it('activates after the words were compared and the second person agreed', async () => {
    const { user, disk } = await open();
    await press(user, await button('Kích hoạt: Vũ Minh'));
    const dialog = await screen.findByRole('dialog', { name: 'Kích hoạt Vũ Minh' });
    expect(within(dialog).getByText('gạo · nắng · sông · đèn')).toBeDefined();
    await press(user, within(dialog).getByRole('button', { name: 'Kích hoạt Vũ Minh' }));
    expect(await within(dialog).findAllByText('Vui lòng đối chiếu bốn từ trước.')).toHaveLength(2);
    await reach(user, within(dialog).getByRole('checkbox'));
    await user.keyboard(' ');
    await fillIn(user, await field('Tên đăng nhập của người thứ hai'), 'hung.tran');
    await fillIn(user, await field('Cụm mật khẩu của người thứ hai'), FAKE_PASSPHRASE);
    expect(await violations(document.body)).toEqual([]);
    await press(user, within(dialog).getByRole('button', { name: 'Kích hoạt Vũ Minh' }));
    await screen.findByText('Đã kích hoạt Vũ Minh.');
    expect(disk.accounts.find(({ name }) => name === 'minh.vu')?.state).toBe('active');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it.each([
    ['lan.pham', FAKE_PASSPHRASE, /Người thứ hai phải là người khác/],
    ['hung.tran', 'sai', /Tên đăng nhập hoặc cụm mật khẩu không đúng/],
    ['mai.le', FAKE_PASSPHRASE, /Người thứ hai không có quyền/],
  ])('is refused with %s, in words', async (name, passphrase, sentence) => {
    const { user } = await open();
    await press(user, await button('Đổi vai trò: Lê Thu Mai'));
    await fillIn(user, await field('Tên đăng nhập của người thứ hai'), name);
    await fillIn(user, await field('Cụm mật khẩu của người thứ hai'), passphrase);
    await press(user, foot());
    const summary = await screen.findByRole('alert');
    expect(within(summary).getByText(sentence)).toBeDefined();
    expect((await field('Cụm mật khẩu của người thứ hai')).value).toBe('');
  });

  it('changes a role', async () => {
    const { user } = await open();
    await press(user, await button('Đổi vai trò: Lê Thu Mai'));
    await reach(user, screen.getByRole('radio', { name: 'Cán bộ tiếp dân' }));
    await user.keyboard('2');
    await fillIn(user, await field('Tên đăng nhập của người thứ hai'), 'hung.tran');
    await fillIn(user, await field('Cụm mật khẩu của người thứ hai'), FAKE_PASSPHRASE);
    await press(user, foot());
    await screen.findByText('Đã đổi vai trò của Lê Thu Mai.');
    expect(within(await line('Lê Thu Mai')).getByText('Cán bộ thụ lý')).toBeDefined();
  });
});

describe('removing', () => {
  it('is for a suspended person, by two, and leaves her line', async () => {
    const { user, disk, users } = await open();
    expect(screen.queryByRole('button', { name: 'Cho thôi hẳn: Lê Thu Mai' })).toBeNull();
    for (const account of disk.accounts.filter(({ name }) => name === 'mai.le')) {
      account.state = 'suspended';
    }
    await users.refresh();
    await press(user, await button('Cho thôi hẳn: Lê Thu Mai'));
    const dialog = await screen.findByRole('dialog', { name: 'Cho Lê Thu Mai thôi hẳn?' });
    within(dialog).getByText(/không bao giờ đăng nhập lại được/);
    expect(await violations(document.body)).toEqual([]);
    const act = within(dialog).getByRole('button', { name: 'Cho Lê Thu Mai thôi hẳn' });
    await fillIn(user, await field('Tên đăng nhập của người thứ hai'), 'hung.tran');
    await press(user, act);
    await within(dialog).findByRole('alert');
    expect(disk.accounts.find(({ name }) => name === 'mai.le')?.state).toBe('suspended');
    await fillIn(user, await field('Cụm mật khẩu của người thứ hai'), FAKE_PASSPHRASE);
    await press(user, act);
    await screen.findByText('Lê Thu Mai đã thôi hẳn.');
    expect(within(await line('Lê Thu Mai')).getByText('Đã thôi')).toBeDefined();
    expect(within(await line('Lê Thu Mai')).queryByRole('button')).toBeNull();
  });
});

describe('suspending', () => {
  it('is asked for by name, with the safe answer first', async () => {
    const { user, disk } = await open();
    await press(user, await button('Tạm ngưng: Lê Thu Mai'));
    const dialog = await screen.findByRole('alertdialog', { name: 'Tạm ngưng Lê Thu Mai?' });
    expect(document.activeElement?.textContent.trim()).toBe('Để nguyên');
    expect(await violations(document.body)).toEqual([]);
    await press(user, within(dialog).getByRole('button', { name: 'Tạm ngưng Lê Thu Mai' }));
    await screen.findByText('Đã tạm ngưng Lê Thu Mai.');
    expect(disk.accounts.find(({ name }) => name === 'mai.le')?.state).toBe('suspended');
  });

  it('of the last supervisor is refused in words, in the dialog', async () => {
    const { user } = await open();
    await press(user, await button('Tạm ngưng: Trần Quốc Hùng'));
    await press(user, await button('Tạm ngưng Trần Quốc Hùng'));
    await screen.findByText(/chỉ huy phụ trách cuối cùng/);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });
});

it('speaks English too', async () => {
  language.current = 'en';
  const { container } = await open();
  await button('Enrol somebody');
  expect(await violations(container)).toEqual([]);
});
