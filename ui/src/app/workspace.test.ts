/** Navigation, palette, help and looks, all by keyboard. */
import { render, screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DeskError } from '../ipc/errors';
import { FAKE_PASSPHRASE, fakeDesk, usualDisk } from '../ipc/fake';
import { language } from '../shared/i18n/i18n.svelte';
import { keys } from '../shared/keys/keys.svelte';
import { discreet } from '../shared/privacy/discreet.svelte';
import { status } from '../shared/status/status.svelte';
import { violations } from '../testing/axe';
import App from './App.svelte';
// Read beforehand: in the window it is there by the time somebody has signed in.
import './Workspace.svelte';
import { Palette } from './palette.svelte';
import { placesFor } from './places';
import { Route } from './route.svelte';

afterEach(() => {
  language.current = 'vi';
  discreet.on = false;
  keys.letters = true;
  status.clear();
});

async function open(desk = fakeDesk({ state: { locked: false } })) {
  render(App, { desk });
  await screen.findByRole('navigation', { name: 'Các màn hình' });
  return userEvent.setup();
}

const inPalette = () => screen.getByRole('combobox', { name: 'Tìm nhanh' });

describe('places', () => {
  it('offers the counter to record holders and to nobody else', () => {
    for (const role of ['reception', 'case', 'supervisor'] as const) {
      expect(placesFor(role)[0]?.id).toBe('counter');
    }
    for (const role of ['admin', 'auditor'] as const) {
      expect(placesFor(role).map(({ id }) => id)).not.toContain('counter');
    }
  });

  it('go back step by step, never to what is not offered', () => {
    const route = new Route(placesFor('reception'));
    expect(route.canGoBack).toBe(false);
    route.go('settings');
    route.go('settings');
    expect(route.now?.place).toBe('settings');
    route.back();
    route.back();
    expect(route.now?.place).toBe('counter');
    const auditor = new Route(placesFor('auditor'));
    const before = auditor.now;
    auditor.go('counter');
    expect(auditor.now).toEqual(before);
  });
});

describe('the screens at the left', () => {
  it('show the one gone to, where the list is longer than the window', async () => {
    const user = await open();
    const scrolled = vi.spyOn(Element.prototype, 'scrollIntoView');
    await user.keyboard('{Control>}k{/Control}');
    await user.type(inPalette(), 'cai dat{Enter}');
    await screen.findByRole('heading', { name: 'Cài đặt' });
    const current = screen.getByRole('button', { current: 'page' });
    expect(current.textContent).toContain('Cài đặt');
    expect(scrolled.mock.contexts).toContain(current);
    scrolled.mockRestore();
  });
});

describe('sitting down', () => {
  it('tells an auditor that there is no copy of the journal for her yet', async () => {
    const disk = usualDisk();
    for (const account of disk.accounts) {
      account.state = 'active';
    }
    const desk = fakeDesk({ disk });
    await desk.signIn('an.ngo', new TextEncoder().encode(FAKE_PASSPHRASE));
    await open(desk);
    await screen.findByText(/phiên bản này chưa tách bản đó/);
    expect(screen.queryByRole('heading', { name: 'Hàng đợi' })).toBeNull();
  });

  it('begins with the keys at the work, not at the top of the window', async () => {
    await open();
    expect(document.activeElement).toBe(screen.getByRole('main'));
  });

  it('at a page that a lock made anew is told what became of what was typed', async () => {
    render(App, { desk: fakeDesk({ state: { ended: 'kept' } }) });
    await screen.findByText(/^Đã khóa\. Phiếu và lời nhắn đang gõ được giữ lại/);
  });

  it('is told so too where it could not be kept', async () => {
    render(App, { desk: fakeDesk({ state: { ended: 'unkept' } }) });
    await screen.findByText(/^Đã khóa\. Phần gõ sau cùng chưa chắc đã giữ được/);
    expect(screen.queryByText(/Phiếu và lời nhắn đang gõ được giữ lại/)).toBeNull();
  });

  it('at a program that just began is told nothing of the kind', async () => {
    render(App, { desk: fakeDesk() });
    await screen.findByRole('textbox', { name: 'Tên đăng nhập' });
    expect(screen.queryByText(/^Đã khóa\. Phiếu và lời nhắn/)).toBeNull();
  });
});

