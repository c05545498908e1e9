/** Settings by keyboard: what is changed, what is refused, who only looks; printer and scanner. */
import { render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeskApi } from '../../ipc/desk-api';
import { DeskError } from '../../ipc/errors';
import { FAKE_TEST_CARD, fakeDesk, usualDisk } from '../../ipc/fake';
import { language } from '../../shared/i18n/i18n.svelte';
import { scans } from '../../ipc/scans.svelte';
import { violations } from '../../testing/axe';
import { fillIn, press, reach } from '../../testing/keyboard';
import PinForm from './PinForm.svelte';
import SettingsScreen from './SettingsScreen.svelte';
import { parts } from './names';
import { Settings } from './settings.svelte';

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const field = (name: string | RegExp) => screen.findByLabelText<HTMLInputElement>(name);

afterEach(() => {
  language.current = 'vi';
});

function open(role: 'admin' | 'reception' = 'admin', change: Partial<DeskApi> = {}) {
  const disk = usualDisk();
  const desk = { ...fakeDesk({ state: { locked: false }, person: { role }, disk }), ...change };
  const settings = new Settings(desk);
  const own = createRawSnippet(() => ({ render: () => '<p>của riêng tôi</p>' }));
  const { container } = render(SettingsScreen, {
    settings,
    office: 'Phòng mẫu',
    version: '9.9.9',
    own,
  });
  return { container, disk, settings, desk, user: userEvent.setup() };
}

async function tab(user: ReturnType<typeof userEvent.setup>, name: string) {
  await user.click(await screen.findByRole('tab', { name }));
}

