/** The whole first day by keyboard, killed and resumed at its turning points. */
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeskApi } from '../ipc/desk-api';
import { DeskError } from '../ipc/errors';
import { FAKE_SHARES, fakeDesk, freshDisk } from '../ipc/fake';
import { language } from '../shared/i18n/i18n.svelte';
import { scans } from '../ipc/scans.svelte';
import { status } from '../shared/status/status.svelte';
import { violations } from '../testing/axe';
import { fillIn, press, reach } from '../testing/keyboard';
import App from './App.svelte';
// Read beforehand: in the window it is there by the time somebody has signed in.
import './Workspace.svelte';

const OWN = 'sông dài biển rộng trời cao';
const WORDS = 'gạo thuyền nắng cau chợ';

afterEach(() => {
  language.current = 'vi';
  status.clear();
});

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const field = (name: string | RegExp) => screen.findByLabelText<HTMLInputElement>(name);
const title = (name: string) => screen.findByRole('heading', { level: 1, name });
const sound = async () => {
  expect(await violations(document.documentElement)).toEqual([]);
};

function start(disk = freshDisk(), change: (desk: DeskApi) => void = () => undefined) {
  const desk = fakeDesk({ disk, state: { demo: false } });
  change(desk);
  render(App, { desk });
  return { user: userEvent.setup(), disk, desk };
}

/** The program is killed and started again over the same disk. */
function kill(disk: ReturnType<typeof freshDisk>, change?: (desk: DeskApi) => void) {
  cleanup();
  return start(disk, change);
}

async function tellOffice(user: UserEvent) {
  await press(user, await button('Lập đơn vị'));
  await title('Đơn vị và tiêu đề giấy');
  await fillIn(user, await field('Tên đơn vị'), 'Phòng Tiếp công dân');
  await fillIn(user, await field('Địa danh'), 'Phường Mẫu');
}

async function tellFounders(user: UserEvent) {
  await title('Người lập đơn vị');
  const [first, second] = screen.getAllByLabelText<HTMLInputElement>('Họ tên');
  const [one, two] = screen.getAllByLabelText<HTMLInputElement>('Tên đăng nhập');
  if (!first || !second || !one || !two) {
    throw new Error('two founders are asked for');
  }
  await fillIn(user, first, 'Phạm Thị Lan');
  await fillIn(user, one, 'lan.pham');
  await fillIn(user, second, 'Trần Quốc Hùng');
  await fillIn(user, two, 'hung.tran');
  await press(user, await button('Tiếp tục'));
}

/** The administrator learns the suggested words, the supervisor types her own twice. */
async function choosePassphrases(user: UserEvent) {
  await screen.findByText(WORDS);
  await press(user, await button(/^Đã thuộc/));
  expect(screen.queryByText(WORDS)).toBeNull();
  await fillIn(user, await field('Gõ lại năm từ'), `${WORDS}{Enter}`);
  await screen.findByRole('heading', { name: /Lượt của Trần Quốc Hùng/ });
  await reach(user, await screen.findByRole('radio', { name: /Năm từ do máy chọn/ }));
  await user.keyboard('2');
  await fillIn(user, await field('Cụm mật khẩu mới'), OWN);
  await fillIn(user, await field('Gõ lại lần nữa'), `${OWN}{Enter}`);
  await screen.findByText(/Mọi người đã chọn xong/);
}

async function readShare(user: UserEvent, number: number) {
  await screen.findByRole('heading', { name: `Mảnh thứ ${number}` });
  if (number === 2) {
    // Printed instead of written by hand: the same share, straight to the printer.
    await press(user, await button('In mảnh thứ 2'));
    await screen.findByText(/Đã gửi tới máy in/);
  }
  await press(user, await button(/^Đã có trên giấy/));
  await fillIn(
    user,
    await field(`Đọc lại mảnh thứ ${number} từ tờ giấy`),
    `${FAKE_SHARES[number - 1] ?? ''}{Enter}`,
  );
}