describe('a scanner at a screen that asks for none', () => {
  it.each([
    ['4', 'Tìm người'],
    ['7', 'Lời nhắn giao ca'],
  ])('types nothing into it (Ctrl+%s)', async (digit, label) => {
    const user = await open();
    await user.keyboard(`{Control>}${digit}{/Control}`);
    const field: HTMLElement = await screen.findByRole('textbox', {
      name: new RegExp(`^${label}`),
    });
    field.focus();
    // No pause between its keys, however busy the machine is.
    await userEvent.setup({ delay: null }).keyboard('7'.repeat(70));
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(field).toHaveProperty('value', '');
  });
});

describe('navigation', () => {
  it('says where one is and goes there and back by key', async () => {
    const user = await open();
    const current = () => screen.getByRole('button', { current: 'page' }).textContent;
    expect(current()).toContain('Quầy tiếp dân');
    await user.click(screen.getByRole('button', { name: /Cài đặt/ }));
    await screen.findByRole('heading', { name: 'Cài đặt' });
    expect(await violations(document.documentElement)).toEqual([]);
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    await screen.findByRole('heading', { name: 'Hàng đợi' });
    expect(current()).toContain('Quầy tiếp dân');
  });

  it('keeps its words for screen readers when it is narrow', async () => {
    const user = await open();
    await user.click(screen.getByRole('button', { name: 'Thu gọn' }));
    expect(screen.getByRole('button', { name: 'Mở rộng' }).ariaExpanded).toBe('false');
    expect(screen.getByRole('button', { name: /Quầy tiếp dân/ })).toBeDefined();
  });

  it('shows beside the papers how many of them wait for a word', async () => {
    const desk = fakeDesk({ state: { locked: false }, printer: 'unknown' });
    const form = { matters: [{ service: 'A3', fields: { content: 'Đèn đường hỏng' } }] };
    const saved = await desk.saveVisit(JSON.stringify(form));
    await desk.saveVisit(JSON.stringify(form));
    const number = saved.files[0]?.receipt ?? '';
    await desk.printReceipt(number, { printer: 'Quay-A', copies: 1, paper: 'a5' });
    const user = await open(desk);
    const papers = (count: string) =>
      screen.findByRole('button', { name: new RegExp(`^Phiếu, biên nhận.*${count}`) });
    await user.click(await papers('2'));
    await user.click(await screen.findByRole('button', { name: 'Đã thấy giấy' }));
    await papers('1');
    await user.click(screen.getByRole('button', { name: 'Không cần in tờ nào' }));
    await waitFor(() => expect(status.counts['prints']).toBe(0));
  });
});

describe('the palette', () => {
  it('finds screens and actions without marks and runs the first on Enter', async () => {
    const user = await open();
    await user.keyboard('{Control>}k{/Control}');
    expect(document.activeElement).toBe(inPalette());
    expect(await violations(document.documentElement)).toEqual([]);
    await user.keyboard('cai dat{Enter}');
    await screen.findByRole('heading', { name: 'Cài đặt' });
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('shows each action with its key, walks by arrows, closes on Esc', async () => {
    const user = await open();
    await user.click(screen.getByRole('button', { name: /Tìm người/ }));
    const list = screen.getByRole('listbox');
    expect(within(list).getByRole('option', { name: /Khóa/ }).textContent).toContain('Ctrl L');
    const selected = () => within(list).getByRole('option', { selected: true }).textContent;
    const first = selected();
    await user.keyboard('{ArrowDown}');
    expect(selected()).not.toBe(first);
    await user.keyboard('{ArrowUp}');
    expect(selected()).toBe(first);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('listbox')).toBeNull();
    expect(document.activeElement?.textContent).toContain('Tìm người');
  });

  it('says so when nothing is found, and remembers nothing', async () => {
    const user = await open();
    await user.keyboard('{Control>}k{/Control}zzz');
    expect(screen.getByText(/Không tìm thấy gì/)).toBeDefined();
    await user.keyboard('{Enter}{Escape}{Control>}k{/Control}');
    expect(inPalette()).toHaveProperty('value', '');
  });

  it('asks the core for people late, and masks them in discreet mode', async () => {
    const row = { id: 'p1', name: 'Đặng Thị Đào', born: '1990', number: '031190012345' };
    const findPeople = vi.fn(() =>
      Promise.resolve({ people: [{ ...row, matched_by: 'name' }], more: false }),
    );
    const go = vi.fn();
    const palette = new Palette({
      places: [],
      actions: [],
      core: { findPeople },
      people: true,
      go,
    });
    palette.query = 'd';
    palette.typed();
    palette.query = 'dao';
    palette.typed();
    await vi.waitFor(() => {
      expect(palette.hits).toHaveLength(1);
    });
    expect(findPeople.mock.calls).toEqual([['dao']]);
    expect(palette.hits[0]).toMatchObject({ text: 'Đặng Thị Đào', note: '1990 · 031190012345' });
    discreet.on = true;
    expect(palette.hits[0]).toMatchObject({ text: 'Đ.T.Đ.', note: '1990 · •••• 2345' });
    palette.hits[0]?.run();
    expect(go).toHaveBeenCalledWith('people', 'p1');
  });
});

describe('a person found by the palette', () => {
  it('is opened again after she was closed, and is one step of the way back', async () => {
    const user = await open();
    for (let time = 0; time < 2; time += 1) {
      await user.keyboard('{Control>}k{/Control}dang dao');
      await screen.findAllByRole('option', { name: /Đặng Thị Đào/ });
      await user.keyboard('{Enter}');
      await screen.findByRole('heading', { name: 'Đặng Thị Đào' });
      await user.keyboard('{Escape}');
      await screen.findByRole('heading', { name: 'Người dân' });
    }
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    await screen.findByRole('heading', { name: 'Hàng đợi' });
  });
});

describe('help', () => {
  it('opens on F1 with the keys of this screen, and gives focus back', async () => {
    const user = await open();
    const search = screen.getByRole('button', { name: /Tìm người/ });
    search.focus();
    await user.keyboard('{F1}');
    const panel = screen.getByRole('complementary', { name: 'Trợ giúp: Quầy tiếp dân' });
    expect(document.activeElement).toBe(panel);
    expect(within(panel).getByText('Che màn hình')).toBeDefined();
    expect(within(panel).getByText('Ctrl+K')).toBeDefined();
    expect(await violations(document.documentElement)).toEqual([]);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('complementary', { name: /Trợ giúp/ })).toBeNull();
    expect(document.activeElement).toBe(search);
  });
});