describe('settings', () => {
  it('know every setting of the core by name', async () => {
    const { rows } = await fakeDesk({ state: { locked: false } }).settings();
    const known = new Set([
      ...Object.values(parts).flatMap((named) => named.map(({ name }) => name)),
      'backup.place',
    ]);
    expect(rows.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
  });

  it('are reached by arrow keys and changed at once', async () => {
    const { user, disk, container } = open();
    await reach(user, await screen.findByRole('tab', { name: 'Của tôi' }));
    await user.keyboard('{ArrowRight}{ArrowRight}');
    await user.clear(await field('Tự khóa sau (giây)'));
    await fillIn(user, await field('Tự khóa sau (giây)'), '300');
    expect(await violations(container)).toEqual([]);
    await press(user, await button('Lưu thay đổi'));
    await screen.findByText('Đã lưu; có hiệu lực ngay.');
    expect(disk.settings.get('idle.seconds')).toBe('300');
  });

  it('keep what is typed from tab to tab, and say at its field what is refused', async () => {
    const { user, disk } = open();
    await tab(user, 'Quầy');
    await user.clear(await field('Tự khóa sau (giây)'));
    await user.type(await field('Tự khóa sau (giây)'), '7');
    await tab(user, 'Phần mềm');
    expect(await screen.findByText('9.9.9')).toBeDefined();
    await tab(user, 'Quầy');
    expect((await field('Tự khóa sau (giây)')).value).toBe('7');
    await press(user, await button('Lưu thay đổi'));
    await screen.findByRole('alert');
    expect(await field('Tự khóa sau (giây)')).toHaveProperty('ariaInvalid', 'true');
    expect(disk.settings.has('idle.seconds')).toBe(false);
  });

  it('are only read by whoever may not change them, with the reason', async () => {
    const { user, container } = open('reception');
    await tab(user, 'Đơn vị');
    await screen.findByText(/cài đặt của đơn vị do quản trị thay đổi/);
    expect(screen.getByText('Công an thành phố Mẫu')).toBeDefined();
    expect(screen.getByText('Tên gọi')).toBeDefined();
    expect(within(container).queryByRole('textbox')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Lưu thay đổi' })).toBeNull();
    expect(await violations(container)).toEqual([]);
  });

  it('try a folder before it is chosen, and warn where it dies with the vault', async () => {
    const { user, disk } = open();
    await tab(user, 'Sao lưu');
    const place = await field('Nơi để bản sao lưu');
    await user.clear(place);
    await user.type(place, 'usb');
    await press(user, await button('Thử'));
    await screen.findByRole('alert');
    await user.clear(place);
    await user.type(place, '/home/quay/sao-luu');
    await press(user, await button('Thử'));
    await screen.findByText(/nằm cùng ổ với kho dữ liệu/);
    expect(disk.settings.get('backup.place')).toBe('/media/quay/SAO-LUU');
    await press(user, await button('Dùng nơi này'));
    await vi.waitFor(() => {
      expect(disk.settings.get('backup.place')).toBe('/home/quay/sao-luu');
    });
  });

  it('open the wall screen in a window of its own', async () => {
    const openWall = vi.fn(() => Promise.resolve(null));
    const { user, disk, settings } = open('reception', { openWall });
    await tab(user, 'Quầy');
    expect(screen.queryByRole('button', { name: 'Mở màn hình chờ' }), 'there is none').toBeNull();
    disk.settings.set('wall.on', 'on');
    await settings.start();
    await press(user, await button('Mở màn hình chờ'));
    expect(openWall).toHaveBeenCalledTimes(1);
  });
});

describe('the port of a scanner', () => {
  async function port(change: Partial<DeskApi> = {}) {
    const opened = open('admin', change);
    await tab(opened.user, 'Máy quét');
    const combobox = await screen.findByRole('combobox', { name: 'Cổng của máy quét' });
    await reach(opened.user, combobox);
    return { ...opened, field: combobox };
  }

  const offered = async () =>
    (await screen.findAllByRole('option')).map((option) => option.textContent.trim());

  it('is chosen from those of this machine', async () => {
    const { user, disk, container, field } = await port();
    await user.keyboard('{ArrowDown}');
    expect(await offered()).toEqual(['/dev/ttyS2', '/dev/ttyS10', '/dev/ttyUSB0']);
    expect(await violations(container)).toEqual([]);
    await user.keyboard('{Escape}usb');
    expect(await offered()).toEqual(['/dev/ttyUSB0']);
    await user.keyboard('{ArrowDown}{Enter}');
    expect(field).toHaveProperty('value', '/dev/ttyUSB0');
    // The scanner moved to another one: what was set hides none of the others.
    await user.keyboard('{ArrowDown}');
    expect(await offered()).toHaveLength(3);
    await user.keyboard('{Escape}');
    await press(user, await button('Lưu thay đổi'));
    await screen.findByText('Đã lưu; có hiệu lực ngay.');
    expect(disk.settings.get('scanner.port')).toBe('/dev/ttyUSB0');
  });

  it('that this machine has not got is typed, and a machine with none says so', async () => {
    language.current = 'en';
    const opened = open('admin', { serialPorts: () => Promise.resolve([]) });
    await tab(opened.user, 'Scanner');
    await reach(opened.user, await field('Port of the scanner'));
    await opened.user.keyboard('{ArrowDown}');
    await screen.findByText('No suggestions; what you type is kept.');
    await opened.user.keyboard('COM7');
    await press(opened.user, await button('Save changes'));
    await vi.waitFor(() => expect(opened.disk.settings.get('scanner.port')).toBe('COM7'));
  });

  it('stays a field to type in where the question for the ports is refused', async () => {
    const serialPorts = vi.fn(() => Promise.reject(new DeskError('session.covered')));
    const { user, disk, field } = await port({ serialPorts });
    await user.keyboard('{ArrowDown}');
    await screen.findByText('Không có gợi ý; có thể tự gõ.');
    await user.keyboard('/dev/ttyACM0');
    await press(user, await button('Lưu thay đổi'));
    await screen.findByText('Đã lưu; có hiệu lực ngay.');
    expect(serialPorts).toHaveBeenCalled();
    expect(field).toHaveProperty('value', '/dev/ttyACM0');
    expect(disk.settings.get('scanner.port')).toBe('/dev/ttyACM0');
  });
});

describe('trying out', () => {
  it('a scanner says what arrived and what is wrong, without a field to type in', async () => {
    const { user, container } = open();
    await tab(user, 'Máy quét');
    await screen.findByText('Đang chờ máy quét…');
    scans.say({ payload: FAKE_TEST_CARD.replace('Aâw', 'Ấ'), damaged: true });
    await screen.findByText(/Bộ gõ tiếng Việt đã biến chữ này/);
    expect(screen.getByText(/Quỳnh Ấ Ẽo/)).toBeDefined();
    scans.say({ payload: FAKE_TEST_CARD, damaged: false });
    await screen.findByText('Đúng từng chữ. Máy quét dùng được.');
    expect(await violations(container)).toEqual([]);
  });

  it('a printer prints a test page, and says plainly when there is none', async () => {
    const printTestPage = vi.fn(() => Promise.resolve(null));
    const { user, container } = open('admin', { printTestPage });
    await tab(user, 'Máy in');
    await press(user, await button('In trang thử'));
    await screen.findByText(/Đã gửi trang thử/);
    expect(printTestPage).toHaveBeenCalledWith({ printer: 'Quay-A', copies: 1, paper: 'a5' });
    expect(await violations(container)).toEqual([]);
    const none = () =>
      Promise.resolve({
        printers: [],
        chosen: null,
        missing: null,
        slip: null,
        sheet: null,
        advice: [],
      });
    const other = open('admin', { printers: none });
    await other.user.click(screen.getAllByRole('tab', { name: 'Máy in' })[1] ?? document.body);
    await screen.findByText(/Chưa thấy máy in nào/);
  });

  it('a PIN is kept for this session, and its bytes are gone', async () => {
    const given: Uint8Array[] = [];
    const setPin = (pin: Uint8Array) => {
      given.push(pin.slice(), pin);
      return Promise.resolve(null);
    };
    render(PinForm, { desk: { setPin } });
    const user = userEvent.setup();
    await fillIn(user, await field('Mã PIN cho phiên này'), '402913{Enter}');
    await screen.findByText(/Mã chỉ nằm trong bộ nhớ/);
    expect(new TextDecoder().decode(given[0])).toBe('402913');
    expect([...(given[1] ?? [])]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