async function foundTheOffice(user: UserEvent) {
  await tellOffice(user);
  await press(user, await button('Tiếp tục'));
  await tellFounders(user);
  await choosePassphrases(user);
  await press(user, await button('Lập đơn vị'));
  await title('Mảnh khôi phục');
}

describe('the first day', () => {
  it('stays where a quick hand went before the core had told how far it is', async () => {
    let answer: () => void = () => undefined;
    const waits = new Promise<void>((resolve) => (answer = resolve));
    const { user } = start(freshDisk(), (desk) => {
      const { foundingState } = desk;
      desk.foundingState = async () => {
        const view = await foundingState();
        await waits;
        return view;
      };
    });
    await press(user, await button('Lập đơn vị'));
    await fillIn(user, await field('Tên đơn vị'), 'Phòng Tiếp công dân');
    answer();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await title('Đơn vị và tiêu đề giấy');
    expect((await field('Tên đơn vị')).value).toBe('Phòng Tiếp công dân');
  });

  it('leads by keyboard from an empty machine to the administrator at work', async () => {
    const { user, disk } = start();
    await title('Bắt đầu');
    await sound();
    await foundTheOffice(user);
    expect(document.activeElement?.textContent).toBe('Mảnh khôi phục');
    await sound();
    for (const number of [1, 2, 3]) {
      await readShare(user, number);
    }
    await title('Nơi sao lưu');
    await fillIn(user, await field('Nơi để bản sao lưu'), '/media/sao-luu');
    await press(user, await button('Thử'));
    await press(user, await button('Dùng nơi này'));
    await screen.findByText('Đã lưu; có hiệu lực ngay.');
    await sound();
    await press(user, await button('Đã xong, tiếp tục'));
    await title('Máy in');
    await press(user, await button('In trang thử'));
    await screen.findByText(/Đã gửi trang thử/);
    await press(user, await button('Đã xong, tiếp tục'));
    await title('Máy quét');
    scans.say({ payload: '000000000000|cụt', damaged: true });
    await screen.findByText(/Bộ gõ tiếng Việt đã biến chữ này/);
    await sound();
    await press(user, await button('Để sau'));
    await title('Thực hành');
    await press(user, await button('Mở đơn vị thực hành'));
    await screen.findByText('một cụm thử cho mọi người');
    await press(user, await button('Tiếp tục'));
    await title('Xong');
    await press(user, await button('Bắt đầu làm việc'));
    await screen.findByRole('navigation', { name: 'Các màn hình' });
    expect(screen.getByText('Phạm Thị Lan')).toBeDefined();
    expect(disk.settings.get('backup.place')).toBe('/media/sao-luu');
    expect(disk.accounts.map(({ name, passphrase }) => [name, passphrase])).toEqual([
      ['lan.pham', WORDS],
      ['hung.tran', OWN],
    ]);
  }, 60_000);

  it('keeps a text while it is typed without a pause', async () => {
    const { user, disk } = start();
    await press(user, await button('Lập đơn vị'));
    const office = await field('Tên đơn vị');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      for (let letters = 1; letters <= 8; letters += 1) {
        await fireEvent.input(office, { target: { value: 'Phòng Tiếp'.slice(0, letters) } });
        await vi.advanceTimersByTimeAsync(100);
      }
    } finally {
      vi.useRealTimers();
    }
    expect(disk.told?.office.office).toMatch(/^Phòn/);
  });

  it('says that it cannot keep what is typed, takes no key for that, and keeps it later', async () => {
    let full = true;
    const { user, disk } = start(freshDisk(), (desk) => {
      const { keepFounding } = desk;
      desk.keepFounding = (told) =>
        full ? Promise.reject(new DeskError('vault.disk_full')) : keepFounding(told);
    });
    await press(user, await button('Lập đơn vị'));
    const office = await field('Tên đơn vị');
    await user.type(office, 'Phòng');
    await screen.findByText(/Chưa giữ được phần đang gõ/);
    expect(document.activeElement).toBe(office);
    await fillIn(user, await field('Địa danh'), 'Mẫu');
    await press(user, await button('Tiếp tục'));
    expect((await screen.findByRole('alert')).textContent).not.toBe('');
    full = false;
    await user.type(office, ' Tiếp');
    await vi.waitFor(() => {
      expect(disk.told?.office.office).toBe('Phòng Tiếp');
    });
    await vi.waitFor(() => {
      expect(screen.queryByText(/Chưa giữ được phần đang gõ/)).toBeNull();
      expect(screen.queryByRole('alert')).toBeNull();
    });
  });

  it('goes on at a key pressed while what was typed is being kept', async () => {
    const held: (() => void)[] = [];
    const { user } = start(freshDisk(), (desk) => {
      const { keepFounding } = desk;
      desk.keepFounding = async (told) => {
        await new Promise<void>((go) => held.push(go));
        return keepFounding(told);
      };
    });
    await tellOffice(user);
    await vi.waitFor(() => {
      expect(held).toHaveLength(1);
    });
    await press(user, await button('Tiếp tục'));
    // Never two at once: they would write one file.
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(held).toHaveLength(1);
    held[0]?.();
    await vi.waitFor(() => {
      expect(held).toHaveLength(2);
    });
    held[1]?.();
    await title('Người lập đơn vị');
  });

  it('keeps what is typed without a button, and goes on there after a kill', async () => {
    const { user, disk } = start();
    await tellOffice(user);
    await vi.waitFor(() => {
      expect(disk.told?.office.place).toBe('Phường Mẫu');
    });
    const again = kill(disk);
    await title('Người lập đơn vị');
    await press(again.user, await button('Quay lại'));
    expect((await field('Tên đơn vị')).value).toBe('Phòng Tiếp công dân');
    expect(screen.getByText('Phường Mẫu, ngày … tháng … năm …')).toBeDefined();
    await press(again.user, await button('Tiếp tục'));
    await tellFounders(again.user);
    await screen.findByText(WORDS);
    kill(disk);
    await title('Cụm mật khẩu');
    await screen.findByRole('heading', { name: /Lượt của Phạm Thị Lan/ });
  }, 30_000);

  it('killed before the shares were on paper, begins anew with everything told', async () => {
    const { user, disk } = start();
    await foundTheOffice(user);
    const again = kill(disk);
    await screen.findByText(/Việc lập đơn vị chưa xong/);
    await again.user.type(await field('Tên đăng nhập'), 'lan.pham');
    await again.user.type(await field('Cụm mật khẩu'), `${WORDS}{Enter}`);
    await title('Mảnh khôi phục');
    expect(screen.queryByRole('heading', { name: 'Mảnh thứ 1' })).toBeNull();
    await press(again.user, await button('Lập lại từ đầu'));
    await sound();
    await press(again.user, await button('Bỏ kho trống của Phòng Tiếp công dân'));
    await title('Cụm mật khẩu');
    expect(disk.founded).toBe(false);
    await screen.findByRole('heading', { name: /Lượt của Phạm Thị Lan/ });
  }, 30_000);

  it('begun anew in vain leads to the sign-in: the core ended the session first', async () => {
    const { user, disk } = start();
    await foundTheOffice(user);
    const again = kill(disk, (desk) => {
      desk.startOver = () => Promise.reject(new DeskError('vault.io'));
    });
    await again.user.type(await field('Tên đăng nhập'), 'lan.pham');
    await again.user.type(await field('Cụm mật khẩu'), `${WORDS}{Enter}`);
    await title('Mảnh khôi phục');
    await press(again.user, await button('Lập lại từ đầu'));
    await press(again.user, await button('Bỏ kho trống của Phòng Tiếp công dân'));
    await field('Tên đăng nhập');
    expect(disk.founded).toBe(true);
  }, 30_000);

  it('killed with the shares on paper, reads them back after sign-in', async () => {
    const { user, disk } = start();
    await foundTheOffice(user);
    await readShare(user, 1);
    const again = kill(disk);
    await again.user.type(await field('Tên đăng nhập'), 'lan.pham');
    await again.user.type(await field('Cụm mật khẩu'), `${WORDS}{Enter}`);
    for (const [index, share] of FAKE_SHARES.entries()) {
      const input = await field(`Đọc lại mảnh thứ ${index + 1} từ tờ giấy`);
      // In groups, as it stands on paper.
      await again.user.type(input, `${share.replaceAll(/(.{6})/g, '$1 ')}{Enter}`);
    }
    await title('Nơi sao lưu');
  }, 30_000);
});