describe('looks', () => {
  const root = document.documentElement;

  it('change at once and are remembered by the core', async () => {
    const desk = fakeDesk({ state: { locked: false } });
    const setAppearance = vi.fn<typeof desk.setAppearance>((chosen) => desk.setAppearance(chosen));
    const user = await open({ ...desk, setAppearance });
    await user.click(screen.getByRole('button', { name: 'Hiển thị' }));
    await user.click(screen.getByRole('radio', { name: 'Gọn' }));
    await user.click(screen.getByRole('radio', { name: '150 %' }));
    await user.click(screen.getByRole('checkbox', { name: 'Chế độ kín đáo' }));
    await user.click(screen.getByRole('checkbox', { name: 'Phím số trong menu của một số' }));
    expect(Object.fromEntries(Object.entries(root.dataset))).toMatchObject({
      theme: 'light',
      density: 'compact',
      text: '150',
    });
    expect(discreet.on).toBe(true);
    expect(keys.letters).toBe(false);
    expect(setAppearance.mock.lastCall?.[0]).toEqual({
      lang: 'vi',
      theme: 'light',
      density: 'compact',
      text: 150,
      discreet: true,
      shortcuts: false,
    });
    expect(await violations(root)).toEqual([]);
  });

  it('come back as each person left them', async () => {
    const desk = fakeDesk({ state: { locked: false } });
    await desk.setAppearance({
      lang: 'en',
      theme: 'dark',
      density: 'compact',
      text: 130,
      discreet: true,
      shortcuts: true,
    });
    render(App, { desk });
    await screen.findByRole('navigation', { name: 'Screens' });
    expect(Object.fromEntries(Object.entries(root.dataset))).toMatchObject({
      theme: 'dark',
      density: 'compact',
      text: '130',
    });
    expect(root.lang).toBe('en');
  });

  it('change even when the core does not remember them, and it is said', async () => {
    const setAppearance = () => Promise.reject(new DeskError('unreachable'));
    const user = await open({ ...fakeDesk({ state: { locked: false } }), setAppearance });
    await user.click(screen.getByRole('button', { name: 'Hiển thị' }));
    await user.click(screen.getByRole('radio', { name: 'Nền tối' }));
    expect(root.dataset['theme']).toBe('dark');
    await screen.findByText(/Chưa ghi nhớ được lựa chọn này/);
  });
});

describe('the status bar', () => {
  it('says what is kept, the last backup and the printer', async () => {
    await open();
    status.kept = '09:42:10';
    status.backup = () => 'Sao lưu 23/11 17:05';
    status.printer = () => 'Máy in quầy A sẵn sàng';
    await screen.findByText('Đã giữ 09:42:10');
    expect(screen.getByText('Sao lưu 23/11 17:05')).toBeDefined();
    expect(screen.getByText('Máy in quầy A sẵn sàng')).toBeDefined();
  });
});