describe('what is wrong', () => {
  it('is said at its field and in a summary that leads there', async () => {
    const { user } = start();
    await press(user, await button('Lập đơn vị'));
    await press(user, await button('Tiếp tục'));
    const summary = await screen.findByRole('alert');
    expect(document.activeElement).toBe(summary);
    await user.click(
      screen.getAllByRole('link', { name: /Vui lòng điền mục này\.$/ })[1] ?? summary,
    );
    expect(document.activeElement).toBe(await field('Địa danh'));
    await sound();
  });

  it('of a name the core refuses leads back to the founders, with all that was typed', async () => {
    const { user } = start();
    await tellOffice(user);
    await press(user, await button('Tiếp tục'));
    await title('Người lập đơn vị');
    const [first, second] = screen.getAllByLabelText<HTMLInputElement>('Họ tên');
    const [one, two] = screen.getAllByLabelText<HTMLInputElement>('Tên đăng nhập');
    await user.type(first ?? document.body, 'Phạm Thị Lan');
    await user.type(one ?? document.body, 'Lan Phạm');
    await user.type(second ?? document.body, 'Trần Quốc Hùng');
    await user.type(two ?? document.body, 'hung.tran{Enter}');
    await press(user, await button('Tiếp tục'));
    await choosePassphrases(user);
    await press(user, await button('Lập đơn vị'));
    await title('Người lập đơn vị');
    expect(screen.getAllByText(/Tên đăng nhập gồm 2–32 chữ/)).toHaveLength(2);
    expect(screen.getAllByLabelText<HTMLInputElement>('Họ tên')[1]?.value).toBe('Trần Quốc Hùng');
  }, 30_000);

  it('of one passphrase asks that founder alone again, and wipes what it was given', async () => {
    const taken: Uint8Array[] = [];
    const { user } = start(freshDisk(), (desk) => {
      const found = desk.found;
      desk.found = (chosen) => {
        taken.push(...chosen);
        return found(chosen);
      };
    });
    await tellOffice(user);
    await press(user, await button('Tiếp tục'));
    await tellFounders(user);
    await screen.findByText(WORDS);
    await press(user, await button(/^Đã thuộc/));
    await user.type(await field('Gõ lại năm từ'), `${WORDS}{Enter}`);
    await screen.findByRole('heading', { name: /Lượt của Trần Quốc Hùng/ });
    await user.click(await screen.findByRole('radio', { name: /Tự đặt/ }));
    await user.type(await field('Cụm mật khẩu mới'), 'ngắn');
    await user.type(await field('Gõ lại lần nữa'), 'ngắn{Enter}');
    await press(user, await button('Lập đơn vị'));
    await screen.findByRole('heading', { name: /Lượt của Trần Quốc Hùng/ });
    expect((await screen.findAllByText(/Cụm mật khẩu quá ngắn/)).length).toBeGreaterThan(0);
    expect(taken.length).toBe(2);
    expect(taken.every((bytes) => bytes.every((byte) => byte === 0))).toBe(true);
  }, 30_000);

  it('names an outside custodian where the station is too small to watch itself', async () => {
    const { user, disk } = start();
    await tellOffice(user);
    await press(user, await button('Tiếp tục'));
    await title('Người lập đơn vị');
    await fillIn(user, await field(/^Trạm nhỏ: đơn vị/), 'Công an phường Bên');
    await vi.waitFor(() => {
      expect(disk.told?.founders[0]?.outside).toBe('Công an phường Bên');
    });
    expect(disk.told?.founders[1]?.outside).toBeUndefined();
  });
});
